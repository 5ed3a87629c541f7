package io.github.seqnet.graph.biomarker;

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
    assertEquals(0, agreement.deviation());
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
      double truth = random.nextDouble();
      table[0][i] = truth + 0.3 * random.nextDouble();
      table[1][i] = 0.2 + truth + 0.3 * random.nextDouble();
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
    assertEquals("agreement needs as many values of both, at least 2, got 1 and 1", e.getMessage());
  }
}
