// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Contrast of lines in the retina, on every second pixel of both axes: the mean along a segment of
 * each direction is compared with the means of two parallel segments.
 */
final class LineContrast {
  private static final int ANGLES = 8;
  private static final int HALF_LENGTH = 5;

  /** The contrast of a visible vessel. */
  private static final float VESSEL = 0.03f;

  /** The cells of a visible piece of a vessel; noise makes shorter ones. */
  private static final int LEAST_CELLS = 30;

  /** The distance from all vessels, in cells: 6 percent of the working width. */
  private static final int FAR = 12;

  /** Distances to the next cell and to the diagonal one. */
  private static final int STEP = 2;

  private static final int DIAGONAL = 3;

  private final int columns;
  private final int rows;

  /** The contrast of dark lines in each cell; negative outside of the retina. */
  private final float[] dark;

  private final double darkPercentile;
  private final double brightPercentile;

  private LineContrast(int columns, int rows, float[] dark, double bright) {
    this.columns = columns;
    this.rows = rows;
    this.dark = dark;
    darkPercentile = percentile(dark);
    brightPercentile = bright;
  }

  /**
   * Measures a plane.
   *
   * @param within the retina
   * @param scale the half-width of the lines in pixels
   */
  static LineContrast of(float[] plane, byte[] within, int columns, int rows, int scale) {
    int gridColumns = (columns + 1) / 2;
    int gridRows = (rows + 1) / 2;
    float[] dark = new float[gridColumns * gridRows];
    float[] bright = new float[dark.length];
    Arrays.fill(dark, -1);
    Arrays.fill(bright, -1);
    for (int y = 0; y < rows; y += 2) {
      for (int x = 0; x < columns; x += 2) {
        if (within[y * columns + x] == 0) {
          continue;
        }
        float most = 0;
        float least = 0;
        for (int a = 0; a < ANGLES; a++) {
          double cos = Math.cos(Math.PI * a / ANGLES);
          double sin = Math.sin(Math.PI * a / ANGLES);
          float on = 0;
          float one = 0;
          float other = 0;
          for (int k = -HALF_LENGTH; k <= HALF_LENGTH; k++) {
            double px = x + k * cos;
            double py = y + k * sin;
            on += at(plane, columns, rows, px, py);
            one += at(plane, columns, rows, px - 2 * scale * sin, py + 2 * scale * cos);
            other += at(plane, columns, rows, px + 2 * scale * sin, py - 2 * scale * cos);
          }
          // The constant keeps noise in dark places from counting as contrast.
          float mean = (on + one + other) / 3 + 0.03f * (2 * HALF_LENGTH + 1);
          most = Math.max(most, (Math.min(one, other) - on) / mean);
          least = Math.max(least, (on - Math.max(one, other)) / mean);
        }
        int cell = y / 2 * gridColumns + x / 2;
        dark[cell] = most;
        bright[cell] = least;
      }
    }
    return new LineContrast(gridColumns, gridRows, dark, percentile(bright));
  }

  /** The 97th percentile of the contrast of dark lines. */
  double dark() {
    return darkPercentile;
  }

  /** The 97th percentile of the contrast of bright lines. */
  double bright() {
    return brightPercentile;
  }

  /**
   * The part of the retina that the largest connected region without a visible vessel nearby takes,
   * 0..1. The fovea and the periphery of an ordinary photograph take little; a covering takes all
   * that it covers but its rim.
   */
  double vesselFree() {
    boolean[] vessel = new boolean[dark.length];
    int retina = 0;
    for (int i = 0; i < dark.length; i++) {
      vessel[i] = dark[i] > VESSEL;
      retina += dark[i] >= 0 ? 1 : 0;
    }
    if (retina == 0) {
      return 1;
    }
    for (int[] piece : pieces(vessel)) {
      for (int cell : piece.length < LEAST_CELLS ? piece : new int[0]) {
        vessel[cell] = false;
      }
    }
    int[] distance = distances(vessel);
    boolean[] far = new boolean[dark.length];
    for (int i = 0; i < dark.length; i++) {
      far[i] = dark[i] >= 0 && distance[i] > FAR * STEP;
    }
    int largest = 0;
    for (int[] piece : pieces(far)) {
      largest = Math.max(largest, piece.length);
    }
    return largest / (double) retina;
  }

  /** The connected pieces of a region, diagonals included. */
  private List<int[]> pieces(boolean[] region) {
    List<int[]> pieces = new ArrayList<>();
    boolean[] seen = new boolean[region.length];
    int[] cells = new int[region.length];
    for (int start = 0; start < region.length; start++) {
      if (!region[start] || seen[start]) {
        continue;
      }
      int end = 0;
      cells[end++] = start;
      seen[start] = true;
      for (int next = 0; next < end; next++) {
        int x = cells[next] % columns;
        int y = cells[next] / columns;
        for (int row = Math.max(0, y - 1); row <= Math.min(rows - 1, y + 1); row++) {
          for (int column = Math.max(0, x - 1); column <= Math.min(columns - 1, x + 1); column++) {
            int cell = row * columns + column;
            if (region[cell] && !seen[cell]) {
              seen[cell] = true;
              cells[end++] = cell;
            }
          }
        }
      }
      pieces.add(Arrays.copyOf(cells, end));
    }
    return pieces;
  }

  /** Chamfer distances of all cells from a region. */
  private int[] distances(boolean[] region) {
    int[] distance = new int[region.length];
    for (int i = 0; i < region.length; i++) {
      distance[i] = region[i] ? 0 : Integer.MAX_VALUE / 2;
    }
    for (int i = 0; i < region.length; i++) {
      relax(distance, i, -1);
    }
    for (int i = region.length - 1; i >= 0; i--) {
      relax(distance, i, 1);
    }
    return distance;
  }

  /** Takes the distance over the neighbors that a sweep in this direction has seen. */
  private void relax(int[] distance, int cell, int step) {
    int x = cell % columns;
    int row = cell / columns + step;
    int least = distance[cell];
    if (x + step >= 0 && x + step < columns) {
      least = Math.min(least, distance[cell + step] + STEP);
    }
    if (row >= 0 && row < rows) {
      for (int column = Math.max(0, x - 1); column <= Math.min(columns - 1, x + 1); column++) {
        int far = column == x ? STEP : DIAGONAL;
        least = Math.min(least, distance[row * columns + column] + far);
      }
    }
    distance[cell] = least;
  }

  /** The 97th percentile of the values within the retina. */
  private static double percentile(float[] values) {
    float[] inside = new float[values.length];
    int n = 0;
    for (float value : values) {
      if (value >= 0) {
        inside[n++] = value;
      }
    }
    if (n == 0) {
      return 0;
    }
    Arrays.sort(inside, 0, n);
    return inside[(int) (0.97 * (n - 1))];
  }

  private static float at(float[] plane, int columns, int rows, double x, double y) {
    int column = Math.max(0, Math.min(columns - 1, (int) Math.round(x)));
    int row = Math.max(0, Math.min(rows - 1, (int) Math.round(y)));
    return plane[row * columns + column];
  }
}
