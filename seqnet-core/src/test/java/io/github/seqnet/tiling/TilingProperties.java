// SPDX-License-Identifier: MIT
package io.github.seqnet.tiling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.RgbImage;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TilingProperties {
  @Property(tries = 100, seed = "20", edgeCases = EdgeCasesMode.NONE)
  void puttingTheWindowsTogetherGivesTheImage(
      @ForAll @IntRange(min = 1, max = 50) int width,
      @ForAll @IntRange(min = 1, max = 50) int height,
      @ForAll @IntRange(min = 1, max = 20) int window,
      @ForAll @IntRange(min = 1, max = 20) int stride,
      @ForAll long seed) {
    Tiling tiling = new Tiling(width, height, window, Math.min(window, stride));
    RgbImage image = image(width, height, seed);
    WindowAccumulator whole = WindowAccumulator.mean(tiling, 3);
    WindowAccumulator part = WindowAccumulator.mean(tiling, 3);
    float[] values = new float[window * window * 3];
    for (int i = 0; i < tiling.count(); i++) {
      tiling.cut(image, i, values, 0);
      if (i % 3 == 0) {
        part.add(i, values, 0);
      } else {
        whole.add(i, planes(values), 0);
      }
    }
    whole.addAll(part);
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(channel(image, c), whole.averages(c));
    }
  }

  @Property(tries = 100, seed = "20", edgeCases = EdgeCasesMode.NONE)
  void windowsReachTheEndOfThePaddedImageAndNoFurther(
      @ForAll @IntRange(min = 1, max = 500) int width,
      @ForAll @IntRange(min = 1, max = 500) int height,
      @ForAll @IntRange(min = 1, max = 130) int window,
      @ForAll @IntRange(min = 1, max = 130) int stride) {
    Tiling tiling = new Tiling(width, height, window, Math.min(window, stride));
    int last = tiling.count() - 1;
    assertEquals(tiling.paddedWidth(), tiling.x(last) + window);
    assertEquals(tiling.paddedHeight(), tiling.y(last) + window);
    assertTrue(tiling.paddedWidth() >= width);
    assertTrue(tiling.paddedWidth() - Math.max(width, window) < tiling.stride());
    assertEquals(0, (tiling.paddedWidth() - window) % tiling.stride());
  }

  private static RgbImage image(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] samples = new float[width * height * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    return RgbImage.wrap(width, height, samples);
  }

  private static float[][] planes(float[] interleaved) {
    float[][] planes = new float[3][interleaved.length / 3];
    for (int i = 0; i < interleaved.length; i++) {
      planes[i % 3][i / 3] = interleaved[i];
    }
    return planes;
  }

  private static float[] channel(RgbImage image, int c) {
    return planes(image.toArray())[c];
  }
}
