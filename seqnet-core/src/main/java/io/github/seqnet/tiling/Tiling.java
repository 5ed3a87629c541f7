// SPDX-License-Identifier: MIT
package io.github.seqnet.tiling;

import io.github.seqnet.image.RgbImage;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * The grid of overlapping square windows that covers an image, as in the published program. The
 * image is padded with zeros at the bottom and at the right to the next size at which {@code size -
 * window} is a multiple of the stride. Windows lie at every multiple of the stride and are numbered
 * row by row from the top left. Immutable.
 *
 * @param width columns of the image, at least 1
 * @param height rows of the image, at least 1
 * @param window side of a window in pixels, at least 1; a smaller image is padded to it
 * @param stride step between neighboring windows in pixels, 1..window
 */
public record Tiling(int width, int height, int window, int stride) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if a number is out of its range, or there are more than 2^31 -
   *     1 windows
   */
  public Tiling {
    checkAtLeastOne("width", width);
    checkAtLeastOne("height", height);
    checkAtLeastOne("window", window);
    if (stride < 1 || stride > window) {
      throw new IllegalArgumentException(
          "stride must be 1.." + window + " (the window), got " + stride);
    }
    long count = (long) steps(width, window, stride) * steps(height, window, stride);
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "windows must be at most %d, got %d for %d x %d pixels, window %d, stride %d"
              .formatted(Integer.MAX_VALUE, count, width, height, window, stride));
    }
  }

  /** The number of windows side by side. */
  public int columns() {
    return steps(width, window, stride);
  }

  /** The number of windows below each other. */
  public int rows() {
    return steps(height, window, stride);
  }

  /** The number of windows. */
  public int count() {
    return columns() * rows();
  }

  /** Columns of the padded image. */
  public int paddedWidth() {
    return window + (columns() - 1) * stride;
  }

  /** Rows of the padded image. */
  public int paddedHeight() {
    return window + (rows() - 1) * stride;
  }

  /**
   * The left column of a window.
   *
   * @param index 0..count-1
   * @throws IndexOutOfBoundsException if there is no such window
   */
  public int x(int index) {
    return Objects.checkIndex(index, count()) % columns() * stride;
  }

  /**
   * The top row of a window.
   *
   * @param index 0..count-1
   * @throws IndexOutOfBoundsException if there is no such window
   */
  public int y(int index) {
    return Objects.checkIndex(index, count()) / columns() * stride;
  }

  /**
   * Copies one window of an image, interleaved, {@code window * window * 3} samples, with zeros
   * outside of the image.
   *
   * @param image of the size of this tiling
   * @param index 0..count-1
   * @param target written from {@code offset} on
   * @throws IllegalArgumentException if the image has another size
   * @throws IndexOutOfBoundsException if there is no such window or the target is too small
   */
  public void cut(RgbImage image, int index, float[] target, int offset) {
    if (image.width() != width || image.height() != height) {
      throw new IllegalArgumentException(
          "image must be " + width + " x " + height + " pixels, got " + image);
    }
    int x = x(index);
    int y = y(index);
    // Long arithmetic, because an int may not hold the number of samples.
    Objects.checkFromIndexSize((long) offset, (long) window * window * 3, (long) target.length);
    int columns = Math.min(window, width - x);
    int rows = Math.min(window, height - y);
    if (columns < window || rows < window) {
      Arrays.fill(target, offset, offset + window * window * 3, 0f);
    }
    image.copyTo(x, y, columns, rows, target, offset, window * 3);
  }

  private static int steps(int size, int window, int stride) {
    return size <= window ? 1 : (size - window + stride - 1) / stride + 1;
  }

  private static void checkAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }
}
