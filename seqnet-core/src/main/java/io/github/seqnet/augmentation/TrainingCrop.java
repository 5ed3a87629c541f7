// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import io.github.seqnet.image.VesselLabel;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * A square crop that {@link CropTransform}s change: samples and labels. Pixel (x, y) has the index
 * {@code y * size + x}. Not thread-safe.
 */
public final class TrainingCrop {
  private final int size;
  private final float[] samples;
  private final byte[] codes;

  /** Creates a crop backed by the arrays. */
  TrainingCrop(int size, float[] samples, byte[] codes) {
    this.size = size;
    this.samples = samples;
    this.codes = codes;
  }

  /**
   * Creates a crop, for tests of transforms.
   *
   * @param size width and height in pixels, at least 1
   * @param samples {@code [size, size, 3]}, red, green and blue in 0..1; not copied
   * @param labels a {@link VesselLabel#code()} for each pixel; not copied
   * @throws IllegalArgumentException if an array does not fit the size
   */
  public static TrainingCrop wrap(int size, float[] samples, byte[] labels) {
    if (size < 1 || samples.length != 3 * size * size || labels.length != size * size) {
      throw new IllegalArgumentException(
          "a crop of size %d has %d samples and %d labels, got %d and %d"
              .formatted(size, 3 * size * size, size * size, samples.length, labels.length));
    }
    return new TrainingCrop(size, samples, labels);
  }

  /** Width and height in pixels. */
  public int size() {
    return size;
  }

  /**
   * Red, green and blue in 0..1, {@code [size, size, 3]}; a transform writes to this array. Values
   * outside of 0..1 are clipped after each transform.
   */
  public float[] samples() {
    return samples;
  }

  /** Whether a pixel lies outside of the photograph. Such pixels are black and stay black. */
  public boolean isOutside(int pixel) {
    return codes[pixel] == CropKernel.OUTSIDE;
  }

  /**
   * The label of a pixel; background outside of the photograph.
   *
   * @param pixel {@code y * size + x}
   */
  public VesselLabel label(int pixel) {
    return isOutside(pixel) ? VesselLabel.BACKGROUND : VesselLabel.ofCode(codes[pixel]);
  }

  /**
   * Moves pixels: samples and labels of the new crop at each index are those of the old one at the
   * index that {@code source} returns, or outside of the photograph where it returns -1.
   *
   * @throws IndexOutOfBoundsException if the source returns another index that does not exist
   */
  public void rearrange(IntUnaryOperator source) {
    Objects.requireNonNull(source, "source");
    float[] oldSamples = samples.clone();
    byte[] oldCodes = codes.clone();
    for (int i = 0; i < codes.length; i++) {
      int from = source.applyAsInt(i);
      codes[i] = from == -1 ? CropKernel.OUTSIDE : oldCodes[from];
      for (int c = 0; c < 3; c++) {
        samples[3 * i + c] = from == -1 ? 0 : oldSamples[3 * from + c];
      }
    }
  }

  /** Clips samples to 0..1 and blackens pixels outside of the photograph. */
  void tidy() {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = isOutside(i / 3) ? 0 : Math.max(0, Math.min(1, samples[i]));
    }
  }
}
