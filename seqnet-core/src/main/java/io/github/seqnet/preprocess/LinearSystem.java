// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import org.jspecify.annotations.Nullable;

/**
 * Solves small systems of linear equations, given as rows of coefficients followed by the right
 * side.
 */
final class LinearSystem {
  private LinearSystem() {}

  /**
   * Adds an observation to the normal equations of least squares.
   *
   * @param row the factors of the unknowns, then the observed value
   */
  static void add(double[][] normal, double[] row) {
    for (int i = 0; i < normal.length; i++) {
      for (int j = 0; j < row.length; j++) {
        normal[i][j] += row[i] * row[j];
      }
    }
  }

  /** Solves the equations by Gaussian elimination; null if they are singular. */
  static double @Nullable [] solve(double[][] m) {
    int n = m.length;
    for (int i = 0; i < n; i++) {
      int pivot = i;
      for (int k = i + 1; k < n; k++) {
        if (Math.abs(m[k][i]) > Math.abs(m[pivot][i])) {
          pivot = k;
        }
      }
      double[] swap = m[i];
      m[i] = m[pivot];
      m[pivot] = swap;
      if (Math.abs(m[i][i]) < 1e-12) {
        return null;
      }
      for (int k = 0; k < n; k++) {
        if (k != i) {
          double f = m[k][i] / m[i][i];
          for (int j = i; j <= n; j++) {
            m[k][j] -= f * m[i][j];
          }
        }
      }
    }
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      result[i] = m[i][n] / m[i][i];
    }
    return result;
  }
}
