// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

/**
 * Decoded samples before color conversion: unsigned integers, interleaved, index {@code (y * width
 * + x) * bands + band}.
 *
 * @param width the number of columns
 * @param height the number of rows
 * @param bands the number of samples per pixel
 * @param bits the bits of a sample, 1..16
 * @param values the samples, not copied
 */
@SuppressWarnings("ArrayRecordComponent")
record Samples(int width, int height, int bands, int bits, char[] values) {
  /** The largest value of a sample. */
  float largest() {
    return (1 << bits) - 1;
  }

  /** Converts gray or RGB samples to 0..1. */
  Pixels toPixels() {
    float largest = largest();
    float[] rgb = new float[width * height * 3];
    int second = bands >= 3 ? 1 : 0;
    int third = bands >= 3 ? 2 : 0;
    for (int p = 0, s = 0; p < rgb.length; p += 3, s += bands) {
      rgb[p] = values[s] / largest;
      rgb[p + 1] = values[s + second] / largest;
      rgb[p + 2] = values[s + third] / largest;
    }
    return Pixels.of(width, height, rgb);
  }
}
