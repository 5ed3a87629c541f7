// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.quality;

import java.util.SplittableRandom;

/**
 * How much of a round retina its field of view shows: what an eyelid, a lash or the iris hides is
 * missing from the circle that the rest of the outline lies on. What the frame cuts off is not.
 */
final class RoundOutline {
  private static final int POINTS = 240;
  private static final int TRIALS = 400;

  /** The distance of a point on the circle, relative to the radius. */
  private static final double TOLERANCE = 0.015;

  /** The part of the outline that lies on the circle of a round retina. */
  private static final double LEAST_SUPPORT = 0.45;

  private RoundOutline() {}

  /**
   * Returns the area of the field of view relative to the part of its circle within the frame.
   *
   * @param within the field of view
   * @param left the left side of the frame in cells of the field of view; the others likewise
   * @param width the width of the frame in cells
   * @return in 0..1; 1 if the outline is not round
   */
  static double uncovered(
      byte[] within, int columns, int rows, double left, double top, double width, double height) {
    double[][] outline = outline(within, columns, rows, left, top, width, height);
    double[] circle = circle(outline, columns, rows);
    if (circle.length == 0) {
      return 1;
    }
    double radius = circle[2];
    int expected = 0;
    int shown = 0;
    int firstRow = (int) Math.ceil(Math.max(top, circle[1] - radius));
    int lastRow = (int) Math.floor(Math.min(top + height - 1, circle[1] + radius));
    for (int y = firstRow; y <= lastRow; y++) {
      double half = Math.sqrt(Math.max(0, radius * radius - (y - circle[1]) * (y - circle[1])));
      int first = (int) Math.ceil(Math.max(left, circle[0] - half));
      int last = (int) Math.floor(Math.min(left + width - 1, circle[0] + half));
      for (int x = first; x <= last; x++) {
        expected++;
        boolean inside = x >= 0 && x < columns && y >= 0 && y < rows;
        shown += inside && within[y * columns + x] != 0 ? 1 : 0;
      }
    }
    return expected == 0 ? 1 : shown / (double) expected;
  }

  /** Evenly chosen points of the outline, without those along the frame. */
  private static double[][] outline(
      byte[] within, int columns, int rows, double left, double top, double width, double height) {
    int[] cells = new int[within.length];
    int n = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        boolean atFrame =
            x < left + 2 || y < top + 2 || x > left + width - 3 || y > top + height - 3;
        if (within[y * columns + x] != 0 && !atFrame && isEdge(within, columns, rows, x, y)) {
          cells[n++] = y * columns + x;
        }
      }
    }
    int count = Math.min(POINTS, n);
    double[][] points = new double[count][];
    for (int i = 0; i < count; i++) {
      int cell = cells[(int) (i * (long) n / count)];
      int row = cell / columns;
      points[i] = new double[] {cell % columns, row};
    }
    return points;
  }

  private static boolean isEdge(byte[] within, int columns, int rows, int x, int y) {
    return x == 0
        || y == 0
        || x == columns - 1
        || y == rows - 1
        || within[y * columns + x - 1] == 0
        || within[y * columns + x + 1] == 0
        || within[(y - 1) * columns + x] == 0
        || within[(y + 1) * columns + x] == 0;
  }

  /** The circle through three points that most points lie on: center and radius, or nothing. */
  private static double[] circle(double[][] points, int columns, int rows) {
    if (points.length < 20) {
      return new double[0];
    }
    SplittableRandom random = new SplittableRandom(1);
    double extent = Math.max(columns, rows);
    double[] best = {};
    int most = (int) (LEAST_SUPPORT * points.length);
    for (int trial = 0; trial < TRIALS; trial++) {
      double[] circle =
          through(
              points[random.nextInt(points.length)],
              points[random.nextInt(points.length)],
              points[random.nextInt(points.length)]);
      if (circle.length == 0 || circle[2] < 0.3 * extent || circle[2] > extent) {
        continue;
      }
      int support = 0;
      for (double[] point : points) {
        double distance = Math.hypot(point[0] - circle[0], point[1] - circle[1]);
        support += Math.abs(distance - circle[2]) <= TOLERANCE * circle[2] ? 1 : 0;
      }
      if (support > most) {
        most = support;
        best = circle;
      }
    }
    return best;
  }

  private static double[] through(double[] a, double[] b, double[] c) {
    double twice = 2 * (a[0] * (b[1] - c[1]) + b[0] * (c[1] - a[1]) + c[0] * (a[1] - b[1]));
    if (Math.abs(twice) < 1) {
      return new double[0];
    }
    double aa = a[0] * a[0] + a[1] * a[1];
    double bb = b[0] * b[0] + b[1] * b[1];
    double cc = c[0] * c[0] + c[1] * c[1];
    double x = (aa * (b[1] - c[1]) + bb * (c[1] - a[1]) + cc * (a[1] - b[1])) / twice;
    double y = (aa * (c[0] - b[0]) + bb * (a[0] - c[0]) + cc * (b[0] - a[0])) / twice;
    return new double[] {x, y, Math.hypot(a[0] - x, a[1] - y)};
  }
}
