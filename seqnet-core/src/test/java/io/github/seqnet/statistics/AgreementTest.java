// SPDX-License-Identifier: MIT
package io.github.seqnet.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void aBiasLowersTheIntraclassCorrelationAlone() {
    Agreement agreement = Agreement.between(new double[] {1, 2, 3, 4}, new double[] {2, 3, 4, 5});
    assertEquals(4, agreement.pairs());
    assertEquals(2.5, agreement.firstMean());
    assertEquals(3.5, agreement.secondMean());
    assertEquals(1, agreement.bias());
    assertEquals(0, agreement.standardDeviation());
    assertEquals(1, agreement.correlation(), 1e-12);
    // Mean squares of images 10/3, of raters 2, of the rest 0: 10/3 / (10/3 + 2 * 2 / 4).
    assertEquals(10.0 / 13, agreement.intraclassCorrelation(), 1e-12);
    assertEquals(1, agreement.lowerLimit());
  }

  /** The same by the sums of squares of a table of two columns, written out. */
  @Test
  void agreesWithTheAnalysisOfVariance() {
    var random = new SplittableRandom(3);
    int n = 17;
    double[][] table = new double[2][n];
    for (int i = 0; i < n; i++) {
      double groundTruth = random.nextDouble();
      table[0][i] = groundTruth + 0.3 * random.nextDouble();
      table[1][i] = 0.2 + groundTruth + 0.3 * random.nextDouble();
    }
    double grand = 0;
    double[] column = new double[2];
    for (int j = 0; j < 2; j++) {
      for (double value : table[j]) {
        column[j] += value / n;
        grand += value / n / 2;
      }
    }
    double rows = 0;
    double columns = 0;
    double rest = 0;
    for (int i = 0; i < n; i++) {
      double row = (table[0][i] + table[1][i]) / 2;
      for (int j = 0; j < 2; j++) {
        rows += Math.pow(row - grand, 2) / (n - 1);
        columns += Math.pow(column[j] - grand, 2);
        rest += Math.pow(table[j][i] - row - column[j] + grand, 2) / (n - 1);
      }
    }
    assertEquals(
        (rows - rest) / (rows + rest + 2 * (columns - rest) / n),
        Agreement.between(table[0], table[1]).intraclassCorrelation(),
        1e-12);
  }

  @Test
  void limitsHoldMostDifferences() {
    var random = new SplittableRandom(5);
    double[] first = new double[2000];
    double[] second = new double[2000];
    for (int i = 0; i < first.length; i++) {
      first[i] = random.nextDouble();
      second[i] = first[i] + 0.1 + 0.05 * random.nextGaussian();
    }
    Agreement agreement = Agreement.between(first, second);
    int inside = 0;
    for (int i = 0; i < first.length; i++) {
      double difference = second[i] - first[i];
      inside += difference > agreement.lowerLimit() && difference < agreement.upperLimit() ? 1 : 0;
    }
    assertEquals(0.95, inside / 2000.0, 0.015);
    assertTrue(agreement.intraclassCorrelation() < agreement.correlation());
  }

  @Test
  void equalValuesHaveNoCorrelation() {
    double[] same = {0.1, 0.1, 0.1};
    assertTrue(Double.isNaN(Agreement.between(same, same).intraclassCorrelation()));
    Agreement one = Agreement.between(same, new double[] {1, 2, 3.5});
    assertTrue(Double.isNaN(one.correlation()));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Agreement.between(same, new double[] {1, Double.NaN, 2}));
    assertEquals("values must be finite, got NaN", e.getMessage());
  }

  @Test
  void needsPairs() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Agreement.between(new double[] {1, 2}, new double[] {1}));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Agreement.between(new double[] {1}, new double[] {1}));
    assertEquals(
        "agreement needs two series of the same length, at least 2, got 1 and 1 values",
        e.getMessage());
  }

  /**
   * Expected values by SciPy's distributions and the formulas of McGraw and Wong, Bland and Altman.
   */
  @Test
  void confidenceIntervalsAreThoseOfTheLiterature() {
    Agreement agreement =
        Agreement.between(
            new double[] {9, 6, 8, 7, 10, 6, 5.5, 7.2},
            new double[] {8.1, 6.3, 9, 7.4, 9.2, 5, 6.6, 8.0});
    assertEquals(0.8434793118730105, agreement.intraclassCorrelation(), 1e-12);
    assertEquals(0.3973770262384726, agreement.intraclassCorrelationInterval().low(), 1e-9);
    assertEquals(0.9666881770499861, agreement.intraclassCorrelationInterval().high(), 1e-9);
    assertEquals(0.1125, agreement.bias(), 1e-12);
    assertEquals(-0.6250926271049791, agreement.biasInterval().low(), 1e-9);
    assertEquals(0.8500926271049788, agreement.biasInterval().high(), 1e-9);
    assertEquals(-1.6167090987028527, agreement.lowerLimit(), 1e-9);
    assertEquals(-2.93514830150838, agreement.lowerLimitInterval().low(), 1e-9);
    assertEquals(
        2 * agreement.bias() - agreement.lowerLimitInterval().low(),
        agreement.upperLimitInterval().high(),
        1e-9);
  }

  @Test
  void quantilesOfDistributionsAreThoseOfSciPy() {
    assertEquals(5.7599992032870455, FDistribution.quantile(0.975, 3.3, 7), 1e-9);
    assertEquals(0.30351495911851556, FDistribution.quantile(0.05, 19, 2.5), 1e-9);
    assertEquals(4.604094871349992, FDistribution.twoSidedT(0.99, 4), 1e-9);
  }

  /** Of series without a common cause, 95 % of the intervals of the bias contain the true one. */
  @Test
  void intervalsOfTheBiasHoldTheTruthAsOftenAsTheySay() {
    var random = new SplittableRandom(11);
    int held = 0;
    int trials = 2000;
    for (int k = 0; k < trials; k++) {
      double[] first = new double[12];
      double[] second = new double[12];
      for (int i = 0; i < first.length; i++) {
        first[i] = random.nextGaussian();
        second[i] = first[i] + 0.3 + 0.5 * random.nextGaussian();
      }
      ConfidenceInterval interval = Agreement.between(first, second).biasInterval();
      held += interval.low() < 0.3 && interval.high() > 0.3 ? 1 : 0;
    }
    // Three standard deviations of a binomial distribution.
    assertEquals(0.95, held / (double) trials, 3 * Math.sqrt(0.95 * 0.05 / trials));
  }
}
