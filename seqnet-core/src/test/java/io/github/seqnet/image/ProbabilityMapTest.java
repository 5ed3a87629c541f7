// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityMapTest {
  @ParameterizedTest
  @ValueSource(floats = {0f, -0f, Float.MIN_VALUE, Float.MIN_NORMAL, 0.5f, 0x1.fffffep-1f, 1f})
  void takesWhatLiesInTheUnitRange(float value) {
    assertEquals(value, ProbabilityMap.of(3, 1, new float[] {0.25f, value, 0.75f}).get(1, 0));
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        0x1.000002p0f,
        2f,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NaN,
        -Float.MIN_VALUE,
        -0.5f,
        -1f,
        -Float.MAX_VALUE,
        Float.NEGATIVE_INFINITY
      })
  void refusesAllElseAndNamesTheFirst(float value) {
    float[] values = {0f, 1f, -0f, value, 0.5f, Float.NaN};
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ProbabilityMap.of(2, 3, values));
    assertEquals("probability must be in 0..1, got " + value + " at x=1, y=1", e.getMessage());
  }

  @Test
  void copiesRectangles() {
    ProbabilityMap map = ProbabilityMap.of(3, 2, new float[] {0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f});
    float[] target = new float[7];
    map.copyTo(1, 0, 2, 2, target, 1, 3);
    assertArrayEquals(new float[] {0, 0.1f, 0.2f, 0, 0.4f, 0.5f, 0}, target);
    assertThrows(IndexOutOfBoundsException.class, () -> map.copyTo(2, 0, 2, 1, new float[2], 0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> map.copyTo(0, 0, 3, 2, new float[5], 0, 3));
  }
}
