// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import java.util.Arrays;

/** Array kernels of {@link FieldOfViewFinder}, over {@code columns * rows} cells. */
final class RegionKernel {
  private RegionKernel() {}

  /** The largest of the three channels of each cell. */
  static float[] brightness(float[] colors) {
    float[] brightness = new float[colors.length / 3];
    for (int i = 0; i < brightness.length; i++) {
      brightness[i] = Math.max(colors[3 * i], Math.max(colors[3 * i + 1], colors[3 * i + 2]));
    }
    return brightness;
  }

  /**
   * A percentile of the values.
   *
   * @param values at least one, none negative
   * @param share 0..1, the fraction of values below the result
   */
  static float percentile(float[] values, double share) {
    // The bit patterns of such floats have the same order as the floats. Two counting passes over
    // their upper and lower halves are faster than sorting.
    int rank = (int) (share * (values.length - 1));
    int[] counts = new int[1 << 16];
    for (float v : values) {
      counts[Float.floatToRawIntBits(v) >>> 16]++;
    }
    int upper = 0;
    for (; rank >= counts[upper]; upper++) {
      rank -= counts[upper];
    }
    Arrays.fill(counts, 0);
    for (float v : values) {
      int bits = Float.floatToRawIntBits(v);
      if (bits >>> 16 == upper) {
        counts[bits & 0xffff]++;
      }
    }
    int lower = 0;
    for (; rank >= counts[lower]; lower++) {
      rank -= counts[lower];
    }
    return Float.intBitsToFloat(upper << 16 | lower);
  }

  static byte[] above(float[] values, float threshold) {
    byte[] region = new byte[values.length];
    for (int i = 0; i < region.length; i++) {
      region[i] = (byte) (values[i] > threshold ? 1 : 0);
    }
    return region;
  }

  /** The means over squares of {@code 2 radius + 1} cells, cut off at the border. */
  static float[] mean(float[] plane, int columns, int rows, int radius) {
    float[] lines = new float[plane.length];
    for (int y = 0, i = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++, i++) {
        int from = Math.max(0, x - radius);
        int to = Math.min(columns - 1, x + radius);
        float sum = 0;
        for (int k = from; k <= to; k++) {
          sum += plane[y * columns + k];
        }
        lines[i] = sum / (to - from + 1);
      }
    }
    float[] result = new float[plane.length];
    for (int y = 0, i = 0; y < rows; y++) {
      int from = Math.max(0, y - radius);
      int to = Math.min(rows - 1, y + radius);
      for (int x = 0; x < columns; x++, i++) {
        float sum = 0;
        for (int k = from; k <= to; k++) {
          sum += lines[k * columns + x];
        }
        result[i] = sum / (to - from + 1);
      }
    }
    return result;
  }

  /** Set where more than half of the square window around a cell, as far as it exists, is set. */
  static byte[] majority(byte[] region, int columns, int rows, int radius) {
    int[] integral = new int[(columns + 1) * (rows + 1)];
    for (int y = 0; y < rows; y++) {
      int sum = 0;
      for (int x = 0; x < columns; x++) {
        sum += region[y * columns + x];
        integral[(y + 1) * (columns + 1) + x + 1] = integral[y * (columns + 1) + x + 1] + sum;
      }
    }
    byte[] result = new byte[region.length];
    for (int y = 0; y < rows; y++) {
      int top = Math.max(0, y - radius) * (columns + 1);
      int bottom = Math.min(rows, y + radius + 1) * (columns + 1);
      for (int x = 0; x < columns; x++) {
        int left = Math.max(0, x - radius);
        int right = Math.min(columns, x + radius + 1);
        int set =
            integral[bottom + right]
                - integral[bottom + left]
                - integral[top + right]
                + integral[top + left];
        int cells = (right - left) * ((bottom - top) / (columns + 1));
        result[y * columns + x] = (byte) (2 * set > cells ? 1 : 0);
      }
    }
    return result;
  }

  /**
   * Clears all but the largest 4-connected region (the first if sizes are equal) and returns its
   * size.
   */
  static int keepLargest(byte[] region, int columns, int rows) {
    int[] label = new int[region.length];
    int[] queue = new int[region.length];
    int best = 0;
    int bestSize = 0;
    int labels = 0;
    for (int i = 0; i < region.length; i++) {
      if (region[i] == 1 && label[i] == 0) {
        labels++;
        queue[0] = i;
        label[i] = labels;
        int size = flood(region, (byte) 1, label, labels, queue, 1, columns, rows);
        if (size > bestSize) {
          bestSize = size;
          best = labels;
        }
      }
    }
    for (int i = 0; i < region.length; i++) {
      region[i] = (byte) (best != 0 && label[i] == best ? 1 : 0);
    }
    return bestSize;
  }

  /** Sets the cells that cannot be reached from the border and returns how many there were. */
  static int fillHoles(byte[] region, int columns, int rows) {
    int[] label = new int[region.length];
    int[] queue = new int[region.length];
    int seeds = 0;
    for (int i = 0; i < region.length; i++) {
      int x = i % columns;
      int y = i / columns;
      boolean border = x == 0 || y == 0 || x == columns - 1 || y == rows - 1;
      if (border && region[i] == 0) {
        label[i] = 1;
        queue[seeds++] = i;
      }
    }
    flood(region, (byte) 0, label, 1, queue, seeds, columns, rows);
    int filled = 0;
    for (int i = 0; i < region.length; i++) {
      if (region[i] == 0 && label[i] == 0) {
        region[i] = 1;
        filled++;
      }
    }
    return filled;
  }

  private static int flood(
      byte[] region,
      byte value,
      int[] label,
      int name,
      int[] queue,
      int seeds,
      int columns,
      int rows) {
    int end = seeds;
    for (int begin = 0; begin < end; begin++) {
      int i = queue[begin];
      int x = i % columns;
      int y = i / columns;
      for (int side = 0; side < 4; side++) {
        int dx = side == 0 ? -1 : side == 1 ? 1 : 0;
        int dy = side == 2 ? -1 : side == 3 ? 1 : 0;
        if (x + dx < 0 || x + dx >= columns || y + dy < 0 || y + dy >= rows) {
          continue;
        }
        int next = i + dy * columns + dx;
        if (region[next] == value && label[next] == 0) {
          label[next] = name;
          queue[end++] = next;
        }
      }
    }
    return end;
  }

  /**
   * The convex hull of the squares of all set cells as corners x0, y0, x1, y1, ... (Andrew's
   * monotone chain over the outermost corners of each row, which are sorted by y already).
   */
  static int[] convexHull(byte[] region, int columns, int rows) {
    int[] points = new int[8 * rows];
    int count = 0;
    for (int y = 0; y < rows; y++) {
      int left = -1;
      int right = -1;
      for (int x = 0; x < columns; x++) {
        if (region[y * columns + x] == 1) {
          left = left < 0 ? x : left;
          right = x;
        }
      }
      if (left >= 0) {
        int[] corners = {left, y, right + 1, y, left, y + 1, right + 1, y + 1};
        System.arraycopy(corners, 0, points, count, 8);
        count += 8;
      }
    }
    int n = count / 2;
    int[] hull = new int[2 * count + 4];
    int size = chain(points, n, hull, 0, true);
    size = chain(points, n, hull, size - 1, false);
    return Arrays.copyOf(hull, 2 * (size - 1));
  }

  /** Appends the hull's chain downwards or upwards after {@code base} points; returns the size. */
  private static int chain(int[] points, int n, int[] hull, int base, boolean down) {
    int size = base;
    for (int k = 0; k < n; k++) {
      int p = 2 * (down ? k : n - 1 - k);
      int x = points[p];
      int y = points[p + 1];
      while (size - base >= 2) {
        int ax = hull[2 * size - 4];
        int ay = hull[2 * size - 3];
        int bx = hull[2 * size - 2];
        int by = hull[2 * size - 1];
        long cross = (long) (by - ay) * (x - ax) - (long) (bx - ax) * (y - ay);
        if (cross < 0) {
          break;
        }
        size--;
      }
      hull[2 * size] = x;
      hull[2 * size + 1] = y;
      size++;
    }
    return size;
  }

  static double area(int[] polygon) {
    long twice = 0;
    for (int i = 0; i < polygon.length; i += 2) {
      int j = (i + 2) % polygon.length;
      twice += (long) polygon[i] * polygon[j + 1] - (long) polygon[j] * polygon[i + 1];
    }
    return Math.abs(twice) / 2.0;
  }
}
