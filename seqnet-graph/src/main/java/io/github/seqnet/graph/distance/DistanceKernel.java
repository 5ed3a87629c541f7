// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.distance;

import io.github.seqnet.image.BinaryMask;
import java.util.Arrays;

/** Distance scans on plain arrays. */
final class DistanceKernel {
  private DistanceKernel() {}

  /**
   * Finds the nearest background pixel of each pixel.
   *
   * @param pixels read: 0 and 1
   * @param nearestX written: its column plus one, or -1 where there is none
   * @param nearestY written: its row plus one, or -1 where there is none
   */
  static void transform(
      byte[] pixels, int width, int height, boolean border, int[] nearestX, int[] nearestY) {
    // First the nearest in each column, into nearestY as row + 1.
    for (int x = 0; x < width; x++) {
      int last = border ? 0 : -1;
      for (int y = 0, i = x; y < height; y++, i += width) {
        if (pixels[i] == 0) {
          last = y + 1;
        }
        nearestY[i] = last;
      }
      last = border ? height + 1 : -1;
      for (int y = height - 1, i = (height - 1) * width + x; y >= 0; y--, i -= width) {
        if (pixels[i] == 0) {
          last = y + 1;
        }
        int above = nearestY[i];
        if (last != -1 && (above == -1 || last - (y + 1) < y + 1 - above)) {
          nearestY[i] = last;
        }
      }
    }
    // Then the lower envelope of the columns' parabolas, row by row; sites are columns + 1.
    int[] site = new int[width + 2];
    long[] height2 = new long[width + 2];
    int[] row = new int[width + 2];
    int[] from = new int[width + 2];
    for (int y = 0; y < height; y++) {
      int base = y * width;
      int top = -1;
      for (int u = border ? 0 : 1; u <= (border ? width + 1 : width); u++) {
        int nearest = u == 0 || u == width + 1 ? y + 1 : nearestY[base + u - 1];
        if (nearest == -1) {
          continue;
        }
        long d = nearest - (y + 1L);
        long g2 = d * d;
        while (top >= 0 && dominated(from[top], site[top], height2[top], u, g2)) {
          top--;
        }
        int start;
        if (top < 0) {
          start = 1;
        } else {
          // The first column that is strictly nearer to u than to the site before it.
          long numerator = (long) u * u - (long) site[top] * site[top] + g2 - height2[top];
          long start64 = Math.floorDiv(numerator, 2L * (u - site[top])) + 1;
          if (start64 > width) {
            continue;
          }
          start = (int) start64;
        }
        top++;
        site[top] = u;
        height2[top] = g2;
        row[top] = nearest;
        from[top] = start;
      }
      if (top < 0) {
        Arrays.fill(nearestX, base, base + width, -1);
        continue;
      }
      for (int x = width; x >= 1; x--) {
        while (from[top] > x) {
          top--;
        }
        nearestX[base + x - 1] = site[top];
        nearestY[base + x - 1] = row[top];
      }
    }
  }

  /** Whether a new site is strictly nearer already where the old site's reach begins. */
  private static boolean dominated(int from, int site, long height2, int u, long g2) {
    long old = (long) (from - site) * (from - site) + height2;
    long young = (long) (from - u) * (from - u) + g2;
    return young < old;
  }

  static long[] squaredAt(BinaryMask mask, int[] positions, boolean border) {
    int width = mask.width();
    long[] squared = new long[positions.length];
    int lastX = 0;
    int lastY = 0;
    double last = Double.NaN;
    for (int k = 0; k < positions.length; k++) {
      int x = positions[k] % width;
      int y = positions[k] / width;
      // The distance changes by no more than the way between two pixels.
      double least = Double.isNaN(last) ? 0 : last - Math.hypot(x - lastX, y - lastY);
      squared[k] = search(mask, x, y, border, least);
      lastX = x;
      lastY = y;
      last = squared[k] == Long.MAX_VALUE ? Double.NaN : Math.sqrt((double) squared[k]);
      if (squared[k] == Long.MAX_VALUE) {
        Arrays.fill(squared, k, squared.length, Long.MAX_VALUE);
        break;
      }
    }
    return squared;
  }

  /** Searches square rings round a pixel, from the first that can hold background. */
  private static long search(BinaryMask mask, int x, int y, boolean border, double least) {
    int width = mask.width();
    int height = mask.height();
    if (!mask.get(x, y)) {
      return 0;
    }
    long best = Long.MAX_VALUE;
    int reach = Math.max(Math.max(x, width - 1 - x), Math.max(y, height - 1 - y));
    if (border) {
      long edge = Math.min(Math.min(x, width - 1 - x), Math.min(y, height - 1 - y)) + 1L;
      best = edge * edge;
    }
    // A ring at Chebyshev distance r lies at Euclidean distances r to r * sqrt(2).
    int first = Math.max(1, (int) Math.floor(least / Math.sqrt(2) - 1e-6));
    for (int r = first; r <= reach && (long) r * r < best; r++) {
      int left = Math.max(0, x - r);
      int right = Math.min(width - 1, x + r);
      long r2 = (long) r * r;
      if (y - r >= 0) {
        best = Math.min(best, r2 + nearestInRow(mask, y - r, left, right, x));
      }
      if (y + r < height) {
        best = Math.min(best, r2 + nearestInRow(mask, y + r, left, right, x));
      }
      int up = Math.max(0, y - r + 1);
      int down = Math.min(height - 1, y + r - 1);
      if (x - r >= 0) {
        best = Math.min(best, r2 + nearestInColumn(mask, x - r, up, down, y));
      }
      if (x + r < width) {
        best = Math.min(best, r2 + nearestInColumn(mask, x + r, up, down, y));
      }
    }
    return best >= FAR ? Long.MAX_VALUE : best;
  }

  private static final long FAR = Long.MAX_VALUE / 4;

  private static long nearestInRow(BinaryMask mask, int row, int left, int right, int x) {
    int most = Math.max(x - left, right - x);
    for (int d = 0; d <= most; d++) {
      if ((x - d >= left && !mask.get(x - d, row)) || (x + d <= right && !mask.get(x + d, row))) {
        return (long) d * d;
      }
    }
    return FAR;
  }

  private static long nearestInColumn(BinaryMask mask, int column, int up, int down, int y) {
    int most = Math.max(y - up, down - y);
    for (int d = 0; d <= most; d++) {
      if ((y - d >= up && !mask.get(column, y - d))
          || (y + d <= down && !mask.get(column, y + d))) {
        return (long) d * d;
      }
    }
    return FAR;
  }
}
