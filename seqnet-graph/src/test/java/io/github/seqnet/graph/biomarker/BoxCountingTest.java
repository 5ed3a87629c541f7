// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxCountingTest {
  // The patterns are exactly self-similar under halving, so only rounding is left.
  private static final double EXACT = 1e-9;

  private static final BoxCounting COUNTING = BoxCounting.with(BoxCountingOptions.defaults());

  @Test
  void lineHasDimensionOne() {
    byte[] pixels = new byte[256 * 256];
    for (int x = 0; x < 256; x++) {
      pixels[100 * 256 + x] = 1;
    }
    FractalDimension found = COUNTING.estimate(BinaryMask.of(256, 256, pixels)).orElseThrow();
    assertEquals(1, found.dimension(), EXACT);
    assertEquals(0, found.standardError(), 1e-7);
    assertEquals(1, found.rSquared(), EXACT);
  }

  @Test
  void filledSquareHasDimensionTwo() {
    FractalDimension found = COUNTING.estimate(BinaryMask.full(128, 128)).orElseThrow();
    assertEquals(2, found.dimension(), EXACT);
    assertEquals(2, found.informationDimension(), EXACT);
    assertEquals(2, found.correlationDimension(), EXACT);
  }

  @Test
  void sierpinskiTriangleHasDimensionLogThreeOverLogTwo() {
    byte[] pixels = new byte[256 * 256];
    for (int y = 0; y < 256; y++) {
      for (int x = 0; x < 256; x++) {
        pixels[y * 256 + x] = (byte) ((x & y) == 0 ? 1 : 0);
      }
    }
    FractalDimension found = COUNTING.estimate(BinaryMask.of(256, 256, pixels)).orElseThrow();
    assertEquals(Math.log(3) / Math.log(2), found.dimension(), EXACT);
  }

  // The carpet repeats at thirds, the boxes at halves: close, not exact.
  @ParameterizedTest
  @ValueSource(ints = {243, 729})
  void sierpinskiCarpetIsCloseToLogEightOverLogThree(int side) {
    byte[] pixels = new byte[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        boolean hole = false;
        for (int a = x, b = y; a > 0 || b > 0; a /= 3, b /= 3) {
          hole |= a % 3 == 1 && b % 3 == 1;
        }
        pixels[y * side + x] = (byte) (hole ? 0 : 1);
      }
    }
    FractalDimension found = COUNTING.estimate(BinaryMask.of(side, side, pixels)).orElseThrow();
    double expected = Math.log(8) / Math.log(3);
    assertEquals(expected, found.dimension(), 0.02 * expected);
    assertEquals(expected, found.informationDimension(), 0.02 * expected);
    assertEquals(expected, found.correlationDimension(), 0.02 * expected);
    assertTrue(found.standardError() > 0 && found.standardError() < 0.05);
  }

  @ParameterizedTest
  @ValueSource(ints = {150, 200, 400, 800})
  void kochCurveIsCloseToLogFourOverLogThree(int length) {
    Drawing drawing = new Drawing(length + 20, length / 3 + 20);
    koch(drawing, 10, length / 3.0 + 5, length, 0, 5);
    double expected = Math.log(4) / Math.log(3);
    FractalDimension found = COUNTING.estimate(drawing.mask()).orElseThrow();
    assertEquals(expected, found.dimension(), 0.04 * expected);
    assertEquals(expected, found.informationDimension(), 0.03 * expected);
  }

  /** Koch's curve in a direction in degrees, as a line of a pixel. */
  private static void koch(
      Drawing drawing, double x, double y, double length, double degrees, int depth) {
    if (depth == 0) {
      drawing.ray(x, y, degrees, length, 1.01, VesselLabel.UNKNOWN);
      return;
    }
    double atX = x;
    double atY = y;
    for (double turn : new double[] {0, -60, 60, 0}) {
      koch(drawing, atX, atY, length / 3, degrees + turn, depth - 1);
      atX += length / 3 * Math.cos(Math.toRadians(degrees + turn));
      atY += length / 3 * Math.sin(Math.toRadians(degrees + turn));
    }
  }

  /** Boxes at the edge of an area are not counted as if it went on. */
  @ParameterizedTest
  @CsvSource({"200, 0", "200, 17", "200, 45", "333, 8", "333, 33", "500, 0", "500, 29"})
  void filledAreasHaveDimensionTwo(int length, double degrees) {
    for (double side : new double[] {length, length / 1.5, length / 2.0}) {
      double halfX = length / 2.0 * Math.cos(Math.toRadians(degrees));
      double halfY = length / 2.0 * Math.sin(Math.toRadians(degrees));
      BinaryMask mask =
          new Drawing(2 * length, 2 * length)
              .rectangle(length - halfX, length - halfY, length + halfX, length + halfY, side)
              .mask();
      assertEquals(2, COUNTING.estimate(mask).orElseThrow().dimension(), 0.08);
    }
    Drawing disk = new Drawing(2 * length, 2 * length);
    disk.line(length, length, length + 0.1, length, length, VesselLabel.UNKNOWN);
    assertEquals(2, COUNTING.estimate(disk.mask()).orElseThrow().dimension(), 0.05);
  }

  /** Lines with one pixel in each column. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.3, 0.5, 0.8, 1})
  void linesHaveDimensionOneInAllDirections(double gradient) {
    for (int length : new int[] {300, 500, 800}) {
      byte[] pixels = new byte[length * length];
      for (int x = 0; x < length; x++) {
        int y = (int) Math.rint(gradient * x);
        pixels[y * length + x] = 1;
      }
      FractalDimension found =
          COUNTING.estimate(BinaryMask.of(length, length, pixels)).orElseThrow();
      assertEquals(1, found.dimension(), 0.06, () -> length + " px");
      assertEquals(1, found.informationDimension(), 0.07, () -> length + " px");
      assertEquals(1, found.correlationDimension(), 0.07, () -> length + " px");
    }
  }

  @Test
  void movingThePatternChangesNothing() {
    byte[] one = new byte[200 * 180];
    byte[] two = new byte[200 * 180];
    for (int i = 0; i < 150; i++) {
      int x = (i * 7) % 97;
      int y = i % 89;
      one[y * 200 + x] = 1;
      two[(y + 13) * 200 + x + 31] = 1;
    }
    assertEquals(
        COUNTING.estimate(BinaryMask.of(200, 180, one)),
        COUNTING.estimate(BinaryMask.of(200, 180, two)));
  }

  @Test
  void countsStandInTheResult() {
    FractalDimension found = COUNTING.estimate(BinaryMask.full(32, 32)).orElseThrow();
    assertEquals(
        List.of(2.0, 4.0, 8.0),
        found.counts().stream().map(FractalDimension.BoxCount::sidePx).toList());
    assertEquals(
        List.of(256.0, 64.0, 16.0),
        found.counts().stream().map(FractalDimension.BoxCount::boxes).toList());
  }

  @Test
  void emptyAndTooSmallPatternsHaveNoDimension() {
    assertTrue(COUNTING.estimate(BinaryMask.of(50, 40, new byte[2000])).isEmpty());
    assertTrue(COUNTING.estimate(BinaryMask.full(1, 1)).isEmpty());
    assertTrue(COUNTING.estimate(BinaryMask.full(31, 31)).isEmpty());
  }

  @Test
  void optionsNameWhatIsWrong() {
    assertEquals(
        "smallestBoxPx must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> new BoxCountingOptions(0, 0.25))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new BoxCountingOptions(2, Double.NaN));
  }
}
