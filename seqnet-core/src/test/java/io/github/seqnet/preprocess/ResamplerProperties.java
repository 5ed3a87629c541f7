// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.ProbabilityMap;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

class ResamplerProperties {
  @Property(tries = 100, seed = "20", edgeCases = EdgeCasesMode.NONE)
  void staysWithinTheRangeOfTheInput(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 60) int newWidth,
      @ForAll @IntRange(min = 1, max = 60) int newHeight,
      @ForAll long seed) {
    float[] values = random(width * height, seed);
    float lowest = 1;
    float highest = 0;
    for (float v : values) {
      lowest = Math.min(lowest, v);
      highest = Math.max(highest, v);
    }
    ProbabilityMap resized =
        Resampler.resize(ProbabilityMap.of(width, height, values), newWidth, newHeight);
    assertEquals(newWidth, resized.width());
    assertEquals(newHeight, resized.height());
    for (float v : resized.toArray()) {
      assertTrue(v >= lowest && v <= highest, () -> v + " is out of range");
    }
  }

  /** To the last bit: nothing is cut off at the ends of the range. */
  @Property(tries = 100, seed = "18")
  void leavesAnEvenMapAsItIs(
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 60) int newWidth,
      @ForAll @IntRange(min = 1, max = 60) int newHeight,
      @ForAll @FloatRange(min = 0, max = 1) float value) {
    float[] values = new float[width * height];
    Arrays.fill(values, value);
    float[] resized =
        Resampler.resize(ProbabilityMap.wrap(width, height, values), newWidth, newHeight).toArray();
    for (float v : resized) {
      assertEquals(value, v);
    }
  }

  @Property(tries = 50, seed = "20", edgeCases = EdgeCasesMode.NONE)
  void commutesWithTurningTheImageByHalfATurn(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int newWidth,
      @ForAll @IntRange(min = 1, max = 40) int newHeight,
      @ForAll long seed) {
    float[] values = random(width * height, seed);
    float[] resized =
        Resampler.resize(ProbabilityMap.of(width, height, values), newWidth, newHeight).toArray();
    float[] turned =
        Resampler.resize(ProbabilityMap.of(width, height, reversed(values)), newWidth, newHeight)
            .toArray();
    float[] back = reversed(turned);
    for (int i = 0; i < back.length; i++) {
      // The same sums in another order, rounded to float32.
      assertEquals(resized[i], back[i], 1.2e-7f);
    }
  }

  private static float[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  private static float[] reversed(float[] values) {
    float[] reversed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[values.length - 1 - i] = values[i];
    }
    return reversed;
  }
}
