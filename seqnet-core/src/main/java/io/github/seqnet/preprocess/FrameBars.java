// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import io.github.seqnet.image.RgbImage;
import java.util.Arrays;

/**
 * Finds bars of constant color along the sides of a frame, such as those of a letterboxed
 * photograph. A bar ends at a straight line along the side at which nearly all colors change at
 * once; the surround of a round retina does not end like this.
 */
final class FrameBars {
  /** The largest part of a line within a bar, such as text, that differs from it. */
  private static final double LARGEST_PART = 0.2;

  /** The part of the first line after a bar that differs from the bar. */
  private static final double CLEAR_PART = 0.6;

  /** Deviations below this, in square roots of colors, are noise. */
  private static final double LEAST_DEVIATION = 0.035;

  private static final double MULTIPLE = 4;

  /** The largest part of the frame on one side that can be a bar. */
  private static final double DEEPEST = 0.45;

  /** The side of a block of colors in a JPEG file, in pixels; its colors spill into the bar. */
  private static final int JPEG_BLOCK = 16;

  private final FrameCells cells;

  private FrameBars(FrameCells cells) {
    this.cells = cells;
  }

  /**
   * The rectangle of the image between the bars.
   *
   * @param cells cover the whole image
   * @return first and last column, first and last row, the last ones exclusive
   */
  static int[] content(RgbImage image, FrameCells cells) {
    FrameBars bars = new FrameBars(cells);
    int[] content = {0, image.width(), 0, image.height()};
    int[] before = null;
    // Bars at the sides shorten the lines of bars at top and bottom, and the other way round.
    for (int pass = 0; pass < 2 && !Arrays.equals(before, content); pass++) {
      before = content.clone();
      for (int side = 0; side < 4; side++) {
        content[side] = bars.end(image, side, content);
      }
    }
    return content;
  }

  /**
   * Where the bar at a side ends.
   *
   * @param side 0 left, 1 right, 2 top, 3 bottom
   */
  private int end(RgbImage image, int side, int[] content) {
    int factor = cells.factor();
    boolean vertical = side < 2;
    int size = vertical ? cells.columns() : cells.rows();
    int across = vertical ? 2 : 0;
    int from = content[across] / factor;
    int to = Math.max(from + 1, content[across + 1] / factor);
    boolean forward = side % 2 == 0;
    int start = content[side] / factor;
    start = forward ? start : Math.min(size - 1, start - 1);
    if (content[side] != (side == 1 ? image.width() : side == 3 ? image.height() : 0)) {
      return content[side];
    }
    int length = to - from;
    float[][] values = new float[3][length];
    double[] color = new double[3];
    double[] noise = new double[length];
    for (int k = 0; k < length; k++) {
      for (int c = 0; c < 3; c++) {
        values[c][k] = value(vertical, start, from + k, c);
      }
    }
    for (int c = 0; c < 3; c++) {
      color[c] = RegionKernel.percentile(values[c], 0.5);
    }
    for (int k = 0; k < length; k++) {
      noise[k] = distance(vertical, start, from + k, color);
    }
    Arrays.sort(noise);
    double limit = Math.max(LEAST_DEVIATION, MULTIPLE * noise[length / 2]);
    int deepest = (int) (DEEPEST * size);
    int last = -1;
    for (int depth = 0; depth < deepest; depth++) {
      int line = forward ? start + depth : start - depth;
      double part = part(vertical, line, from, to, color, limit);
      if (part <= LARGEST_PART) {
        last = depth;
      } else if (part >= CLEAR_PART && last >= 0 && depth - last <= 2) {
        return pixel(image, side, content, line, color);
      } else if (depth - last > 2) {
        break;
      }
    }
    return content[side];
  }

  /** The pixel at which the mean color of a line of pixels is half-way from the bar's. */
  private int pixel(RgbImage image, int side, int[] content, int line, double[] color) {
    boolean vertical = side < 2;
    boolean forward = side % 2 == 0;
    int factor = cells.factor();
    int limit = vertical ? image.width() : image.height();
    int inner = forward ? (line + 2) * factor + JPEG_BLOCK : (line - 1) * factor - JPEG_BLOCK;
    int outer = forward ? (line - 2) * factor : (line + 3) * factor;
    inner = Math.max(0, Math.min(limit - 1, inner));
    outer = Math.max(0, Math.min(limit - 1, outer));
    double full = 0;
    for (int at = inner; at != outer; at += forward ? -1 : 1) {
      full = Math.max(full, deviation(image, vertical, at, content, color));
    }
    int step = forward ? 1 : -1;
    for (int at = outer; at != inner; at += step) {
      if (deviation(image, vertical, at, content, color) > 0.5 * full) {
        return forward ? at : at + 1;
      }
    }
    return forward ? inner : inner + 1;
  }

  private static double deviation(
      RgbImage image, boolean vertical, int line, int[] content, double[] color) {
    int from = vertical ? content[2] : content[0];
    int to = vertical ? content[3] : content[1];
    double sum = 0;
    int step = Math.max(1, (to - from) / 200);
    int n = 0;
    for (int k = from; k < to; k += step) {
      for (int c = 0; c < 3; c++) {
        float value = vertical ? image.sample(line, k, c) : image.sample(k, line, c);
        sum += Math.abs(Math.sqrt(Math.max(0, value)) - color[c]);
      }
      n++;
    }
    return sum / Math.max(1, n);
  }

  private double part(boolean vertical, int line, int from, int to, double[] color, double limit) {
    int off = 0;
    for (int k = from; k < to; k++) {
      off += distance(vertical, line, k, color) > limit ? 1 : 0;
    }
    return off / (double) (to - from);
  }

  private double distance(boolean vertical, int line, int at, double[] color) {
    double squares = 0;
    for (int c = 0; c < 3; c++) {
      double difference = value(vertical, line, at, c) - color[c];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  private float value(boolean vertical, int line, int at, int channel) {
    int column = vertical ? line : at;
    int row = vertical ? at : line;
    float value = cells.colors()[3 * (row * cells.columns() + column) + channel];
    return (float) Math.sqrt(Math.max(0, value));
  }
}
