// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

/** Converts between float32 and half precision (IEEE 754 binary16). */
final class HalfPrecision {
  /** The largest finite number in half precision. */
  static final float LARGEST = 65504;

  private static final int INFINITE = 0x1f;

  private HalfPrecision() {}

  /** Converts to float32, which is exact. */
  static float decode(short bits) {
    int exponent = bits >> 10 & INFINITE;
    int fraction = bits & 0x3ff;
    float size =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case INFINITE -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> (1024 + fraction) * (float) Math.scalb(1.0, exponent - 25);
        };
    return bits < 0 ? -size : size;
  }

  /**
   * Rounds to the nearest number in half precision, ties to even, and returns its bits.
   *
   * @throws IllegalArgumentException if the value is not finite or rounds to more than {@link
   *     #LARGEST}
   */
  static short encode(float value) {
    float size = Math.abs(value);
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    if (!(size < LARGEST + 16)) {
      throw new IllegalArgumentException(
          "half precision holds values from -65504 to 65504, got " + value);
    }
    // Numbers below 2^-14 have the spacing of those from 2^-14 to 2^-13.
    int exponent = Math.max(-14, Math.getExponent(size));
    // The multiple of the spacing, exact in double precision. A carry moves to the next exponent.
    int fraction = (int) Math.rint(Math.scalb((double) size, 10 - exponent));
    return (short) (sign | ((exponent + 14) << 10) + fraction);
  }

  /** Whether half precision holds all of these values exactly, bit for bit. */
  static boolean holds(float[] values) {
    for (float value : values) {
      if (!(Math.abs(value) <= LARGEST)
          || Float.floatToRawIntBits(decode(encode(value))) != Float.floatToRawIntBits(value)) {
        return false;
      }
    }
    return true;
  }
}
