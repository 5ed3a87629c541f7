// SPDX-License-Identifier: MIT
package io.github.seqnet.tiling;

import io.github.seqnet.image.ProbabilityMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stitches the predictions of overlapping windows into maps of the whole image. Each pixel is the
 * mean, or the weighted mean, of the windows that cover it; padding is dropped. Windows are added
 * one at a time, in any order, and are not kept. Sums have double precision, so that stitching the
 * windows of a float image gives the image itself.
 *
 * <p>Not thread-safe: use one per thread and {@link #addAll} at the end.
 */
public final class WindowAccumulator {
  private final Tiling tiling;
  private final int channels;
  private final float @Nullable [] weights;
  private final double[][] sums;
  private final double[] totals;

  private WindowAccumulator(Tiling tiling, int channels, float @Nullable [] weights) {
    if (channels < 1) {
      throw new IllegalArgumentException("channels must be at least 1, got " + channels);
    }
    this.tiling = tiling;
    this.channels = channels;
    this.weights = weights;
    long pixels = (long) tiling.width() * tiling.height();
    if (pixels > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "maps of %d x %d pixels are larger than one Java array"
              .formatted(tiling.width(), tiling.height()));
    }
    sums = new double[channels][(int) pixels];
    totals = new double[(int) pixels];
  }

  /**
   * Creates an accumulator of plain means, as in the published program.
   *
   * @param channels the number of maps, at least 1
   * @throws IllegalArgumentException if there is no channel, or a map is larger than one array
   */
  public static WindowAccumulator mean(Tiling tiling, int channels) {
    return new WindowAccumulator(tiling, channels, null);
  }

  /**
   * Creates an accumulator of weighted means, for example with less weight towards the border of a
   * window.
   *
   * @param channels the number of maps, at least 1
   * @param weights one for each pixel of a window, row by row, finite and above 0
   * @throws IllegalArgumentException if the number of weights is not {@code window * window} or one
   *     is not finite and above 0, if there is no channel, or if a map is larger than one array
   */
  public static WindowAccumulator weighted(Tiling tiling, int channels, float[] weights) {
    long pixels = (long) tiling.window() * tiling.window();
    if (weights.length != pixels) {
      throw new IllegalArgumentException(
          "weights must be " + pixels + " (window x window), got " + weights.length);
    }
    for (float weight : weights) {
      if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("weights must be finite and above 0, got " + weight);
      }
    }
    return new WindowAccumulator(tiling, channels, weights.clone());
  }

  /** The positions of the windows. */
  public Tiling tiling() {
    return tiling;
  }

  /** The number of maps. */
  public int channels() {
    return channels;
  }

  /**
   * Adds one window with interleaved channels: {@code window * window * channels} values, index
   * {@code (y * window + x) * channels + channel}.
   *
   * @param index the window's number in the tiling
   * @param values read from {@code offset} on
   * @throws IndexOutOfBoundsException if there is no such window or there are too few values
   */
  public void add(int index, float[] values, int offset) {
    int x = tiling.x(index);
    int y = tiling.y(index);
    int window = tiling.window();
    Objects.checkFromIndexSize(
        (long) offset, (long) window * window * channels, (long) values.length);
    for (int c = 0; c < channels; c++) {
      addChannel(x, y, values, offset + c, channels, sums[c]);
    }
    addWeights(x, y);
  }

  /**
   * Adds one window with one array per channel: {@code window * window} values from {@code offset}
   * on, index {@code y * window + x}.
   *
   * @param index the window's number in the tiling
   * @param planes one array for each channel
   * @throws IllegalArgumentException if the number of arrays is not that of the channels
   * @throws IndexOutOfBoundsException if there is no such window or there are too few values
   */
  public void add(int index, float[][] planes, int offset) {
    if (planes.length != channels) {
      throw new IllegalArgumentException("planes must be " + channels + ", got " + planes.length);
    }
    int x = tiling.x(index);
    int y = tiling.y(index);
    int window = tiling.window();
    for (float[] plane : planes) {
      Objects.checkFromIndexSize((long) offset, (long) window * window, (long) plane.length);
    }
    for (int c = 0; c < channels; c++) {
      addChannel(x, y, planes[c], offset, 1, sums[c]);
    }
    addWeights(x, y);
  }

  /**
   * Adds everything that another accumulator of the same tiling and channels has accumulated.
   *
   * @throws IllegalArgumentException if tiling or channels differ
   */
  public void addAll(WindowAccumulator other) {
    if (!other.tiling.equals(tiling) || other.channels != channels) {
      throw new IllegalArgumentException(
          "accumulator must have "
              + channels
              + " channels of "
              + tiling
              + ", got "
              + other.channels
              + " of "
              + other.tiling);
    }
    for (int c = 0; c < channels; c++) {
      addTo(sums[c], other.sums[c]);
    }
    addTo(totals, other.totals);
  }

  /**
   * The averages of one channel, {@code width * height} values, index {@code y * width + x}.
   *
   * @throws IndexOutOfBoundsException if there is no such channel
   * @throws IllegalStateException if a pixel is not covered by any window yet
   */
  public float[] averages(int channel) {
    double[] sum = sums[Objects.checkIndex(channel, channels)];
    float[] averages = new float[sum.length];
    for (int i = 0; i < averages.length; i++) {
      if (totals[i] == 0) {
        throw new IllegalStateException(
            "no window covers the pixel x=" + i % tiling.width() + ", y=" + i / tiling.width());
      }
      averages[i] = (float) (sum[i] / totals[i]);
    }
    return averages;
  }

  /**
   * The averages of one channel as a map.
   *
   * @throws IndexOutOfBoundsException if there is no such channel
   * @throws IllegalStateException if a pixel is not covered by any window yet
   * @throws IllegalArgumentException if an average is not in 0..1
   */
  public ProbabilityMap toMap(int channel) {
    return ProbabilityMap.wrap(tiling.width(), tiling.height(), averages(channel));
  }

  private void addChannel(int x, int y, float[] values, int offset, int pixelStride, double[] sum) {
    int window = tiling.window();
    int columns = Math.min(window, tiling.width() - x);
    int rows = Math.min(window, tiling.height() - y);
    for (int row = 0; row < rows; row++) {
      int to = (y + row) * tiling.width() + x;
      int from = offset + row * window * pixelStride;
      if (weights == null) {
        for (int i = 0; i < columns; i++) {
          sum[to + i] += values[from + i * pixelStride];
        }
      } else {
        int at = row * window;
        for (int i = 0; i < columns; i++) {
          sum[to + i] += (double) weights[at + i] * values[from + i * pixelStride];
        }
      }
    }
  }

  private void addWeights(int x, int y) {
    int window = tiling.window();
    int columns = Math.min(window, tiling.width() - x);
    int rows = Math.min(window, tiling.height() - y);
    for (int row = 0; row < rows; row++) {
      int to = (y + row) * tiling.width() + x;
      int at = row * window;
      for (int i = 0; i < columns; i++) {
        totals[to + i] += weights == null ? 1.0 : weights[at + i];
      }
    }
  }

  private static void addTo(double[] sums, double[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }
}
