// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RadialContourTest {
  @ParameterizedTest
  @CsvSource({"1, true", "1.3, true", "0.75, true", "1.8, false", "0.5, false"})
  void fitsEllipsesOfResizedPhotographsOnly(double aspect, boolean fits) {
    RadialContour contour = ellipse(60 * aspect, 60);
    if (fits) {
      assertNotNull(contour.ellipse());
      assertTrue(contour.roundness() > 0.99);
    } else {
      assertNull(contour.ellipse());
    }
  }

  @Test
  void isRoundWhereStraightLinesAlongTheFrameCutItOff() {
    RadialContour circle = RadialContour.circle(120, 100, 80, 240, 200);
    double[] lines = new double[RadialContour.RAYS];
    double[] dent = new double[RadialContour.RAYS];
    for (int k = 0; k < lines.length; k++) {
      double cos = RadialContour.cos(k);
      double sin = RadialContour.sin(k);
      lines[k] = Math.min(Math.min(80, cos > 0 ? 66 / cos : 80), sin < 0 ? -72 / sin : 80);
      dent[k] = cos > 0.6 ? 80 - 30 * (cos - 0.6) : 80;
    }
    double cut = circle.within(lines).roundness();
    assertTrue(cut > 0.9, () -> "roundness is " + cut);
    double dented = circle.within(dent).roundness();
    assertTrue(dented < 0.85, () -> "roundness is " + dented);
  }

  private static RadialContour ellipse(double a, double b) {
    double[] radii = new double[RadialContour.RAYS];
    for (int k = 0; k < radii.length; k++) {
      radii[k] = 1 / Math.hypot(RadialContour.cos(k) / a, RadialContour.sin(k) / b);
    }
    return new RadialContour(150, 100, radii, RadialContour.limits(150, 100, 300, 200));
  }
}
