// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

/** Copies rectangles of images, row by row. */
final class PixelRows {
  private PixelRows() {}

  /**
   * Copies a rectangle of interleaved samples, whose top left pixel is (x, y).
   *
   * @param channels the samples of each pixel
   * @throws IndexOutOfBoundsException if the rectangle is not inside of the image or the target is
   *     too small
   */
  static void copy(
      float[] samples,
      int channels,
      int width,
      int height,
      int x,
      int y,
      int columns,
      int rows,
      float[] target,
      int offset,
      int targetStride) {
    if (columns > 0 && rows > 0) {
      ImageChecks.index(width, height, x, y);
      ImageChecks.index(width, height, x + columns - 1, y + rows - 1);
    }
    for (int row = 0; row < rows; row++) {
      int from = ((y + row) * width + x) * channels;
      System.arraycopy(samples, from, target, offset + row * targetStride, columns * channels);
    }
  }
}
