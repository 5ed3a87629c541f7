// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.image.BinaryMask;
import java.util.ArrayDeque;

/** Lines as SVG path data, with the center of the first pixel at 0.5. */
final class DrawnPath {
  /** The largest distance of a simplified line from the original one, in pixels. */
  private static final double TOLERANCE = 0.4;

  private static final int SMOOTHING = 2;

  private DrawnPath() {}

  /** The center line of a segment, with the steps of its pixels smoothed. */
  static String of(Segment segment) {
    int n = segment.pathSize();
    double[] x = new double[n];
    double[] y = new double[n];
    for (int k = 0; k < n; k++) {
      int half = Math.min(SMOOTHING, Math.min(k, n - 1 - k));
      for (int j = k - half; j <= k + half; j++) {
        x[k] += segment.x(j) + 0.5;
        y[k] += segment.y(j) + 0.5;
      }
      x[k] /= 2 * half + 1;
      y[k] /= 2 * half + 1;
    }
    return path(x, y, n, false);
  }

  /**
   * The outline of a mask: the first and last set pixel of each row. Notches in the left and right
   * margin are kept; holes are not drawn.
   */
  static String outline(BinaryMask mask) {
    int width = mask.width();
    int height = mask.height();
    byte[] set = mask.toArray();
    double[] x = new double[4 * height];
    double[] y = new double[4 * height];
    int[] first = new int[height];
    int[] last = new int[height];
    int rows = 0;
    int top = 0;
    for (int r = 0; r < height; r++) {
      first[r] = -1;
      for (int c = 0; c < width; c++) {
        if (set[r * width + c] != 0) {
          first[r] = first[r] < 0 ? c : first[r];
          last[r] = c + 1;
        }
      }
      if (first[r] >= 0) {
        top = rows == 0 ? r : top;
        rows = r - top + 1;
      }
    }
    if (rows == 0) {
      return "";
    }
    int n = 0;
    for (int r = top; r < top + rows; r++) {
      if (first[r] >= 0) {
        x[n] = last[r];
        y[n++] = r + 0.5;
      }
    }
    for (int r = top + rows - 1; r >= top; r--) {
      if (first[r] >= 0) {
        x[n] = first[r];
        y[n++] = r + 0.5;
      }
    }
    return path(x, y, n, true);
  }

  /** Simplifies (Douglas and Peucker 1973) without recursion, and prints. */
  private static String path(double[] x, double[] y, int n, boolean closed) {
    boolean[] kept = new boolean[n];
    kept[0] = true;
    kept[n - 1] = true;
    ArrayDeque<int[]> open = new ArrayDeque<>();
    open.push(new int[] {0, n - 1});
    while (!open.isEmpty()) {
      int[] range = open.pop();
      int farthest = -1;
      double most = TOLERANCE;
      for (int k = range[0] + 1; k < range[1]; k++) {
        double distance = distance(x, y, k, range[0], range[1]);
        if (distance > most) {
          most = distance;
          farthest = k;
        }
      }
      if (farthest >= 0) {
        kept[farthest] = true;
        open.push(new int[] {range[0], farthest});
        open.push(new int[] {farthest, range[1]});
      }
    }
    StringBuilder data = new StringBuilder();
    for (int k = 0; k < n; k++) {
      if (kept[k]) {
        data.append(data.isEmpty() ? "M" : "L")
            .append(ReportText.coordinate(x[k]))
            .append(' ')
            .append(ReportText.coordinate(y[k]));
      }
    }
    return data.append(closed ? "Z" : "").toString();
  }

  private static double distance(double[] x, double[] y, int k, int a, int b) {
    double dx = x[b] - x[a];
    double dy = y[b] - y[a];
    double squared = dx * dx + dy * dy;
    double t =
        squared == 0
            ? 0
            : Math.max(0, Math.min(1, ((x[k] - x[a]) * dx + (y[k] - y[a]) * dy) / squared));
    return Math.hypot(x[k] - x[a] - t * dx, y[k] - y[a] - t * dy);
  }
}
