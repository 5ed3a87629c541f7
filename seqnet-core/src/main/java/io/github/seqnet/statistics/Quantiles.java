// SPDX-License-Identifier: MIT
package io.github.seqnet.statistics;

import java.util.Arrays;
import java.util.Objects;

/**
 * Quantiles by linear interpolation between the two nearest order statistics, as in NumPy's default
 * method and type 7 of Hyndman and Fan 1996 (<a
 * href="https://doi.org/10.1080/00031305.1996.10473566">doi:10.1080/00031305.1996.10473566</a>).
 * All methods are stateless and safe to call from several threads.
 */
public final class Quantiles {
  private Quantiles() {}

  /**
   * Computes a quantile. Values that are NaN are left out. The cost is that of sorting a copy.
   *
   * @param values any number of values, not modified
   * @param fraction 0..1; 0 gives the minimum, 0.5 the median, 1 the maximum
   * @return the quantile, or NaN if no value is left
   * @throws IllegalArgumentException if the fraction is not in 0..1
   */
  public static double quantile(double[] values, double fraction) {
    Objects.requireNonNull(values, "values");
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    return ofSorted(sorted, fraction);
  }

  /**
   * Computes the median, which is the quantile of 0.5.
   *
   * @param values any number of values, not modified; NaN is left out
   * @return the median, or NaN if no value is left
   */
  public static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /**
   * Computes a quantile of values that are sorted already.
   *
   * @param sorted values in ascending order without NaN
   * @param fraction 0..1
   * @return the quantile, or NaN if there is no value
   * @throws IllegalArgumentException if the fraction is not in 0..1
   */
  public static double ofSorted(double[] sorted, double fraction) {
    Objects.requireNonNull(sorted, "sorted");
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be in 0..1, got " + fraction);
    }
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double rank = fraction * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
