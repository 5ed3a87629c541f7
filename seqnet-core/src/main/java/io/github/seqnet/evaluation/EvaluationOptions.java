package io.github.seqnet.evaluation;

/**
 * How predictions are judged.
 *
 * @param threshold a pixel is called vessel where its probability is above, 0..1
 * @param wideRadius a vessel counts as wide at the pixels whose distance to the nearest background
 *     pixel of the annotation is at least this, in pixels between centers, 1..64; 1.5 means in
 *     effect that a vessel 3 px wide or wider counts along its center
 * @param bootstrapSamples how often the images are drawn anew for the confidence intervals, 0 for
 *     no intervals
 * @param confidence of the intervals, above 0 and below 1
 * @param seed of the draws
 */
public record EvaluationOptions(
    double threshold, double wideRadius, int bootstrapSamples, double confidence, long seed) {
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

  /** Threshold 0.5, wide from 1.5 px on, 95 % intervals of 1000 draws. */
  public static EvaluationOptions defaults() {
    return DEFAULTS;
  }

  /** These options with another threshold. */
  public EvaluationOptions withThreshold(double probability) {
    return new EvaluationOptions(probability, wideRadius, bootstrapSamples, confidence, seed);
  }

  /** These options with another least radius of a wide vessel. */
  public EvaluationOptions withWideRadius(double radiusPx) {
    return new EvaluationOptions(threshold, radiusPx, bootstrapSamples, confidence, seed);
  }

  /** These options with other confidence intervals. */
  public EvaluationOptions withIntervals(int samples, double level, long randomSeed) {
    return new EvaluationOptions(threshold, wideRadius, samples, level, randomSeed);
  }
}
