// SPDX-License-Identifier: MIT
package io.github.seqnet.statistics;

/**
 * Quantiles of the F distribution, and of Student's t distribution, which is the root of an F
 * distribution. Accurate to about 1e-12.
 */
final class FDistribution {
  /** Lanczos coefficients for g = 7. */
  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7
  };

  private static final int MOST_TERMS = 10_000;
  private static final double TINY = 1e-300;

  private FDistribution() {}

  /**
   * The value below which an F-distributed variable lies with a given probability.
   *
   * @param probability above 0 and below 1
   * @param d1 degrees of freedom of the numerator, above 0
   * @param d2 degrees of freedom of the denominator, above 0
   */
  static double quantile(double probability, double d1, double d2) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 200; i++) {
      double middle = (low + high) / 2;
      if (incompleteBeta(middle, d1 / 2, d2 / 2) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double x = (low + high) / 2;
    return d2 * x / (d1 * (1 - x));
  }

  /**
   * The value that a t-distributed variable exceeds in magnitude with the probability {@code 1 -
   * confidence}.
   *
   * @param confidence above 0 and below 1
   * @param degrees of freedom, above 0
   */
  static double twoSidedT(double confidence, double degrees) {
    return Math.sqrt(quantile(confidence, 1, degrees));
  }

  /** The regularized incomplete beta function, by its continued fraction. */
  static double incompleteBeta(double x, double a, double b) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    double front =
        Math.exp(
            logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(x, a, b) / a
        : 1 - front * fraction(1 - x, b, a) / b;
  }

  /** Lentz's method. */
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / nonZero(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m <= MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / nonZero(1 + even * d);
      c = nonZero(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / nonZero(1 + odd * d);
      c = nonZero(1 + odd / c);
      value *= d * c;
      if (Math.abs(d * c - 1) < 1e-15) {
        break;
      }
    }
    return value;
  }

  private static double nonZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /** The logarithm of the gamma function of a positive number. */
  private static double logGamma(double x) {
    if (x < 0.5) {
      return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
    }
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (x - 1 + i);
    }
    double t = x - 1 + 7.5;
    return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
  }
}
