// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A closed contour that each ray from a center meets once, in the coordinates of cells: the first
 * cell covers 0..1 on both axes.
 *
 * @param centerX column of the center
 * @param centerY row of the center
 * @param radii distance from the center along each ray; rays are evenly spaced, the first one
 *     points right, the second one a little down
 * @param limits where each ray leaves the frame
 */
@SuppressWarnings("ArrayRecordComponent")
record RadialContour(double centerX, double centerY, double[] radii, double[] limits) {
  static final int RAYS = 480;

  private static final double[] COS = new double[RAYS];
  private static final double[] SIN = new double[RAYS];

  /** The largest step between neighboring rays, in cells. */
  private static final int LARGEST_STEP = 6;

  private static final float STEP_COST = 1;

  /** The largest gain of a color step, and the color step that reaches it. */
  private static final float EDGE_GAIN = 3;

  private static final float EDGE_STEP = 0.15f;
  private static final int EDGE_REACH = 3;

  /** The pull of the ellipse, for each cell of distance and at most. */
  private static final float PRIOR_COST = 0.3f;

  private static final float LARGEST_PRIOR = 3;

  /** Radii that differ less than this from the fitted ellipse, in cells, are rounding. */
  private static final double ROUNDING = 1.5;

  /** The largest ratio of the axes of an ellipse: a resized photograph is not stretched further. */
  private static final double LARGEST_ASPECT = 1.5;

  static {
    for (int k = 0; k < RAYS; k++) {
      COS[k] = Math.cos(2 * Math.PI * k / RAYS);
      SIN[k] = Math.sin(2 * Math.PI * k / RAYS);
    }
  }

  /** The corners x0, y0, x1, y1, ... of the contour. */
  double[] polygon() {
    double[] polygon = new double[2 * RAYS];
    for (int k = 0; k < RAYS; k++) {
      polygon[2 * k] = centerX + radii[k] * COS[k];
      polygon[2 * k + 1] = centerY + radii[k] * SIN[k];
    }
    return polygon;
  }

  static double cos(int ray) {
    return COS[ray];
  }

  static double sin(int ray) {
    return SIN[ray];
  }

  /** A circle that may extend beyond the frame, with its center within. */
  static RadialContour circle(double x, double y, double radius, int columns, int rows) {
    double[] limits = limits(x, y, columns, rows);
    double[] radii = new double[RAYS];
    for (int k = 0; k < RAYS; k++) {
      radii[k] = Math.min(radius, limits[k]);
    }
    return new RadialContour(x, y, radii, limits);
  }

  /** The radii on the fitted ellipse, or the means of three rays where they are off it. */
  double[] smoothed() {
    double[] fitted = ellipse();
    double[] result = new double[RAYS];
    for (int k = 0; k < RAYS; k++) {
      double before = radii[(k + RAYS - 1) % RAYS];
      double after = radii[(k + 1) % RAYS];
      if (fitted != null && Math.abs(fitted[k] - radii[k]) < ROUNDING) {
        result[k] = fitted[k];
      } else if (Math.max(Math.abs(before - radii[k]), Math.abs(after - radii[k])) <= ROUNDING) {
        result[k] = (before + radii[k] + after) / 3;
      } else {
        result[k] = radii[k];
      }
    }
    return result;
  }

  /**
   * The part of the rays that reach the frame although the fitted ellipse ends well within it,
   * 0..1; 0 if none fits. A round retina does not reach into a corner of the frame.
   */
  double leakingPart() {
    double[] fitted = ellipse();
    if (fitted == null) {
      return 0;
    }
    double margin = 3 + 0.02 * meanRadius();
    int leaks = 0;
    for (int k = 0; k < RAYS; k++) {
      leaks += !isFree(k, 2) && fitted[k] + margin < limits[k] ? 1 : 0;
    }
    return leaks / (double) RAYS;
  }

  /** The part of the rays that end clearly within the frame, 0..1. */
  double freePart() {
    int free = 0;
    for (int k = 0; k < RAYS; k++) {
      free += isFree(k, 2) ? 1 : 0;
    }
    return free / (double) RAYS;
  }

  /**
   * The part of the rays ending within the frame that lie on the fitted ellipse, or on straight
   * lines along the frame that cut it off, 0..1.
   */
  double roundness() {
    double[] fitted = ellipse();
    if (fitted == null) {
      return 0;
    }
    double tolerance = Math.max(ROUNDING, 0.02 * meanRadius());
    int free = 0;
    int on = 0;
    // For each side, left, right, top, and bottom, the distances of what is cut off.
    double[][] cut = new double[4][RAYS];
    int[] cuts = new int[4];
    for (int k = 0; k < RAYS; k++) {
      if (!isFree(k, 2)) {
        continue;
      }
      free++;
      if (Math.abs(fitted[k] - radii[k]) < tolerance) {
        on++;
      } else if (radii[k] < fitted[k]) {
        boolean side = Math.abs(COS[k]) > Math.abs(SIN[k]);
        double distance = radii[k] * Math.abs(side ? COS[k] : SIN[k]);
        int at = side ? COS[k] < 0 ? 0 : 1 : SIN[k] < 0 ? 2 : 3;
        cut[at][cuts[at]++] = distance;
      }
    }
    for (int side = 0; side < 4; side++) {
      Arrays.sort(cut[side], 0, cuts[side]);
      double line = cut[side][cuts[side] / 2];
      for (int i = 0; i < cuts[side]; i++) {
        on += Math.abs(cut[side][i] - line) < tolerance ? 1 : 0;
      }
    }
    return free == 0 ? 0 : on / (double) free;
  }

  /** Whether a part of the outline bulges out of the fitted ellipse. */
  boolean bulges() {
    double[] fitted = ellipse();
    if (fitted == null) {
      return false;
    }
    int out = 0;
    for (int k = 0; k < RAYS; k++) {
      out += isFree(k, 2) && radii[k] > 1.03 * fitted[k] + 1 ? 1 : 0;
    }
    return out > RAYS / 60;
  }

  /** The distances at which the rays from a center leave a frame. */
  static double[] limits(double centerX, double centerY, int columns, int rows) {
    double[] limits = new double[RAYS];
    for (int k = 0; k < RAYS; k++) {
      double x = COS[k] > 0 ? (columns - centerX) / COS[k] : centerX / -COS[k];
      double y = SIN[k] > 0 ? (rows - centerY) / SIN[k] : centerY / -SIN[k];
      if (Math.abs(COS[k]) < 1e-9) {
        x = Double.POSITIVE_INFINITY;
      }
      if (Math.abs(SIN[k]) < 1e-9) {
        y = Double.POSITIVE_INFINITY;
      }
      limits[k] = Math.min(x, y);
    }
    return limits;
  }

  /** The contour of a convex polygon around a center within it. */
  static RadialContour of(int[] polygon, int columns, int rows) {
    int left = columns;
    int right = 0;
    int top = rows;
    int bottom = 0;
    for (int i = 0; i < polygon.length; i += 2) {
      left = Math.min(left, polygon[i]);
      right = Math.max(right, polygon[i]);
      top = Math.min(top, polygon[i + 1]);
      bottom = Math.max(bottom, polygon[i + 1]);
    }
    double centerX = (left + right) / 2.0;
    double centerY = (top + bottom) / 2.0;
    double[] radii = new double[RAYS];
    for (int k = 0; k < RAYS; k++) {
      double farthest = 0;
      for (int i = 0; i < polygon.length; i += 2) {
        int j = (i + 2) % polygon.length;
        double ax = polygon[i] - centerX;
        double ay = polygon[i + 1] - centerY;
        double ex = polygon[j] - polygon[i];
        double ey = polygon[j + 1] - polygon[i + 1];
        double cross = COS[k] * ey - SIN[k] * ex;
        if (cross == 0) {
          continue;
        }
        double along = (ax * ey - ay * ex) / cross;
        double at = (ax * SIN[k] - ay * COS[k]) / cross;
        if (along > 0 && at >= 0 && at <= 1) {
          farthest = Math.max(farthest, along);
        }
      }
      radii[k] = farthest;
    }
    return new RadialContour(centerX, centerY, radii, limits(centerX, centerY, columns, rows));
  }

  /**
   * The contour that separates surround from retina best, found by dynamic programming around the
   * circle. It minimizes the sum over all rays of the evidence for surround inside of the contour,
   * minus the gain of edges, plus the cost of steps between rays.
   *
   * @param evidence of each cell, positive for surround
   * @param prior radii of the expected contour, or null if there is none
   */
  static RadialContour best(
      float[] evidence,
      float[][] features,
      int columns,
      int rows,
      double centerX,
      double centerY,
      double @Nullable [] prior) {
    double[] limits = limits(centerX, centerY, columns, rows);
    int longest = 0;
    for (double limit : limits) {
      longest = Math.max(longest, (int) limit);
    }
    int states = longest + 1;
    float[][] costs = new float[RAYS][];
    for (int k = 0; k < RAYS; k++) {
      costs[k] =
          costs(
              evidence,
              features,
              columns,
              rows,
              centerX,
              centerY,
              k,
              (int) limits[k],
              prior == null ? -1 : prior[k]);
    }
    // Half a turn more at both ends lets the contour close.
    int turns = 2 * RAYS;
    byte[][] came = new byte[turns][states];
    float[] before = new float[states];
    float[] after = new float[states];
    for (int t = 0; t < turns; t++) {
      float[] cost = costs[(t + RAYS / 2) % RAYS];
      Arrays.fill(after, Float.POSITIVE_INFINITY);
      for (int r = 0; r < cost.length; r++) {
        float least = Float.POSITIVE_INFINITY;
        int step = 0;
        int to = Math.min(states - 1, r + LARGEST_STEP);
        for (int q = Math.max(0, r - LARGEST_STEP); q <= to; q++) {
          float total = before[q] + STEP_COST * Math.abs(q - r);
          if (total < least) {
            least = total;
            step = q - r;
          }
        }
        after[r] = least + cost[r];
        came[t][r] = (byte) step;
      }
      float[] swap = before;
      before = after;
      after = swap;
    }
    int at = 0;
    for (int r = 1; r < states; r++) {
      if (before[r] < before[at]) {
        at = r;
      }
    }
    double[] radii = new double[RAYS];
    for (int t = turns - 1; t >= 0; t--) {
      if (t >= RAYS / 2 && t < RAYS / 2 + RAYS) {
        int k = (t + RAYS / 2) % RAYS;
        radii[k] = at >= (int) limits[k] ? limits[k] : at;
      }
      at += came[t][at];
    }
    return new RadialContour(centerX, centerY, radii, limits);
  }

  private static float[] costs(
      float[] evidence,
      float[][] features,
      int columns,
      int rows,
      double centerX,
      double centerY,
      int ray,
      int limit,
      double prior) {
    int[] at = new int[limit];
    for (int r = 0; r < limit; r++) {
      int x = Math.min(columns - 1, Math.max(0, (int) (centerX + (r + 0.5) * COS[ray])));
      int y = Math.min(rows - 1, Math.max(0, (int) (centerY + (r + 0.5) * SIN[ray])));
      at[r] = y * columns + x;
    }
    float[] cost = new float[limit + 1];
    float sum = 0;
    for (int r = 0; r <= limit; r++) {
      float total = sum;
      if (r >= EDGE_REACH && r <= limit - EDGE_REACH) {
        double squares = 0;
        for (float[] feature : features) {
          float step = 0;
          for (int k = 0; k < EDGE_REACH; k++) {
            step += feature[at[r - 1 - k]] - feature[at[r + k]];
          }
          squares += step * step;
        }
        float step = (float) Math.sqrt(squares) / EDGE_REACH;
        total -= EDGE_GAIN * Math.min(1, step / EDGE_STEP);
      }
      if (prior >= 0) {
        double expected = Math.min(prior, limit);
        total += (float) Math.min(LARGEST_PRIOR, PRIOR_COST * Math.abs(expected - r));
      }
      cost[r] = total;
      if (r < limit) {
        sum += evidence[at[r]];
      }
    }
    return cost;
  }

  /** Cells whose centers lie inside. */
  byte[] region(int columns, int rows) {
    byte[] region = new byte[columns * rows];
    PolygonFill.fill(polygon(), 1, 0, 0, region, columns, rows);
    return region;
  }

  /** The cell at a distance from the center on a ray, the nearest one of the frame. */
  int cell(int ray, double distance, int columns, int rows) {
    int x = Math.min(columns - 1, Math.max(0, (int) (centerX + distance * COS[ray])));
    int y = Math.min(rows - 1, Math.max(0, (int) (centerY + distance * SIN[ray])));
    return y * columns + x;
  }

  /** Whether the contour on a ray lies clearly within the frame. */
  boolean isFree(int ray, double margin) {
    return radii[ray] + margin < limits[ray];
  }

  /** The part of the contour within other radii around the same center. */
  RadialContour within(double[] other) {
    double[] smaller = new double[RAYS];
    for (int k = 0; k < RAYS; k++) {
      smaller[k] = Math.min(radii[k], other[k]);
    }
    return new RadialContour(centerX, centerY, smaller, limits);
  }

  /** In cells. */
  double area() {
    double[] polygon = polygon();
    double twice = 0;
    for (int i = 0; i < polygon.length; i += 2) {
      int j = (i + 2) % polygon.length;
      twice += polygon[i] * polygon[j + 1] - polygon[j] * polygon[i + 1];
    }
    return Math.abs(twice) / 2;
  }

  double meanRadius() {
    double sum = 0;
    for (double radius : radii) {
      sum += radius;
    }
    return sum / RAYS;
  }

  /**
   * Sums the values of neighboring rays.
   *
   * @param rays the values of each ray; null for a ray without values
   * @param window the number of neighbors on each side
   * @param sum receives the sums
   * @return the number of rays with values
   */
  static int sumOfNeighbors(float[][] rays, int ray, int window, float[] sum) {
    Arrays.fill(sum, 0);
    int n = 0;
    for (int w = -window; w <= window; w++) {
      float[] neighbor = rays[(ray + w + rays.length) % rays.length];
      if (neighbor != null) {
        n++;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += neighbor[i];
        }
      }
    }
    return n;
  }

  /**
   * The fraction of the contour that lies on a sharp edge, 0..1: of the rays that end within the
   * frame, those where the features change more across the contour than just inside and just
   * outside of it. A ramp, such as the shading of a retina that fills the image, gives 0.
   *
   * @return NaN if too few rays end within the frame
   */
  double sharpness(float[][] features, int columns, int rows) {
    int band = (int) Math.max(2, Math.round(0.012 * meanRadius()));
    int window = 4;
    int planes = features.length;
    // Five bands: far inside, inside, outside, far outside.
    float[][] means = new float[RAYS][];
    for (int k = 0; k < RAYS; k++) {
      if (isFree(k, band + 1.5)) {
        float[] mean = new float[4 * planes];
        add(features, columns, rows, k, radii[k] - 1 - 3 * band, band, mean, 0);
        add(features, columns, rows, k, radii[k] - 1 - band, band, mean, planes);
        add(features, columns, rows, k, radii[k] + 1, band, mean, 2 * planes);
        add(features, columns, rows, k, radii[k] + 1 + 2 * band, band, mean, 3 * planes);
        means[k] = mean;
      }
    }
    int free = 0;
    double clear = 0;
    float[] sum = new float[4 * planes];
    for (int k = 0; k < RAYS; k++) {
      if (means[k] == null) {
        continue;
      }
      free++;
      int n = sumOfNeighbors(means, k, window, sum);
      double inner = 0;
      double across = 0;
      double outer = 0;
      for (int i = 0; i < planes; i++) {
        inner += square((sum[i] - sum[i + planes]) / n);
        across += square((sum[i + planes] - sum[i + 2 * planes]) / n);
        outer += square((sum[i + 2 * planes] - sum[i + 3 * planes]) / n);
      }
      across = Math.sqrt(across);
      double ratio = across / (across + Math.sqrt(inner) + Math.sqrt(outer) + 0.02);
      clear += Math.max(0, Math.min(1, (ratio - 0.35) / 0.15));
    }
    return free < RAYS / 20 ? Double.NaN : clear / free;
  }

  private void add(
      float[][] features,
      int columns,
      int rows,
      int ray,
      double from,
      int count,
      float[] sums,
      int offset) {
    for (int r = 0; r < count; r++) {
      int cell = cell(ray, Math.max(0, from + r + 0.5), columns, rows);
      for (int i = 0; i < features.length; i++) {
        sums[offset + i] += features[i][cell] / count;
      }
    }
  }

  private static double square(double v) {
    return v * v;
  }

  /**
   * The radii, from the same center, of the circle or ellipse through the rays that end within the
   * frame; null if fewer than six in ten of them lie within 2 percent of it. Least squares,
   * repeated without the rays that lie off.
   */
  double @Nullable [] ellipse() {
    boolean[] used = new boolean[RAYS];
    int free = 0;
    for (int k = 0; k < RAYS; k++) {
      used[k] = isFree(k, 2);
      free += used[k] ? 1 : 0;
    }
    if (free < RAYS / 8) {
      return null;
    }
    double size = meanRadius();
    double[] fitted = null;
    int kept = 0;
    for (int pass = 0; pass < 4; pass++) {
      // a u^2 + b v^2 + c u + d v = 1 with axes along the frame's, u and v around the center.
      double[][] normal = new double[4][5];
      for (int k = 0; k < RAYS; k++) {
        if (used[k]) {
          double u = radii[k] * COS[k] / size;
          double v = radii[k] * SIN[k] / size;
          LinearSystem.add(normal, new double[] {u * u, v * v, u, v, 1});
        }
      }
      double[] p = LinearSystem.solve(normal);
      double most = LARGEST_ASPECT * LARGEST_ASPECT;
      if (p == null || !(p[0] > 0 && p[1] > 0) || p[0] > most * p[1] || p[1] > most * p[0]) {
        return null;
      }
      fitted = new double[RAYS];
      double tolerance = pass < 2 ? 0.06 * size : 0.02 * size;
      kept = 0;
      for (int k = 0; k < RAYS; k++) {
        double a = p[0] * COS[k] * COS[k] + p[1] * SIN[k] * SIN[k];
        double b = p[2] * COS[k] + p[3] * SIN[k];
        fitted[k] = (-b + Math.sqrt(b * b + 4 * a)) / (2 * a) * size;
        used[k] = isFree(k, 2) && Math.abs(fitted[k] - radii[k]) < tolerance;
        kept += used[k] ? 1 : 0;
      }
      if (kept < RAYS / 10) {
        return null;
      }
    }
    return kept >= 0.6 * free ? fitted : null;
  }
}
