// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A binary mask: a set of pixels, such as vessels or a field of view. Values have the index {@code
 * y * width + x}. Immutable and safe to share between threads; equal by size and content.
 */
public final class BinaryMask implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final int height;
  private final byte[] values;

  private BinaryMask(int width, int height, byte[] values) {
    ImageChecks.checkedLength("mask", width, height, 1, values.length);
    this.width = width;
    this.height = height;
    this.values = values;
  }

  /**
   * Copies the values into a new mask.
   *
   * @param values 1 where the pixel is set, 0 elsewhere
   * @throws IllegalArgumentException if a side is below 1, the length does not fit, or a value is
   *     neither 0 nor 1
   */
  public static BinaryMask of(int width, int height, byte[] values) {
    for (byte v : values) {
      if (v != 0 && v != 1) {
        throw new IllegalArgumentException("mask values must be 0 or 1, got " + v);
      }
    }
    return new BinaryMask(width, height, values.clone());
  }

  /**
   * Creates a mask backed by the array, without copying or checking it. Each value must be 0 or 1,
   * and the caller must not modify the array afterwards.
   *
   * @throws IllegalArgumentException if a side is below 1 or the length does not fit
   */
  public static BinaryMask wrap(int width, int height, byte[] values) {
    return new BinaryMask(width, height, values);
  }

  /**
   * A mask with every pixel set.
   *
   * @throws IllegalArgumentException if a side is below 1, or the mask is larger than one array
   */
  public static BinaryMask full(int width, int height) {
    byte[] values = new byte[ImageChecks.length("mask", width, height, 1)];
    Arrays.fill(values, (byte) 1);
    return new BinaryMask(width, height, values);
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
   * Whether a pixel is set.
   *
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public boolean get(int x, int y) {
    return values[ImageChecks.index(width, height, x, y)] != 0;
  }

  /** The number of set pixels. */
  public int count() {
    int count = 0;
    for (byte v : values) {
      count += v;
    }
    return count;
  }

  /** A copy of all values, 1 where set and 0 elsewhere. */
  public byte[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinaryMask mask
        && mask.width == width
        && mask.height == height
        && Arrays.equals(mask.values, values);
  }

  @Override
  public int hashCode() {
    return (width * 31 + height) * 31 + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "BinaryMask[" + width + " x " + height + ", " + count() + " set]";
  }

  private Object writeReplace() {
    return new Serialized(width, height, PackedArray.ofBytes(values));
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("BinaryMask is read through its serialized form only");
  }

  /** The serialized form: the values are compressed. */
  private record Serialized(int width, int height, PackedArray values) implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object readResolve() throws InvalidObjectException {
      return of(width, height, values.toBytes());
    }
  }
}
