// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.BinaryMask;
import java.util.List;
import org.junit.jupiter.api.Test;

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

  @Test
  void sierpinskiCarpetIsCloseToLogEightOverLogThree() {
    byte[] pixels = new byte[729 * 729];
    for (int y = 0; y < 729; y++) {
      for (int x = 0; x < 729; x++) {
        boolean hole = false;
        for (int a = x, b = y; a > 0 || b > 0; a /= 3, b /= 3) {
          hole |= a % 3 == 1 && b % 3 == 1;
        }
        pixels[y * 729 + x] = (byte) (hole ? 0 : 1);
      }
    }
    FractalDimension found = COUNTING.estimate(BinaryMask.of(729, 729, pixels)).orElseThrow();
    // The carpet repeats at thirds, the boxes at halves: within a few hundredths, not exact.
    assertEquals(Math.log(8) / Math.log(3), found.dimension(), 0.06);
    assertTrue(found.standardError() > 0 && found.standardError() < 0.05);
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
