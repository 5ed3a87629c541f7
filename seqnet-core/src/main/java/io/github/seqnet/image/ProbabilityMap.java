// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A probability map: one probability in 0..1 per pixel, at index {@code y * width + x}. Immutable
 * and safe to share between threads; equal by size and content.
 */
public final class ProbabilityMap implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final int height;
  private final float[] values;

  private ProbabilityMap(int width, int height, float[] values) {
    ImageChecks.checkedLength("probability map", width, height, 1, values.length);
    ImageChecks.checkUnitRange("probability", width, 1, values);
    this.width = width;
    this.height = height;
    this.values = values;
  }

  /**
   * Copies the values into a new map.
   *
   * @throws IllegalArgumentException if a side is below 1, the length does not fit, or a value is
   *     NaN or outside of 0..1 (the message names the first such pixel)
   */
  public static ProbabilityMap of(int width, int height, float[] values) {
    return new ProbabilityMap(width, height, values.clone());
  }

  /**
   * Creates a map backed by the array, without copying it. The caller must not modify the array
   * afterwards.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static ProbabilityMap wrap(int width, int height, float[] values) {
    return new ProbabilityMap(width, height, values);
  }

  /** Converts a mask: 1 at set pixels, 0 elsewhere. */
  public static ProbabilityMap certain(BinaryMask mask) {
    byte[] set = mask.toArray();
    float[] values = new float[set.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = set[i];
    }
    return new ProbabilityMap(mask.width(), mask.height(), values);
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
   * The probability at a pixel.
   *
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public float get(int x, int y) {
    return values[ImageChecks.index(width, height, x, y)];
  }

  /** The pixels with a probability above {@code threshold}, as in {@code v > threshold}. */
  public BinaryMask above(double threshold) {
    byte[] mask = new byte[values.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (values[i] > threshold ? 1 : 0);
    }
    return BinaryMask.wrap(width, height, mask);
  }

  /**
   * This map with 0 wherever {@code mask} is not set.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public ProbabilityMap maskedBy(BinaryMask mask) {
    ImageChecks.checkSameSize("mask", width, height, mask.width(), mask.height());
    float[] kept = new float[values.length];
    byte[] set = mask.toArray();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = set[i] != 0 ? values[i] : 0f;
    }
    return wrap(width, height, kept);
  }

  /**
   * Copies a rectangle of {@code columns x rows} probabilities, whose top left pixel is (x, y).
   * Rows of the target begin {@code targetStride} values apart.
   *
   * @throws IndexOutOfBoundsException if the rectangle is not inside of the map or the target is
   *     too small
   */
  public void copyTo(
      int x, int y, int columns, int rows, float[] target, int offset, int targetStride) {
    PixelRows.copy(values, 1, width, height, x, y, columns, rows, target, offset, targetStride);
  }

  /** Whether a probability is not 0. */
  boolean hasValues() {
    for (float value : values) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  /** A copy of all values. */
  public float[] toArray() {
    return values.clone();
  }

  /** Equal by size and probabilities. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ProbabilityMap that
        && that.width == width
        && that.height == height
        && Arrays.equals(that.values, values);
  }

  @Override
  public int hashCode() {
    return (width * 31 + height) * 31 + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "ProbabilityMap[" + width + " x " + height + "]";
  }

  private Object writeReplace() {
    return new Serialized(width, height, PackedArray.ofFloats(values));
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("ProbabilityMap is read through its serialized form only");
  }

  /** The serialized form: the values are compressed. */
  private record Serialized(int width, int height, PackedArray values) implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object readResolve() throws InvalidObjectException {
      return wrap(width, height, values.toFloats());
    }
  }
}
