// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

/** Argument checks for the image types of this package. */
final class ImageChecks {
  private ImageChecks() {}

  /** Returns {@code width * height * channels} after checking both sides and the array length. */
  static int checkedLength(String what, int width, int height, int channels, int arrayLength) {
    int length = length(what, width, height, channels);
    if (arrayLength != length) {
      throw new IllegalArgumentException(
          what
              + " of "
              + width
              + " x "
              + height
              + " pixels needs "
              + length
              + " values, got "
              + arrayLength);
    }
    return length;
  }

  /** Returns {@code width * height * channels} after checking both sides. */
  static int length(String what, int width, int height, int channels) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          what + " must be at least 1 x 1 pixels, got " + width + " x " + height);
    }
    long length = (long) width * height * channels;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          what + " of " + width + " x " + height + " pixels is larger than one Java array");
    }
    return (int) length;
  }

  static void checkUnitRange(String what, int width, int channels, float[] values) {
    // The bit patterns of the floats in 0..1 are the integers from 0 to that of 1. A photograph has
    // millions of samples, so all patterns are combined first and checked one by one only on
    // failure.
    int one = Float.floatToRawIntBits(1f);
    int outside = 0;
    for (float v : values) {
      int bits = Float.floatToRawIntBits(v);
      outside |= bits | (one - bits);
    }
    if (outside >= 0) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      float v = values[i];
      if (!(v >= 0f && v <= 1f)) {
        int pixel = i / channels;
        throw new IllegalArgumentException(
            what
                + " must be in 0..1, got "
                + v
                + " at x="
                + pixel % width
                + ", y="
                + pixel / width);
      }
    }
  }

  static int index(int width, int height, int x, int y) {
    if (x < 0 || x >= width || y < 0 || y >= height) {
      throw new IndexOutOfBoundsException(
          "pixel x=" + x + ", y=" + y + " is outside of " + width + " x " + height);
    }
    return y * width + x;
  }

  static void checkSameSize(String what, int width, int height, int otherWidth, int otherHeight) {
    if (width != otherWidth || height != otherHeight) {
      throw new IllegalArgumentException(
          what
              + " must be "
              + width
              + " x "
              + height
              + " pixels, got "
              + otherWidth
              + " x "
              + otherHeight);
    }
  }
}
