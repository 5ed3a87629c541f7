// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmoothedPathTest {
  private static final int HALF_WINDOW = 10;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.03, 0.1, 0.25, 0.3, 0.414, 0.5, 0.7, 0.95, 1})
  void straightDigitalLineHasTortuosityOneAndNoCurvature(double gradient) {
    SmoothedPath path = ofFunction(0, 120, x -> gradient * x);
    assertEquals(1, path.tortuosity().orElseThrow(), 0.002); // as documented
    // The noise of rounding to pixels, on lines of several windows.
    assertEquals(0, path.meanCurvature().orElseThrow(), 3.5 / (21 * 21));
    assertEquals(120 * Math.hypot(1, gradient), path.lengthPx(), 1.5);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 120})
  void halfCircleHasItsTortuosityAndCurvature(int radius) {
    SmoothedPath path = ofArc(radius, Math.PI);
    // Half a pixel of rounding at each end of the chord, and 2 % that the parabolas flatten.
    double tolerance = 1.0 / radius + 0.02;
    assertEquals(Math.PI / 2, path.tortuosity().orElseThrow(), tolerance * Math.PI / 2);
    // The noise of rounding adds a little where the curvature is small.
    assertEquals(1.0 / radius, path.meanCurvature().orElseThrow(), 0.06 / radius + 0.0005);
    assertEquals(Math.PI, path.turningRad(), 0.25);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 12, 20})
  void sineHasItsTurning(int amplitude) {
    int wavelength = 150;
    double w = 2 * Math.PI / wavelength;
    SmoothedPath path = ofFunction(0, 2 * wavelength, x -> amplitude * Math.sin(w * x));
    // Between two points of steepest gradient the tangent turns by 2 atan(A w); four such in two
    // waves.
    double turning = 8 * Math.atan(amplitude * w);
    // Rounding noise of at most 0.003 / px over the whole length.
    assertEquals(turning, path.turningRad(), 0.05 * turning + 0.003 * path.lengthPx() / 2);
    double length = 0;
    for (int i = 0; i < 30000; i++) {
      double gradient = amplitude * w * Math.cos(w * i / 100.0);
      length += Math.hypot(1, gradient) / 100;
    }
    assertEquals(length / 300, path.tortuosity().orElseThrow(), 0.01);
  }

  @Test
  void closedPathHasCurvatureButNoTortuosity() {
    SmoothedPath path = ofArc(50, 2 * Math.PI);
    assertTrue(path.tortuosity().isEmpty());
    assertEquals(1.0 / 50, path.meanCurvature().orElseThrow(), 0.002);
  }

  @Test
  void shortestPaths() {
    SmoothedPath one = SmoothedPath.fit(new int[] {7}, new int[] {9}, HALF_WINDOW);
    assertEquals(0, one.lengthPx());
    assertTrue(one.tortuosity().isEmpty());
    assertTrue(one.meanCurvature().isEmpty());
    SmoothedPath two = SmoothedPath.fit(new int[] {7, 8}, new int[] {9, 10}, HALF_WINDOW);
    assertEquals(Math.sqrt(2), two.lengthPx(), 1e-12);
    assertEquals(1, two.tortuosity().orElseThrow(), 1e-12);
    assertTrue(two.meanCurvature().isEmpty());
  }

  @Test
  void reversingAndMirroringChangesNothing() {
    int[] x = {3, 4, 5, 6, 7, 7, 8, 8, 9, 10, 11};
    int[] y = {5, 5, 6, 6, 7, 8, 9, 10, 11, 11, 11};
    int n = x.length;
    int[] backX = new int[n];
    int[] backY = new int[n];
    for (int i = 0; i < n; i++) {
      backX[i] = y[n - 1 - i];
      backY[i] = 1000 - x[n - 1 - i];
    }
    SmoothedPath forth = SmoothedPath.fit(x, y, 3);
    SmoothedPath back = SmoothedPath.fit(backX, backY, 3);
    // Only the order of the sums differs.
    assertEquals(forth.lengthPx(), back.lengthPx(), 1e-9);
    assertEquals(forth.chordPx(), back.chordPx(), 1e-9);
    assertEquals(forth.turningRad(), back.turningRad(), 1e-9);
  }

  @Test
  void refusesWhatIsNoPath() {
    assertThrows(IllegalArgumentException.class, () -> SmoothedPath.fit(new int[0], new int[0], 3));
    assertThrows(IllegalArgumentException.class, () -> SmoothedPath.fit(new int[2], new int[3], 3));
    assertThrows(IllegalArgumentException.class, () -> SmoothedPath.fit(new int[2], new int[2], 0));
  }

  private static SmoothedPath ofFunction(int from, int to, DoubleUnaryOperator f) {
    int[] x = new int[to - from + 1];
    int[] y = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = from + i;
      y[i] = (int) Math.round(f.applyAsDouble(x[i]));
    }
    return SmoothedPath.fit(x, y, HALF_WINDOW);
  }

  private static SmoothedPath ofArc(int radius, double angle) {
    int[] x = new int[16 * radius];
    int[] y = new int[x.length];
    int n = 0;
    for (int i = 0; i <= 100 * radius; i++) {
      double a = angle * i / (100.0 * radius);
      int px = (int) Math.round(radius * Math.cos(a));
      int py = (int) Math.round(radius * Math.sin(a));
      // Keep the path thin: drop the corner of each L of three pixels.
      if (n == 0 || px != x[n - 1] || py != y[n - 1]) {
        if (n > 1 && Math.abs(px - x[n - 2]) <= 1 && Math.abs(py - y[n - 2]) <= 1) {
          n--;
        }
        x[n] = px;
        y[n] = py;
        n++;
      }
    }
    return SmoothedPath.fit(
        java.util.Arrays.copyOf(x, n), java.util.Arrays.copyOf(y, n), HALF_WINDOW);
  }
}
