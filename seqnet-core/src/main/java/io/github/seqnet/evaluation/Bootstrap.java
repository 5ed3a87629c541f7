// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import io.github.seqnet.statistics.Quantiles;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The values of all metrics over all images and over bootstrap resamples: data sets of the same
 * size whose images are chosen with replacement. Only the seed, the number of resamples and the
 * number of images determine the resamples, so two evaluators of the same images have the same
 * ones. Immutable.
 */
final class Bootstrap {
  private final double[] values;

  /** {@code [metric][resample]}; no resample for fewer than two images. */
  private final double[][] resamples;

  private Bootstrap(double[] values, double[][] resamples) {
    this.values = values;
    this.resamples = resamples;
  }

  static Bootstrap of(List<Tally<?>> tallies, double[] values, int images, EvaluationOptions o) {
    int count = images < 2 ? 0 : o.bootstrapSamples();
    int[][] times = choose(images, count, o.seed());
    double[][] resamples = new double[values.length][count];
    if (count > 0) {
      for (Tally<?> tally : tallies) {
        tally.resample(times, resamples);
      }
    }
    return new Bootstrap(values, resamples);
  }

  /** How often each image is in each resample. */
  private static int[][] choose(int images, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] times = new int[count][images];
    for (int[] resample : times) {
      for (int i = 0; i < images; i++) {
        resample[random.nextInt(images)]++;
      }
    }
    return times;
  }

  /** The differences to another bootstrap of the same resamples, resample by resample. */
  Bootstrap minus(Bootstrap other) {
    double[][] differences = new double[resamples.length][];
    for (int m = 0; m < differences.length; m++) {
      differences[m] = minus(resamples[m], other.resamples[m]);
    }
    return new Bootstrap(minus(values, other.values), differences);
  }

  private static double[] minus(double[] values, double[] others) {
    double[] differences = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      differences[i] = values[i] - others[i];
    }
    return differences;
  }

  /** The value over all images; NaN where it is undefined. */
  double value(int metric) {
    return values[metric];
  }

  /**
   * A quantile over resamples.
   *
   * @param fraction 0..1
   * @return NaN if the metric is undefined in every resample
   */
  double quantile(int metric, double fraction) {
    return Quantiles.quantile(resamples[metric], fraction);
  }

  /** The p-value of {@link Difference#pValue}; NaN if no resample has a value. */
  double pValue(int metric) {
    int notAbove = 0;
    int notBelow = 0;
    int defined = 0;
    for (double value : resamples[metric]) {
      notAbove += value <= 0 ? 1 : 0;
      notBelow += value >= 0 ? 1 : 0;
      defined += Double.isNaN(value) ? 0 : 1;
    }
    if (defined == 0) {
      return Double.NaN;
    }
    return Math.min(1, 2 * (Math.min(notAbove, notBelow) + 1.0) / (defined + 1.0));
  }
}
