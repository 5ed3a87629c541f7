// SPDX-License-Identifier: MIT
package io.github.seqnet.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuantilesTest {
  @Test
  void interpolatesBetweenOrderStatistics() {
    double[] values = {4, 1, 3, 2};
    assertEquals(1, Quantiles.quantile(values, 0));
    assertEquals(1.75, Quantiles.quantile(values, 0.25));
    assertEquals(2.5, Quantiles.median(values));
    assertEquals(4, Quantiles.quantile(values, 1));
    assertEquals(4, values[0], "the array is not sorted in place");
  }

  @Test
  void leavesOutNaN() {
    assertEquals(2, Quantiles.median(new double[] {Double.NaN, 3, 1}));
    assertTrue(Double.isNaN(Quantiles.median(new double[] {Double.NaN})));
    assertTrue(Double.isNaN(Quantiles.median(new double[0])));
  }

  @Test
  void rejectsFractionsOutOfRange() {
    for (double fraction : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> Quantiles.quantile(new double[] {1}, fraction));
    }
  }
}
