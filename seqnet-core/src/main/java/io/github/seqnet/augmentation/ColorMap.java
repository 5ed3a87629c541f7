// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

/**
 * The photometric transform of one image: samples are multiplied by {@code brightness}, moved from
 * {@code contrastMean} by the factor {@code contrast}, then from the gray of the pixel by the
 * factor {@code saturation}, and clipped to 0..1 after each. Factors of 1 change nothing.
 */
record ColorMap(float brightness, float contrast, float contrastMean, float saturation) {
  static final ColorMap IDENTITY = new ColorMap(1, 1, 0, 1);

  /** The weights of red, green and blue in gray, as in the published program. */
  static final float RED = 0.114f;

  static final float GREEN = 0.587f;
  static final float BLUE = 0.299f;

  boolean identity() {
    return brightness == 1 && contrast == 1 && saturation == 1;
  }

  /**
   * Transforms the pixels of a crop in place.
   *
   * @param samples read and written: interleaved RGB
   * @param coverage read: the fraction of each pixel inside of the image, 0..1; the rest stays
   *     black
   */
  void apply(float[] samples, int offset, float[] coverage, int pixels) {
    for (int p = 0, i = offset; p < pixels; p++, i += 3) {
      float c = coverage[p];
      // Pixels outside of the image stay black after all color changes. A pixel that is partly
      // covered is the weighted mean of its transformed color and black.
      if (c <= 0f) {
        continue;
      }
      float lift = (1 - contrast) * contrastMean * c;
      float r = clip(clip(samples[i] * brightness, c) * contrast + lift, c);
      float g = clip(clip(samples[i + 1] * brightness, c) * contrast + lift, c);
      float b = clip(clip(samples[i + 2] * brightness, c) * contrast + lift, c);
      float gray = (1 - saturation) * (RED * r + GREEN * g + BLUE * b);
      samples[i] = clip(r * saturation + gray, c);
      samples[i + 1] = clip(g * saturation + gray, c);
      samples[i + 2] = clip(b * saturation + gray, c);
    }
  }

  private static float clip(float v, float most) {
    return Math.max(0f, Math.min(most, v));
  }
}
