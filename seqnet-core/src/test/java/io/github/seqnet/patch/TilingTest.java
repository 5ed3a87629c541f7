package io.github.seqnet.patch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.image.RgbImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

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
