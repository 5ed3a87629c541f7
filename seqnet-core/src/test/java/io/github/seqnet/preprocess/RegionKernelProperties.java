// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Percentiles against sorting. */
class RegionKernelProperties {
  /**
   * @param kinds how many bits of the values differ: few make many equal values, and values that
   *     are alike in their upper halves
   */
  @Property(seed = "16")
  void aPercentileIsTheValueOfItsRank(
      @ForAll @Size(min = 1, max = 50) int[] draws,
      @ForAll @IntRange(min = 0, max = 30) int kinds,
      @ForAll @DoubleRange(min = 0, max = 1) double share) {
    float[] values = new float[draws.length];
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToRawIntBits(0.25f) ^ (draws[i] & ((1 << kinds) - 1));
      values[i] = Math.min(1f, Float.intBitsToFloat(bits));
    }
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    assertEquals(
        sorted[(int) (share * (sorted.length - 1))], RegionKernel.percentile(values, share));
  }
}
