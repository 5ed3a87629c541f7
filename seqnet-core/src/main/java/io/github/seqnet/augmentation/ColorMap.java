package io.github.seqnet.augmentation;

/**
 * The photometric changes of one image: times {@code brightness}, then away from {@code
 * contrastMean} by {@code contrast}, then away from the pixel's gray by {@code saturation}, each
 * clipped to 0..1. All factors are 1 for no change.
 */
record ColorMap(float brightness, float contrast, float contrastMean, float saturation) {
  static final ColorMap IDENTITY = new ColorMap(1, 1, 0, 1);

  /** The weights of red, green and blue in a gray, as the published program applies them. */
  static final float RED = 0.114f;

  static final float GREEN = 0.587f;
  static final float BLUE = 0.299f;

  boolean identity() {
    return brightness == 1 && contrast == 1 && saturation == 1;
  }

  /**
   * Changes the pixels of a crop in place.
   *
   * @param samples read and written: interleaved RGB
   * @param coverage read: how much of each pixel is inside of the image, 0..1; the rest stays black
   */
  void apply(float[] samples, int offset, float[] coverage, int pixels) {
    for (int p = 0, i = offset; p < pixels; p++, i += 3) {
      float c = coverage[p];
      // The image is black where it is not covered, after all changes of color: a pixel that is
      // covered in part is the weighted mean of the changed color and black.
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
