package io.github.seqnet.evaluation;

import java.util.Arrays;

/** Percentiles of draws. */
final class Percentile {
  private Percentile() {}

  /**
   * The percentile of one column, by linear interpolation between the nearest ranks; draws for
   * which the measure is not defined (NaN) are left out. NaN if none is left.
   *
   * @param part 0..1
   */
  static double of(double[][] draws, int column, double part) {
    double[] values =
        Arrays.stream(draws).mapToDouble(d -> d[column]).filter(v -> !Double.isNaN(v)).toArray();
    if (values.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(values);
    double rank = part * (values.length - 1);
    int below = (int) rank;
    int above = Math.min(values.length - 1, below + 1);
    return values[below] + (rank - below) * (values[above] - values[below]);
  }
}
