// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import java.util.Arrays;

/** Fills polygons in a mask. */
final class PolygonFill {
  private PolygonFill() {}

  /**
   * Sets the pixels whose centers lie inside of a polygon (even-odd rule) after scaling and
   * translation.
   *
   * @param polygon corners x0, y0, x1, y1, ...
   * @return the number of pixels inside
   */
  static long fill(
      double[] polygon, double scale, double left, double top, byte[] mask, int width, int height) {
    double[] crossings = new double[polygon.length / 2];
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < polygon.length; i += 2) {
      lowest = Math.min(lowest, polygon[i]);
      highest = Math.max(highest, polygon[i]);
    }
    int first = (int) Math.max(0, Math.floor(lowest * scale + top - 0.5));
    int last = (int) Math.min(height - 1, Math.ceil(highest * scale + top));
    long set = 0;
    for (int y = first; y <= last; y++) {
      double at = (y + 0.5 - top) / scale;
      int n = 0;
      for (int i = 0; i < polygon.length; i += 2) {
        int j = (i + 2) % polygon.length;
        double y0 = polygon[i + 1];
        double y1 = polygon[j + 1];
        if ((y0 <= at) != (y1 <= at)) {
          double x = polygon[i] + (at - y0) / (y1 - y0) * (polygon[j] - polygon[i]);
          crossings[n++] = x * scale + left;
        }
      }
      Arrays.sort(crossings, 0, n);
      for (int k = 0; k + 1 < n; k += 2) {
        int from = (int) Math.max(0, Math.ceil(crossings[k] - 0.5));
        int to = (int) Math.min(width - 1, Math.ceil(crossings[k + 1] - 0.5) - 1);
        for (int x = from; x <= to; x++) {
          mask[y * width + x] = 1;
        }
        set += Math.max(0, to - from + 1);
      }
    }
    return set;
  }
}
