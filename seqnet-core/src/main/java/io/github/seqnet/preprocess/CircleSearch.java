// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds circles whose outline lies on color steps, whatever the colors on either side. Two edge
 * cells and the directions of their gradients define a circle; of many random pairs, the circles
 * with the largest part of their outline on edges win. The random numbers are the same for each
 * image.
 */
final class CircleSearch {
  private static final int PAIRS = 6000;
  private static final int ANGLES = 90;

  /** Edges are cells whose gradient is above this percentile. */
  private static final double EDGE_PERCENTILE = 0.9;

  private static final double LEAST_EDGE = 0.01;

  /** The smallest part of a circle's outline that lies on edges. */
  private static final double LEAST_SUPPORT = 0.4;

  /** The smallest part of a circle's outline that lies within the frame. */
  private static final double LEAST_VISIBLE = 0.3;

  /** Lower bounds of the radii of each class, in units of the longer side of the frame. */
  private static final double[] CLASSES = {0.3, 0.18, 0.06};

  private static final double LARGEST = 0.8;

  private final int columns;
  private final int rows;
  private final float[] gradientX;
  private final float[] gradientY;
  private final float[] magnitude;
  private final double edge;

  private CircleSearch(float[][] features, int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
    int n = columns * rows;
    gradientX = new float[n];
    gradientY = new float[n];
    magnitude = new float[n];
    for (int c = 0; c < 3; c++) {
      float[] plane = features[c];
      for (int y = 1; y < rows - 1; y++) {
        for (int x = 1; x < columns - 1; x++) {
          int i = y * columns + x;
          float right = plane[i + 1 - columns] + 2 * plane[i + 1] + plane[i + 1 + columns];
          float left = plane[i - 1 - columns] + 2 * plane[i - 1] + plane[i - 1 + columns];
          float below = plane[i + columns - 1] + 2 * plane[i + columns] + plane[i + columns + 1];
          float above = plane[i - columns - 1] + 2 * plane[i - columns] + plane[i - columns + 1];
          float gx = (right - left) / 8;
          float gy = (below - above) / 8;
          float size = (float) Math.sqrt(gx * gx + gy * gy);
          if (size > magnitude[i]) {
            magnitude[i] = size;
            gradientX[i] = gx / size;
            gradientY[i] = gy / size;
          }
        }
      }
    }
    edge = Math.max(LEAST_EDGE, RegionKernel.percentile(magnitude, EDGE_PERCENTILE));
  }

  /**
   * Searches for circles.
   *
   * @param features of each cell; the first three planes are colors, averaged over a few cells to
   *     find soft rims
   * @return the best circles of each class of radii, if they are good enough; larger classes first
   */
  static List<Circle> circles(float[][] features, int columns, int rows) {
    return new CircleSearch(features, columns, rows).search();
  }

  /** A circle, in cells, with its center within the frame. */
  record Circle(double x, double y, double radius) {
    /** The part within the frame. */
    RadialContour contour(int columns, int rows) {
      return RadialContour.circle(x, y, radius, columns, rows);
    }
  }

  private List<Circle> search() {
    int[] edges = new int[magnitude.length];
    int n = 0;
    for (int i = 0; i < edges.length; i++) {
      if (magnitude[i] > edge) {
        edges[n++] = i;
      }
    }
    int longer = Math.max(columns, rows);
    double[][] best = new double[CLASSES.length][];
    SplittableRandom random = new SplittableRandom(1);
    for (int pair = 0; pair < PAIRS && n > 1; pair++) {
      int a = edges[random.nextInt(n)];
      int b = edges[random.nextInt(n)];
      double[] circle = circle(a, b);
      if (circle == null || circle[2] > LARGEST * longer) {
        continue;
      }
      int kind = 0;
      while (kind < CLASSES.length && circle[2] < CLASSES[kind] * longer) {
        kind++;
      }
      if (kind == CLASSES.length) {
        continue;
      }
      circle[3] = support(circle[0], circle[1], circle[2]);
      if (best[kind] == null || circle[3] > best[kind][3]) {
        best[kind] = circle;
      }
    }
    List<Circle> result = new ArrayList<>();
    for (double[] circle : best) {
      if (circle != null) {
        improve(circle);
        boolean centered =
            circle[0] > 2 && circle[1] > 2 && circle[0] < columns - 2 && circle[1] < rows - 2;
        if (circle[3] >= LEAST_SUPPORT && centered) {
          result.add(new Circle(circle[0], circle[1], circle[2]));
        }
      }
    }
    return result;
  }

  /** The circle on which both cells lie with their gradients along its radii; null if none does. */
  private double @Nullable [] circle(int a, int b) {
    double cross = gradientX[a] * gradientY[b] - gradientY[a] * gradientX[b];
    if (Math.abs(cross) < 0.3) {
      return null;
    }
    double ax = a % columns + 0.5;
    double ay = Math.floorDiv(a, columns) + 0.5;
    double bx = b % columns + 0.5;
    double by = Math.floorDiv(b, columns) + 0.5;
    double first = ((bx - ax) * gradientY[b] - (by - ay) * gradientX[b]) / cross;
    double second = ((bx - ax) * gradientY[a] - (by - ay) * gradientX[a]) / cross;
    double r = (Math.abs(first) + Math.abs(second)) / 2;
    if (first * second < 0 || Math.abs(first - second) > 0.08 * r) {
      return null;
    }
    return new double[] {ax + first * gradientX[a], ay + first * gradientY[a], r, 0};
  }

  /** Moves and resizes the circle as long as its support grows. */
  private void improve(double[] circle) {
    for (double step = 2; step >= 0.5; step /= 2) {
      boolean moved = true;
      for (int k = 0; k < 10 && moved; k++) {
        moved = false;
        for (int axis = 0; axis < 3; axis++) {
          for (int sign = -1; sign <= 1; sign += 2) {
            circle[axis] += sign * step;
            double support = support(circle[0], circle[1], circle[2]);
            if (support > circle[3]) {
              circle[3] = support;
              moved = true;
            } else {
              circle[axis] -= sign * step;
            }
          }
        }
      }
    }
  }

  /** The part of the outline within the frame that lies on edges across it. */
  private double support(double x, double y, double r) {
    int visible = 0;
    double sum = 0;
    for (int k = 0; k < ANGLES; k++) {
      double cos = Math.cos(2 * Math.PI * k / ANGLES);
      double sin = Math.sin(2 * Math.PI * k / ANGLES);
      double most = -1;
      for (int shift = -1; shift <= 1; shift++) {
        int column = (int) Math.floor(x + (r + shift) * cos);
        int row = (int) Math.floor(y + (r + shift) * sin);
        if (column >= 2 && row >= 2 && column < columns - 2 && row < rows - 2) {
          int i = row * columns + column;
          boolean across = Math.abs(gradientX[i] * cos + gradientY[i] * sin) > 0.85;
          double weight = shift == 0 ? 1 : 0.7;
          most = Math.max(most, across ? weight * Math.min(1, magnitude[i] / edge) : 0);
        }
      }
      if (most >= 0) {
        visible++;
        sum += most * most;
      }
    }
    return visible < LEAST_VISIBLE * ANGLES ? 0 : sum / visible;
  }
}
