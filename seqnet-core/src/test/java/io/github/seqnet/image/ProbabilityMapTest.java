// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
}
