package io.github.seqnet.nn.inference;

import java.io.Serializable;

/**
 * How the image, resized to {@code workingSize x workingSize}, is cut into square windows, and how
 * the windows' maps are put together again.
 *
 * @param workingSize the side of the image that the windows cover, at least 16; SeqNet was trained
 *     at 576
 * @param window the side of a window, a multiple of 16; SeqNet was trained on 128. Larger windows
 *     have fewer border pixels, where the network sees zeros instead of the image
 * @param stride the distance of neighboring windows, 1..window
 * @param taper over how many pixels from its border a window's weight rises to full; 0 for the
 *     plain mean of the reference
 * @param views in how many orientations each window is seen, 1..8, whose maps are averaged: as it
 *     is, then mirrored and transposed. Two are mirror images, four all that mirroring gives, eight
 *     all orientations of a square; the work grows with them
 */
public record WindowStrategy(int workingSize, int window, int stride, int taper, int views)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The side at which the published SeqNet works. */
  public static final int REFERENCE_SIZE = 576;

  /** The window of the published SeqNet. */
  public static final int REFERENCE_WINDOW = 128;

  /** The stride of the published SeqNet: 22 801 windows. */
  public static final int REFERENCE_STRIDE = 3;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public WindowStrategy {
    if (workingSize < 16) {
      throw new IllegalArgumentException("workingSize must be at least 16, got " + workingSize);
    }
    if (window < 16 || window % 16 != 0) {
      throw new IllegalArgumentException("window must be a multiple of 16, got " + window);
    }
    if (stride < 1 || stride > window) {
      throw new IllegalArgumentException(
          "stride must be in 1.." + window + " (the window), got " + stride);
    }
    if (taper < 0 || taper > window / 2) {
      throw new IllegalArgumentException(
          "taper must be in 0.." + window / 2 + " (half the window), got " + taper);
    }
    if (views < 1 || views > Orientation.COUNT) {
      throw new IllegalArgumentException(
          "views must be in 1.." + Orientation.COUNT + ", got " + views);
    }
  }

  /** Each window as it is. */
  public WindowStrategy(int workingSize, int window, int stride, int taper) {
    this(workingSize, window, stride, taper, 1);
  }

  /**
   * The published program's way: windows of 128 at any stride (its own is {@link
   * #REFERENCE_STRIDE}), plain mean.
   */
  public static WindowStrategy reference(int stride) {
    return new WindowStrategy(REFERENCE_SIZE, REFERENCE_WINDOW, stride, 0);
  }

  /**
   * The default: four overlapping windows of 320, tapered, about a thousandth of the reference's
   * work.
   */
  public static WindowStrategy fast() {
    return new WindowStrategy(REFERENCE_SIZE, 320, 256, 32);
  }

  /**
   * {@link #fast()} at another working size; smaller windows where the whole image is smaller than
   * one.
   *
   * @throws IllegalArgumentException if the size is below 16
   */
  public static WindowStrategy fast(int workingSize) {
    WindowStrategy standard = fast();
    if (workingSize >= standard.window()) {
      return standard.withWorkingSize(workingSize);
    }
    int window = (workingSize + 15) / 16 * 16;
    return new WindowStrategy(workingSize, window, window, Math.min(standard.taper(), window / 2));
  }

  /** Between the two: windows of 256 at stride 64, tapered. */
  public static WindowStrategy balanced() {
    return new WindowStrategy(REFERENCE_SIZE, 256, 64, 32);
  }

  /**
   * For the best result: as {@link #fast}, each window in all eight orientations, at eight times
   * the work.
   */
  public static WindowStrategy accurate() {
    return fast().withViews(Orientation.COUNT);
  }

  /** The same windows on an image of another size. */
  public WindowStrategy withWorkingSize(int other) {
    return new WindowStrategy(other, window, stride, taper, views);
  }

  /** The same windows at another distance. */
  public WindowStrategy withStride(int other) {
    return new WindowStrategy(workingSize, window, other, taper, views);
  }

  /** The same windows, each in so many orientations. */
  public WindowStrategy withViews(int count) {
    return new WindowStrategy(workingSize, window, stride, taper, count);
  }

  /**
   * The weight of each pixel of a window, {@code window * window} values in 0..1 and above 0: the
   * product of two ramps, each rising over {@link #taper} pixels from the border.
   */
  float[] weights() {
    float[] ramp = new float[window];
    for (int i = 0; i < window; i++) {
      int border = Math.min(i, window - 1 - i);
      ramp[i] = taper == 0 ? 1f : Math.min(1f, (border + 0.5f) / taper);
    }
    float[] weights = new float[window * window];
    for (int y = 0; y < window; y++) {
      for (int x = 0; x < window; x++) {
        weights[y * window + x] = ramp[y] * ramp[x];
      }
    }
    return weights;
  }
}
