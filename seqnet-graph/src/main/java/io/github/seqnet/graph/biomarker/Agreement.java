package io.github.seqnet.graph.biomarker;

/**
 * How far two ways to measure the same images agree: two graders, two models, a model and an
 * annotation. Immutable.
 *
 * @param pairs on how many images both have a value, at least 2
 * @param firstMean the mean of the first
 * @param secondMean the mean of the second
 * @param bias the mean of the differences, second less first
 * @param deviation the standard deviation of the differences, with {@code pairs - 1}
 * @param intraclassCorrelation ICC(2,1), absolute agreement of single measurements, of Shrout and
 *     Fleiss 1979, <a
 *     href="https://doi.org/10.1037/0033-2909.86.2.420">doi:10.1037/0033-2909.86.2.420</a>: at most
 *     1, which is full agreement; 0 and less is none; a bias lowers it. NaN where all values are
 *     equal
 * @param correlation Pearson's, which does not see a bias; NaN where all values of one are equal
 */
public record Agreement(
    int pairs,
    double firstMean,
    double secondMean,
    double bias,
    double deviation,
    double intraclassCorrelation,
    double correlation) {
  /** How many standard deviations hold 95 % of a normal distribution. */
  private static final double NORMAL_95 = 1.96;

  /**
   * Compares two series.
   *
   * @param first one finite value for each image
   * @param second as many, in the same order
   * @throws IllegalArgumentException if there are not as many of both, fewer than two, or one is
   *     not finite
   */
  public static Agreement between(double[] first, double[] second) {
    int n = first.length;
    if (n != second.length || n < 2) {
      throw new IllegalArgumentException(
          "agreement needs as many values of both, at least 2, got " + n + " and " + second.length);
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
    // The analysis of variance of n images and two raters.
    double images = (firstSquares + secondSquares + 2 * products) / 2 / (n - 1);
    double residual = differences / 2 / (n - 1);
    double raters = n * bias * bias / 2;
    return new Agreement(
        n,
        firstMean,
        secondMean,
        bias,
        Math.sqrt(differences / (n - 1)),
        (images - residual) / (images + residual + 2 * (raters - residual) / n),
        products / Math.sqrt(firstSquares * secondSquares));
  }

  /** Of equal values the value itself, so that they have no variance. */
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

  /**
   * The lower of the limits between which 95 % of the differences lie, if they are normally
   * distributed (Bland and Altman 1986, <a
   * href="https://doi.org/10.1016/S0140-6736(86)90837-8">doi:10.1016/S0140-6736(86)90837-8</a>).
   */
  public double lowerLimit() {
    return bias - NORMAL_95 * deviation;
  }

  /** The upper of the limits, see {@link #lowerLimit()}. */
  public double upperLimit() {
    return bias + NORMAL_95 * deviation;
  }
}
