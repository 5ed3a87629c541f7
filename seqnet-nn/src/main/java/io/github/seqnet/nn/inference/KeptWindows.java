// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.tiling.Tiling;
import io.github.seqnet.tiling.WindowAccumulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stitches windows as a {@link WindowAccumulator} does, but keeps them until all are there: a few
 * windows take less memory than sums in double precision. Not thread-safe.
 */
final class KeptWindows {
  private final Tiling tiling;
  private final float @Nullable [] weights;
  private final List<Window> windows = new ArrayList<>();

  /**
   * @param index its number in the tiling
   * @param planes one array for each map
   * @param offset the first value of the window in each array
   */
  private record Window(int index, List<float[]> planes, int offset) {}

  /**
   * @param weights of the pixels of a window; null if they are the same
   */
  KeptWindows(Tiling tiling, float @Nullable [] weights) {
    this.tiling = tiling;
    this.weights = weights;
  }

  void add(int index, float[][] planes, int offset) {
    windows.add(new Window(index, List.of(planes), offset));
  }

  /** The mean of the windows that cover each pixel. */
  ProbabilityMap toMap(int channel) {
    int width = tiling.width();
    float[] values = new float[width * tiling.height()];
    double[] sums = new double[width];
    double[] totals = new double[width];
    for (int y = 0; y < tiling.height(); y++) {
      Arrays.fill(sums, 0);
      Arrays.fill(totals, 0);
      for (Window window : windows) {
        addRow(window, channel, y, sums, totals);
      }
      for (int x = 0; x < width; x++) {
        values[y * width + x] = (float) (sums[x] / totals[x]);
      }
    }
    return ProbabilityMap.wrap(width, tiling.height(), values);
  }

  private void addRow(Window window, int channel, int y, double[] sums, double[] totals) {
    int side = tiling.window();
    int row = y - tiling.y(window.index);
    if (row < 0 || row >= side) {
      return;
    }
    int x = tiling.x(window.index);
    int columns = Math.min(side, tiling.width() - x);
    float[] plane = window.planes.get(channel);
    int from = window.offset + row * side;
    for (int i = 0; i < columns; i++) {
      double weight = weights == null ? 1 : weights[row * side + i];
      sums[x + i] += weight * plane[from + i];
      totals[x + i] += weight;
    }
  }
}
