// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import java.util.Arrays;

/**
 * Checks whether the area outside of a contour is a surround of constant or evenly shaded color,
 * and marks cells that differ from the frame's border. The color of a surround is constant or
 * changes smoothly over the frame, apart from noise and text, and the color step to the retina is
 * large compared with the residuals. An area of retina that is cut off by a contour along vessels
 * or around the optic disc has vessels and shading of its own, which are about as large as the
 * step.
 *
 * <p>The colors outside are smoothed and compared with a {@link Surface} per channel. The 80th
 * percentile of the deviations, minus what noise explains, is divided by the lower quartile of the
 * steps from inside of the contour to the surfaces.
 */
final class UniformSurround {
  /** Cells next to the contour that belong to neither side. */
  private static final int GAP = 3;

  private static final int SMOOTHING = 2;
  private static final int FEWEST_CELLS = 50;
  private static final double PERCENTILE = 0.8;

  /** The number of standard errors attributed to noise. */
  private static final double MARGIN = 2;

  /** Depth of the rim of the retina in which the step is measured, as a fraction of the radius. */
  private static final double DEPTH = 0.08;

  /** Up to the first ratio the area is a surround; from the second one on it is not. */
  private static final double UNIFORM = 0.09;

  private static final double STRUCTURED = 0.16;

  /** Width of the frame's border, as a fraction of the shorter side. */
  private static final double BORDER = 0.05;

  /**
   * The least deviation from the border's surfaces, and the multiple of the border's own median.
   */
  private static final double LEAST_DEVIATION = 0.05;

  private static final double MULTIPLE = 4;

  private final float[][] features;
  private final int columns;
  private final int rows;

  private UniformSurround(float[][] features, int columns, int rows) {
    this.features = features;
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Rates the area outside of a contour.
   *
   * @param features of each cell; the first three planes are colors
   * @return 1 for a surround, or if too few cells lie outside to tell; 0 for part of a retina
   */
  static double rate(RadialContour contour, float[][] features, int columns, int rows) {
    return new UniformSurround(features, columns, rows).rate(contour);
  }

  /**
   * Marks the cells whose smoothed color deviates clearly from surfaces through the border of the
   * frame.
   *
   * @param features of each cell; the first three planes are colors
   */
  static byte[] deviating(float[][] features, int columns, int rows) {
    return new UniformSurround(features, columns, rows).deviating();
  }

  private byte[] deviating() {
    int width = (int) Math.max(2, BORDER * Math.min(columns, rows));
    byte[] everywhere = new byte[columns * rows];
    Arrays.fill(everywhere, (byte) 1);
    byte[] border = new byte[columns * rows];
    for (int i = 0; i < border.length; i++) {
      int x = i % columns;
      int y = i / columns;
      boolean near = x < width || y < width || x >= columns - width || y >= rows - width;
      border[i] = (byte) (near ? 1 : 0);
    }
    double[] squares = new double[columns * rows];
    for (int c = 0; c < 3; c++) {
      float[] smooth = smoothed(features[c], everywhere, 0);
      Surface surface = Surface.fit(smooth, border, columns, rows);
      for (int i = 0; i < squares.length; i++) {
        double residual = smooth[i] - surface.at(i);
        squares[i] += residual * residual;
      }
    }
    double[] own = new double[squares.length];
    int n = 0;
    for (int i = 0; i < squares.length; i++) {
      if (border[i] == 1) {
        own[n++] = squares[i];
      }
    }
    Arrays.sort(own, 0, n);
    double limit = Math.max(LEAST_DEVIATION * LEAST_DEVIATION, MULTIPLE * MULTIPLE * own[n / 2]);
    byte[] result = new byte[squares.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) (squares[i] > limit ? 1 : 0);
    }
    return result;
  }

  private double rate(RadialContour contour) {
    byte[] retina = contour.region(columns, rows);
    byte[] outside = outside(retina);
    int cells = 0;
    for (byte cell : outside) {
      cells += cell;
    }
    if (cells < FEWEST_CELLS) {
      return 1;
    }
    Surface[] surfaces = new Surface[3];
    double[] squares = new double[cells];
    double[] noise = new double[cells];
    for (int c = 0; c < 3; c++) {
      // The means of the even and the odd cells differ by noise only.
      float[] even = smoothed(features[c], outside, 0);
      float[] odd = smoothed(features[c], outside, 1);
      float[] smooth = new float[even.length];
      for (int i = 0; i < smooth.length; i++) {
        smooth[i] = (even[i] + odd[i]) / 2;
      }
      surfaces[c] = Surface.fit(smooth, outside, columns, rows);
      for (int i = 0, n = 0; i < outside.length; i++) {
        if (outside[i] == 1) {
          double residual = smooth[i] - surfaces[c].at(i);
          double difference = (even[i] - odd[i]) / 2;
          squares[n] += residual * residual;
          noise[n++] += difference * difference;
        }
      }
    }
    Arrays.sort(squares);
    Arrays.sort(noise);
    int at = (int) (PERCENTILE * (cells - 1));
    int window = 2 * SMOOTHING + 1;
    double explained = noise[at] * (1 + MARGIN * window / Math.sqrt(cells));
    double deviation = Math.sqrt(Math.max(0, squares[at] - explained));
    double step = step(contour, surfaces);
    if (Double.isNaN(step)) {
      return 1;
    }
    double ratio = deviation / (step + 1e-6);
    return Math.max(0, Math.min(1, (STRUCTURED - ratio) / (STRUCTURED - UNIFORM)));
  }

  /** Cells outside of the retina whose square neighborhood lies outside, too. */
  private byte[] outside(byte[] retina) {
    int gap = Math.min(GAP, Math.max(1, Math.min(columns, rows) / 30));
    boolean[] free = new boolean[retina.length];
    for (int y = 0, i = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++, i++) {
        boolean all = true;
        int to = Math.min(columns - 1, x + gap);
        for (int k = Math.max(0, x - gap); k <= to && all; k++) {
          all = retina[y * columns + k] == 0;
        }
        free[i] = all;
      }
    }
    byte[] result = new byte[retina.length];
    for (int y = 0, i = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++, i++) {
        boolean all = true;
        int to = Math.min(rows - 1, y + gap);
        for (int k = Math.max(0, y - gap); k <= to && all; k++) {
          all = free[k * columns + x];
        }
        result[i] = (byte) (all ? 1 : 0);
      }
    }
    return result;
  }

  /** Means over squares, of the cells outside only and of one color of the checkerboard. */
  private float[] smoothed(float[] plane, byte[] outside, int parity) {
    float[] result = new float[plane.length];
    for (int y = 0, i = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++, i++) {
        if (outside[i] == 0) {
          continue;
        }
        double sum = 0;
        int n = 0;
        for (int yy = Math.max(0, y - SMOOTHING); yy <= Math.min(rows - 1, y + SMOOTHING); yy++) {
          int row = yy * columns;
          int to = row + Math.min(columns - 1, x + SMOOTHING);
          int from = Math.max(0, x - SMOOTHING);
          for (int j = row + from + ((from + yy + parity) & 1); j <= to; j += 2) {
            if (outside[j] == 1) {
              sum += plane[j];
              n++;
            }
          }
        }
        result[i] = n == 0 ? plane[i] : (float) (sum / n);
      }
    }
    return result;
  }

  /** The lower quartile of the color steps from the rim of the retina to the surfaces. */
  private double step(RadialContour contour, Surface[] surfaces) {
    double[] steps = new double[RadialContour.RAYS];
    int n = 0;
    for (int k = 0; k < steps.length; k++) {
      double radius = contour.radii()[k];
      if (!contour.isFree(k, GAP + 0.5)) {
        continue;
      }
      int depth = (int) Math.max(5, DEPTH * radius);
      double[] sums = new double[3];
      for (int r = 0; r < depth; r++) {
        int cell = contour.cell(k, Math.max(0, radius - 1.5 - r), columns, rows);
        for (int c = 0; c < 3; c++) {
          sums[c] += features[c][cell] - surfaces[c].at(cell);
        }
      }
      steps[n++] = Math.sqrt(sums[0] * sums[0] + sums[1] * sums[1] + sums[2] * sums[2]) / depth;
    }
    if (n == 0) {
      return Double.NaN;
    }
    Arrays.sort(steps, 0, n);
    return steps[n / 4];
  }
}
