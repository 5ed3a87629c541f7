// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import io.github.seqnet.image.RgbImage;
import java.util.Arrays;

/**
 * Mean colors of the square cells that cover a rectangle of an image.
 *
 * @param left first column of the rectangle in the image
 * @param top first row of the rectangle in the image
 * @param width of the rectangle, in pixels
 * @param height of the rectangle, in pixels
 * @param factor side of a cell in pixels; cells at the right and bottom edge may be smaller
 * @param colors three samples per cell, row by row
 */
@SuppressWarnings("ArrayRecordComponent")
record FrameCells(
    int left, int top, int width, int height, int factor, int columns, int rows, float[] colors) {
  /** Averages a rectangle of the image so that its longer side has at most {@code size} cells. */
  static FrameCells of(RgbImage image, int left, int top, int width, int height, int size) {
    int factor = (Math.max(width, height) + size - 1) / size;
    int columns = (width + factor - 1) / factor;
    int rows = (height + factor - 1) / factor;
    float[] row = new float[width * 3];
    double[] sums = new double[columns * 3];
    float[] colors = new float[columns * rows * 3];
    for (int r = 0; r < rows; r++) {
      Arrays.fill(sums, 0.0);
      int last = Math.min(height, (r + 1) * factor);
      for (int y = r * factor; y < last; y++) {
        image.copyTo(left, top + y, width, 1, row, 0, 0);
        for (int x = 0; x < width; x++) {
          int cell = x / factor * 3;
          sums[cell] += row[x * 3];
          sums[cell + 1] += row[x * 3 + 1];
          sums[cell + 2] += row[x * 3 + 2];
        }
      }
      for (int c = 0; c < columns; c++) {
        int pixels = (last - r * factor) * (Math.min(width, (c + 1) * factor) - c * factor);
        for (int channel = 0; channel < 3; channel++) {
          colors[3 * (r * columns + c) + channel] = (float) (sums[c * 3 + channel] / pixels);
        }
      }
    }
    return new FrameCells(left, top, width, height, factor, columns, rows, colors);
  }
}
