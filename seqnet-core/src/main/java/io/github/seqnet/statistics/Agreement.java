// SPDX-License-Identifier: MIT
package io.github.seqnet.statistics;

import java.io.Serializable;
import java.util.Objects;

/**
 * The agreement of two series of measurements of the same images, such as those of two graders, two
 * models, or a model and an annotation: intraclass correlation ICC(2,1), bias, and limits of
 * agreement, each with a confidence interval. Immutable; equal by content.
 */
public final class Agreement implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The number of standard deviations on each side of the mean that contain 95 % of a normal
   * distribution.
   */
  private static final double NORMAL_95 = 1.959963984540054;

  private static final double DEFAULT_CONFIDENCE = 0.95;

  private final int pairs;
  private final double firstMean;
  private final double secondMean;
  private final double standardDeviation;
  private final double correlation;
  private final double confidence;

  /** Mean squares of the analysis of variance: images, raters, residual. */
  private final double images;

  private final double raters;
  private final double residual;

  private Agreement(
      int pairs,
      double firstMean,
      double secondMean,
      double standardDeviation,
      double correlation,
      double confidence,
      double images,
      double raters,
      double residual) {
    this.pairs = pairs;
    this.firstMean = firstMean;
    this.secondMean = secondMean;
    this.standardDeviation = standardDeviation;
    this.correlation = correlation;
    this.confidence = confidence;
    this.images = images;
    this.raters = raters;
    this.residual = residual;
  }

  /**
   * Compares two series, with 95 % confidence intervals.
   *
   * @param first one finite value per image
   * @param second the same number of values, in the same order
   * @throws IllegalArgumentException if the lengths differ, there are fewer than two values, or a
   *     value is not finite
   */
  public static Agreement between(double[] first, double[] second) {
    return between(first, second, DEFAULT_CONFIDENCE);
  }

  /**
   * Compares two series.
   *
   * @param first one finite value per image
   * @param second the same number of values, in the same order
   * @param confidence the level of confidence intervals, above 0 and below 1
   * @throws IllegalArgumentException if the lengths differ, there are fewer than two values, a
   *     value is not finite, or the level is out of range
   */
  public static Agreement between(double[] first, double[] second, double confidence) {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(second, "second");
    int n = first.length;
    if (n != second.length || n < 2) {
      throw new IllegalArgumentException(
          "agreement needs two series of the same length, at least 2, got %d and %d values"
              .formatted(n, second.length));
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence must be above 0 and below 1, got " + confidence);
    }
    double firstMean = mean(first);
    double secondMean = mean(second);
    double bias = secondMean - firstMean;
    double firstSquares = 0;
    double secondSquares = 0;
    double products = 0;
    double differences = 0;
    for (int i = 0; i < n; i++) {
      double a = first[i] - firstMean;
      double b = second[i] - secondMean;
      firstSquares += a * a;
      secondSquares += b * b;
      products += a * b;
      differences += (b - a) * (b - a);
    }
    return new Agreement(
        n,
        firstMean,
        secondMean,
        Math.sqrt(differences / (n - 1)),
        products / Math.sqrt(firstSquares * secondSquares),
        confidence,
        (firstSquares + secondSquares + 2 * products) / 2 / (n - 1),
        n * bias * bias / 2,
        differences / 2 / (n - 1));
  }

  /** The mean. Of equal values it is the value itself, so that their variance is exactly 0. */
  private static double mean(double[] values) {
    double sum = 0;
    boolean equal = true;
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("values must be finite, got " + value);
      }
      sum += value;
      equal &= value == values[0];
    }
    return equal ? values[0] : sum / values.length;
  }

  /** The number of images, at least 2. */
  public int pairs() {
    return pairs;
  }

  /** The mean of the first series. */
  public double firstMean() {
    return firstMean;
  }

  /** The mean of the second series. */
  public double secondMean() {
    return secondMean;
  }

  /** The mean of the differences, second minus first. */
  public double bias() {
    return secondMean - firstMean;
  }

  /** The confidence interval of {@link #bias()}, by Student's t distribution. */
  public ConfidenceInterval biasInterval() {
    return around(bias(), standardDeviation / Math.sqrt(pairs));
  }

  /** The standard deviation of the differences, with {@code pairs - 1} degrees of freedom. */
  public double standardDeviation() {
    return standardDeviation;
  }

  /**
   * The lower 95 % limit of agreement: bias minus 1.96 standard deviations (Bland and Altman 1986,
   * <a href="https://doi.org/10.1016/S0140-6736(86)90837-8">doi:10.1016/S0140-6736(86)90837-8</a>).
   * 95 % of the differences lie between the limits if they are normally distributed.
   */
  public double lowerLimit() {
    return bias() - NORMAL_95 * standardDeviation;
  }

  /** The upper 95 % limit of agreement, see {@link #lowerLimit()}. */
  public double upperLimit() {
    return bias() + NORMAL_95 * standardDeviation;
  }

  /**
   * The confidence interval of {@link #lowerLimit()} (Bland and Altman 1999, <a
   * href="https://doi.org/10.1177/096228029900800204">doi:10.1177/096228029900800204</a>).
   */
  public ConfidenceInterval lowerLimitInterval() {
    return around(lowerLimit(), limitError());
  }

  /** The confidence interval of {@link #upperLimit()}, see {@link #lowerLimitInterval()}. */
  public ConfidenceInterval upperLimitInterval() {
    return around(upperLimit(), limitError());
  }

  private double limitError() {
    return standardDeviation * Math.sqrt(1.0 / pairs + NORMAL_95 * NORMAL_95 / (2.0 * (pairs - 1)));
  }

  private ConfidenceInterval around(double value, double standardError) {
    double margin = FDistribution.twoSidedT(confidence, pairs - 1) * standardError;
    return new ConfidenceInterval(value - margin, value + margin);
  }

  /**
   * The intraclass correlation ICC(2,1): absolute agreement of single measurements in a two-way
   * random-effects model (Shrout and Fleiss 1979, <a
   * href="https://doi.org/10.1037/0033-2909.86.2.420">doi:10.1037/0033-2909.86.2.420</a>). 1 is
   * full agreement; values of 0 or less mean no agreement. A bias lowers it. NaN if all values are
   * equal.
   */
  public double intraclassCorrelation() {
    return (images - residual) / (images + residual + 2 * (raters - residual) / pairs);
  }

  /**
   * The confidence interval of {@link #intraclassCorrelation()} (McGraw and Wong 1996, <a
   * href="https://doi.org/10.1037/1082-989X.1.1.30">doi:10.1037/1082-989X.1.1.30</a>, case 2A).
   * Undefined if all values are equal, and if all differences are.
   */
  public ConfidenceInterval intraclassCorrelationInterval() {
    double icc = intraclassCorrelation();
    if (Double.isNaN(icc) || residual == 0) {
      return new ConfidenceInterval(Double.NaN, Double.NaN);
    }
    double n = pairs;
    double a = 2 * icc / (n * (1 - icc));
    double b = 1 + 2 * icc * (n - 1) / (n * (1 - icc));
    double sum = a * raters + b * residual;
    double degrees = sum * sum / (a * raters * a * raters + b * residual * b * residual / (n - 1));
    double tail = (1 - confidence) / 2;
    double upper = FDistribution.quantile(1 - tail, n - 1, degrees);
    double lower = FDistribution.quantile(1 - tail, degrees, n - 1);
    double mixed = 2 * raters + (n - 2) * residual;
    return new ConfidenceInterval(
        n * (images - upper * residual) / (upper * mixed + n * images),
        n * (lower * images - residual) / (mixed + n * lower * images));
  }

  /**
   * Pearson's correlation, which is insensitive to a bias. NaN if all values of one series are
   * equal.
   */
  public double correlation() {
    return correlation;
  }

  /** The level of the confidence intervals. */
  public double confidence() {
    return confidence;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Agreement a
        && a.pairs == pairs
        && Double.compare(a.firstMean, firstMean) == 0
        && Double.compare(a.secondMean, secondMean) == 0
        && Double.compare(a.standardDeviation, standardDeviation) == 0
        && Double.compare(a.correlation, correlation) == 0
        && Double.compare(a.confidence, confidence) == 0
        && Double.compare(a.images, images) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(pairs, firstMean, secondMean, standardDeviation, correlation, confidence);
  }

  @Override
  public String toString() {
    return "Agreement[%d pairs, bias %s, ICC %s]".formatted(pairs, bias(), intraclassCorrelation());
  }
}
