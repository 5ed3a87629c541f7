// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import java.util.Arrays;

/**
 * A quadratic surface over the cells of a frame, which models a surround whose color is constant or
 * shaded. Positions run from -1 to 1 on both axes.
 */
final class Surface {
  /** Factors of u, v, u^2, v^2, uv, and 1. */
  private static final int TERMS = 6;

  private static final int PASSES = 3;

  /** Deviations beyond this many standard deviations, such as text, do not bend the surface. */
  private static final double OUTLIER = 1.5;

  private final int columns;
  private final int rows;
  private final double[] factors;

  private Surface(int columns, int rows, double[] factors) {
    this.columns = columns;
    this.rows = rows;
    this.factors = factors;
  }

  static Surface flat(int columns, int rows) {
    return new Surface(columns, rows, new double[TERMS]);
  }

  /** A plane through the origin with these gradients. */
  static Surface plane(int columns, int rows, double alongX, double alongY) {
    double[] factors = new double[TERMS];
    factors[0] = alongX;
    factors[1] = alongY;
    return new Surface(columns, rows, factors);
  }

  /**
   * Fits a surface by least squares, repeated without outliers.
   *
   * @param used 1 for the cells that count
   */
  static Surface fit(float[] values, byte[] used, int columns, int rows) {
    Surface surface = flat(columns, rows);
    double limit = Double.POSITIVE_INFINITY;
    double[] equation = new double[TERMS + 1];
    for (int pass = 0; pass < PASSES; pass++) {
      double[][] normal = new double[TERMS][TERMS + 1];
      for (int y = 0, i = 0; y < rows; y++) {
        double v = position(y, rows);
        for (int x = 0; x < columns; x++, i++) {
          if (used[i] == 1 && Math.abs(values[i] - surface.at(x, y)) < limit) {
            double u = position(x, columns);
            equation[0] = u;
            equation[1] = v;
            equation[2] = u * u;
            equation[3] = v * v;
            equation[4] = u * v;
            equation[5] = 1;
            equation[TERMS] = values[i];
            LinearSystem.add(normal, equation);
          }
        }
      }
      double[] solved = LinearSystem.solve(normal);
      if (solved == null) {
        return surface;
      }
      surface = new Surface(columns, rows, solved);
      double squares = 0;
      int n = 0;
      for (int y = 0, i = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++, i++) {
          if (used[i] == 1) {
            double residual = values[i] - surface.at(x, y);
            squares += residual * residual;
            n++;
          }
        }
      }
      limit = OUTLIER * Math.sqrt(squares / n) + 1e-6;
    }
    return surface;
  }

  /** The same surface without its constant: how the color changes over the frame. */
  Surface withoutConstant() {
    double[] changed = Arrays.copyOf(factors, TERMS);
    changed[TERMS - 1] = 0;
    return new Surface(columns, rows, changed);
  }

  double at(int column, int row) {
    double u = position(column, columns);
    double v = position(row, rows);
    return factors[0] * u
        + factors[1] * v
        + factors[2] * u * u
        + factors[3] * v * v
        + factors[4] * u * v
        + factors[5];
  }

  double at(int cell) {
    return at(cell % columns, cell / columns);
  }

  private static double position(int at, int size) {
    return (2 * at + 1.0) / size - 1;
  }
}
