// SPDX-License-Identifier: MIT
package io.github.seqnet.tiling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.image.RgbImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TilingTest {
  @Test
  void liesAsInTheReference() {
    Tiling tiling = new Tiling(576, 576, 128, 3);
    assertEquals(578, tiling.paddedWidth());
    assertEquals(22_801, tiling.count());
    assertEquals(0, tiling.y(150));
    assertEquals(450, tiling.x(150));
    assertEquals(3, tiling.y(151));
    assertEquals(0, tiling.x(151));
  }

  @Test
  void padsASmallImageToOneWindow() {
    Tiling tiling = new Tiling(1, 5, 4, 4);
    assertEquals(4, tiling.paddedWidth());
    assertEquals(8, tiling.paddedHeight());
    float[] target = new float[2 + 4 * 4 * 3];
    Arrays.fill(target, 9f);
    float[] samples = new float[15];
    samples[12] = 0.5f;
    tiling.cut(RgbImage.of(1, 5, samples), 1, target, 1);
    float[] expected = new float[target.length];
    expected[0] = 9f;
    expected[1] = 0.5f;
    expected[expected.length - 1] = 9f;
    assertArrayEquals(expected, target);
  }

  @Test
  void refusesGapsBetweenWindows() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Tiling(9, 9, 4, 5));
    assertEquals("stride must be 1..4 (the window), got 5", e.getMessage());
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void namesSizesThatAreTooLarge() {
    assertRefused(
        "windows must be at most 2147483647, got 9974616129 for 100000 x 100000 pixels, window 128,"
            + " stride 1",
        () -> new Tiling(100_000, 100_000, 128, 1));
    assertRefused(
        "maps of 50000 x 50000 pixels are larger than one Java array",
        () -> WindowAccumulator.mean(new Tiling(50_000, 50_000, 128, 64), 1));
    // 65536 squared is 0 in an int.
    assertRefused(
        "weights must be 4294967296 (window x window), got 0",
        () -> WindowAccumulator.weighted(new Tiling(10, 10, 65_536, 65_536), 1, new float[0]));
  }

  @Test
  void refusesTooSmallAnArrayForALargeWindow() {
    // One row: no later one runs out of the array by itself.
    Tiling tiling = new Tiling(10, 1, 65_536, 65_536);
    RgbImage image = RgbImage.wrap(10, 1, new float[30]);
    float[] small = new float[100];
    assertThrows(IndexOutOfBoundsException.class, () -> tiling.cut(image, 0, small, 0));
    WindowAccumulator accumulator = WindowAccumulator.mean(tiling, 1);
    assertThrows(IndexOutOfBoundsException.class, () -> accumulator.add(0, small, 0));
    float[][] planes = {small};
    assertThrows(IndexOutOfBoundsException.class, () -> accumulator.add(0, planes, 0));
    assertThrows(IllegalStateException.class, () -> accumulator.averages(0));
  }

  @Test
  void refusesToAverageWhatNoWindowCovers() {
    Tiling tiling = new Tiling(6, 4, 4, 2);
    WindowAccumulator accumulator = WindowAccumulator.mean(tiling, 1);
    accumulator.add(0, new float[16], 0);
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> accumulator.toMap(0));
    assertEquals("no window covers the pixel x=4, y=0", e.getMessage());
  }

  @Test
  void weighsPlacesOfAWindow() {
    Tiling tiling = new Tiling(3, 1, 2, 1);
    WindowAccumulator accumulator = WindowAccumulator.weighted(tiling, 1, new float[] {3, 1, 1, 1});
    accumulator.add(0, new float[] {0.25f, 1, 0, 0}, 0);
    accumulator.add(1, new float[] {0, 0.5f, 0, 0}, 0);
    assertArrayEquals(new float[] {0.25f, 0.25f, 0.5f}, accumulator.averages(0));
  }
}
