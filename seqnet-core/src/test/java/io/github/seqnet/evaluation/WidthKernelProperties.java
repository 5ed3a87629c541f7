// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class WidthKernelProperties {
  @Property(tries = 60, seed = "11")
  void agreesWithTheDistanceToEveryBackgroundPixel(
      @ForAll long seed, @ForAll @DoubleRange(min = 1, max = 5) double radius) {
    SplittableRandom random = new SplittableRandom(seed);
    int width = 17;
    int height = 13;
    byte[] vessels = new byte[width * height];
    for (int i = 0; i < vessels.length; i++) {
      vessels[i] = (byte) (random.nextInt(20) == 0 ? 0 : 1);
    }
    byte[] wide = WidthKernel.atLeast(vessels, width, height, radius);
    for (int i = 0; i < vessels.length; i++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int j = 0; j < vessels.length; j++) {
        if (vessels[j] == 0) {
          nearest = Math.min(nearest, Math.hypot(i % width - j % width, i / width - j / width));
        }
      }
      // Where the distance equals the radius up to rounding, either answer is right.
      if (Math.abs(nearest - radius) > 1e-9) {
        assertEquals(nearest >= radius ? 1 : 0, wide[i]);
      }
    }
  }
}
