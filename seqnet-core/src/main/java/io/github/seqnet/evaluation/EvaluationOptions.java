// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.io.Serializable;

/**
 * Options of an evaluation. Immutable.
 *
 * @param threshold a pixel is predicted to be a vessel where its probability is above this, 0..1
 * @param wideRadius the smallest distance to the nearest background pixel, in pixels between
 *     centers, of a center-line pixel of {@link Protocol#CENTER_LINE_DISCOVERED_2PX}, 1..64; with
 *     1.5, the center lines of vessels 3 px wide or wider count
 * @param bootstrapSamples the number of bootstrap resamples for confidence intervals, 0..1000000; 0
 *     for no intervals
 * @param confidence the level of intervals, above 0 and below 1
 * @param seed decides which images the resamples have
 */
public record EvaluationOptions(
    double threshold, double wideRadius, int bootstrapSamples, double confidence, long seed)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final EvaluationOptions DEFAULTS =
      new EvaluationOptions(0.5, 1.5, 1000, 0.95, 20200525);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public EvaluationOptions {
    check("threshold", threshold, threshold >= 0 && threshold <= 1, "in 0..1");
    check("wideRadius", wideRadius, wideRadius >= 1 && wideRadius <= 64, "in 1..64");
    check(
        "bootstrapSamples",
        bootstrapSamples,
        bootstrapSamples >= 0 && bootstrapSamples <= 1_000_000,
        "in 0..1000000");
    check("confidence", confidence, confidence > 0 && confidence < 1, "above 0 and below 1");
  }

  private static void check(String name, double value, boolean good, String range) {
    if (!good) {
      throw new IllegalArgumentException(name + " must be " + range + ", got " + value);
    }
  }

  /** Threshold 0.5, wide radius 1.5 px, 95 % intervals of 1000 resamples. */
  public static EvaluationOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another threshold. */
  public EvaluationOptions withThreshold(double probability) {
    return new EvaluationOptions(probability, wideRadius, bootstrapSamples, confidence, seed);
  }

  /** Returns these options with another smallest radius of a wide vessel. */
  public EvaluationOptions withWideRadius(double radiusPx) {
    return new EvaluationOptions(threshold, radiusPx, bootstrapSamples, confidence, seed);
  }

  /** Returns these options with other confidence intervals. */
  public EvaluationOptions withIntervals(int samples, double level, long randomSeed) {
    return new EvaluationOptions(threshold, wideRadius, samples, level, randomSeed);
  }
}
