// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A color image: {@code width x height} pixels of red, green and blue in 0..1, stored as one array
 * of interleaved samples, index {@code (y * width + x) * 3 + channel} (the layout {@code H x W x 3}
 * of the network's input). Immutable and safe to share between threads.
 */
public final class RgbImage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final int height;
  private final float[] samples;

  private RgbImage(int width, int height, float[] samples) {
    ImageChecks.checkedLength("RGB image", width, height, 3, samples.length);
    ImageChecks.checkUnitRange("RGB sample", width, 3, samples);
    this.width = width;
    this.height = height;
    this.samples = samples;
  }

  /**
   * Copies the samples into a new image.
   *
   * @param samples {@code width * height * 3} values in 0..1, interleaved
   * @throws IllegalArgumentException if a side is below 1, the length does not fit, or a value is
   *     NaN or outside of 0..1
   */
  public static RgbImage of(int width, int height, float[] samples) {
    return new RgbImage(width, height, samples.clone());
  }

  /**
   * Creates an image backed by the array, without copying it. The caller must not modify the array
   * afterwards.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static RgbImage wrap(int width, int height, float[] samples) {
    return new RgbImage(width, height, samples);
  }

  /** The number of columns, at least 1. */
  public int width() {
    return width;
  }

  /** The number of rows, at least 1. */
  public int height() {
    return height;
  }

  /**
   * One sample in 0..1.
   *
   * @param channel 0 red, 1 green, 2 blue
   * @throws IndexOutOfBoundsException if the pixel or the channel does not exist
   */
  public float sample(int x, int y, int channel) {
    if (channel < 0 || channel > 2) {
      throw new IndexOutOfBoundsException("channel must be 0..2, got " + channel);
    }
    return samples[ImageChecks.index(width, height, x, y) * 3 + channel];
  }

  /**
   * Copies a rectangle of {@code columns x rows} pixels, whose top left pixel is (x, y). Samples
   * are interleaved; rows of the target begin {@code targetStride} values apart.
   *
   * @throws IndexOutOfBoundsException if the rectangle is not inside of the image or the target is
   *     too small
   */
  public void copyTo(
      int x, int y, int columns, int rows, float[] target, int offset, int targetStride) {
    PixelRows.copy(samples, 3, width, height, x, y, columns, rows, target, offset, targetStride);
  }

  /** A copy of all samples. */
  public float[] toArray() {
    return samples.clone();
  }

  /** Equal by size and samples. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RgbImage that
        && that.width == width
        && that.height == height
        && Arrays.equals(that.samples, samples);
  }

  @Override
  public int hashCode() {
    return (width * 31 + height) * 31 + Arrays.hashCode(samples);
  }

  @Override
  public String toString() {
    return "RgbImage[" + width + " x " + height + "]";
  }

  private Object writeReplace() {
    return new Serialized(width, height, PackedArray.ofFloats(samples));
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("RgbImage is read through its serialized form only");
  }

  /** The serialized form: the values are compressed. */
  private record Serialized(int width, int height, PackedArray values) implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object readResolve() throws InvalidObjectException {
      return wrap(width, height, values.toFloats());
    }
  }
}
