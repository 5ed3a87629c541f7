// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {
  @Test
  void everyFiniteNumberIsKept() {
    for (int bits = Short.MIN_VALUE; bits <= Short.MAX_VALUE; bits++) {
      float value = HalfPrecision.decode((short) bits);
      if (Float.isFinite(value)) {
        assertEquals((short) bits, HalfPrecision.encode(value), "bits " + bits);
      }
    }
  }

  /** Values and bits from IEEE 754: 1, its neighbors and ties, subnormal numbers, the largest. */
  @ParameterizedTest
  @CsvSource({
    "1, 0x3c00",
    "-2, 0xc000",
    "0.1, 0x2e66",
    "65504, 0x7bff",
    "65519.996, 0x7bff",
    "1.00048828125, 0x3c00",
    "1.00146484375, 0x3c02",
    "0.99993896484375, 0x3c00",
    "6.103515625e-5, 0x0400",
    "6.0975552e-5, 0x03ff",
    "5.9604645e-8, 0x0001",
    "2.9802322e-8, 0x0000",
    "3e-8, 0x0001",
    "-0.0, 0x8000"
  })
  void roundsToTheNearestNumber(float value, String bits) {
    assertEquals((short) (int) Integer.decode(bits), HalfPrecision.encode(value));
  }

  @Test
  void noNumberIsNearerThanTheRoundedOne() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      float value =
          (float) ((random.nextDouble() - 0.5) * Math.scalb(1.0, random.nextInt(-26, 17)));
      short bits = HalfPrecision.encode(value);
      double error = Math.abs((double) HalfPrecision.decode(bits) - value);
      for (int neighbor : new int[] {bits - 1, bits + 1}) {
        float other = HalfPrecision.decode((short) neighbor);
        assertTrue(!(Math.abs((double) other - value) < error), value + " is nearer to " + other);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"65520", "-70000", "NaN", "Infinity"})
  void rejectsNumbersThatDoNotFit(float value) {
    assertThrows(IllegalArgumentException.class, () -> HalfPrecision.encode(value));
  }
}
