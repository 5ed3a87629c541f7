// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundRetinaTest {
  private static final int COLUMNS = 200;
  private static final int ROWS = 180;
  private static final double RADIUS = 70;

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.5, 1.5, 1.5",
    "1.5, 1.5, 0.8, 0.8",
    "0.75, 1.5, 0.85, 0.85",
    "0.8, 0.75, 1.5, 0.85",
    "0.88, 0.88, 0.88, 0.88"
  })
  void fitsACircleThatIsCutOffAtAnyNumberOfSides(
      double left, double right, double top, double bottom) {
    RoundRetina.Fit fit = fit(left, right, top, bottom);
    assertTrue(fit.score() > 0.9, () -> "score is " + fit.score());
    double area = area(left, right, top, bottom);
    assertEquals(area, fit.contour().area(), 0.02 * area);
  }

  @Test
  void doesNotTakeARectangleForACircle() {
    assertEquals(0, fit(0.7, 0.7, 0.7, 0.7).score());
  }

  private static RoundRetina.Fit fit(double left, double right, double top, double bottom) {
    float[][] features = new float[4][COLUMNS * ROWS];
    for (int i = 0; i < COLUMNS * ROWS; i++) {
      boolean inside = inside(i, left, right, top, bottom);
      features[0][i] = inside ? 0.7f : 0.2f;
      features[1][i] = inside ? 0.45f : 0.35f;
      features[2][i] = inside ? 0.3f : 0.2f;
    }
    CircleSearch.Circle near =
        new CircleSearch.Circle(COLUMNS / 2.0 + 1, ROWS / 2.0 - 1, RADIUS + 1);
    return RoundRetina.fit(features, COLUMNS, ROWS, near);
  }

  private static double area(double left, double right, double top, double bottom) {
    int area = 0;
    for (int i = 0; i < COLUMNS * ROWS; i++) {
      area += inside(i, left, right, top, bottom) ? 1 : 0;
    }
    return area;
  }

  private static boolean inside(int cell, double left, double right, double top, double bottom) {
    int row = cell / COLUMNS;
    double u = (cell % COLUMNS + 0.5 - COLUMNS / 2.0) / RADIUS;
    double v = (row + 0.5 - ROWS / 2.0) / RADIUS;
    return Math.hypot(u, v) < 1 && u > -left && u < right && v > -top && v < bottom;
  }
}
