// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CentralEquivalentTest {
  // Rounding of a few double operations.
  private static final double EXACT = 1e-9;

  @Test
  void noVesselHasNoEquivalent() {
    assertTrue(CentralEquivalent.knudtson(VesselGroup.ARTERIES).isEmpty());
    assertTrue(CentralEquivalent.hubbard(VesselGroup.VEINS).isEmpty());
  }

  @Test
  void oneVesselIsItsOwnEquivalent() {
    assertEquals(7.5, CentralEquivalent.knudtson(VesselGroup.VEINS, 7.5).orElseThrow(), EXACT);
  }

  @Test
  void knudtsonOfTwoIsTheBranchingCoefficientTimesTheRootOfTheSquares() {
    assertEquals(
        0.88 * 5, CentralEquivalent.knudtson(VesselGroup.ARTERIES, 3, 4).orElseThrow(), EXACT);
    assertEquals(
        0.95 * 5, CentralEquivalent.knudtson(VesselGroup.VEINS, 4, 3).orElseThrow(), EXACT);
  }

  @Test
  void knudtsonOfSixPairsWidestWithNarrowestAndCarriesTheMiddleOne() {
    // Round 1: (1,6) (2,5) (3,4); round 2 sorted: the widest and the narrowest pair, one is
    // carried.
    double a = 0.88 * Math.sqrt(1 + 36);
    double b = 0.88 * Math.sqrt(4 + 25);
    double c = 0.88 * Math.sqrt(9 + 16);
    double second = 0.88 * Math.hypot(a, c);
    double expected = 0.88 * Math.hypot(b, second);
    assertEquals(
        expected,
        CentralEquivalent.knudtson(VesselGroup.ARTERIES, 4, 1, 6, 3, 5, 2).orElseThrow(),
        EXACT);
  }

  @Test
  void hubbardOfTwoFollowsThePrintedFormulas() {
    double a = 60;
    double b = 90;
    assertEquals(
        Math.sqrt(0.87 * a * a + 1.01 * b * b - 0.22 * a * b - 10.76),
        CentralEquivalent.hubbard(VesselGroup.ARTERIES, b, a).orElseThrow(),
        EXACT);
    assertEquals(
        Math.sqrt(0.72 * a * a + 0.91 * b * b + 450.05),
        CentralEquivalent.hubbard(VesselGroup.VEINS, a, b).orElseThrow(),
        EXACT);
  }

  @Test
  void arteriesTooNarrowForHubbardHaveNoEquivalent() {
    assertTrue(CentralEquivalent.hubbard(VesselGroup.ARTERIES, 1, 1).isEmpty());
  }

  @Test
  void doesNotChangeTheArgument() {
    double[] widths = {5, 1, 3};
    CentralEquivalent.knudtson(VesselGroup.VEINS, widths);
    assertArrayEquals(new double[] {5, 1, 3}, widths);
  }

  @Test
  void refusesWidthsThatAreNone() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> CentralEquivalent.knudtson(VesselGroup.VEINS, 3, Double.NaN));
    assertEquals("width must be above 0 and finite, got NaN", e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> CentralEquivalent.knudtson(VesselGroup.VEINS, 0));
    assertThrows(
        IllegalArgumentException.class, () -> CentralEquivalent.knudtson(VesselGroup.ALL, 3));
  }
}
