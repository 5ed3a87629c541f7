// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * A digital path as a smooth curve. A least-squares parabola in x and in y replaces each point
 * ({@code halfWindow} pixels to each side; at the ends and on short paths the nearest complete
 * window). This removes the staircase that makes a slanted digital line up to 8 % too long, and
 * gives a curvature at each point.
 *
 * <p>Coordinates are pixel centers, x right, y down; lengths in pixels, curvature in 1 / pixel. A
 * straight line in any direction that fills a window has a tortuosity of 1 within 0.002 and a mean
 * curvature below {@code 6 / (2 halfWindow + 1)^2}, the most for lines that are almost level and
 * have one step within a window; shorter lines have more of both, as if the window was theirs.
 * Bends much tighter than the window are flattened. Immutable and thread-safe; cost O(points x
 * window).
 */
public final class SmoothedPath implements Serializable {
  private static final long serialVersionUID = 2L;

  /**
   * The window of {@link Segment#smoothed()}, and by default of the measures of a graph, in pixels
   * to each side.
   */
  public static final int HALF_WINDOW = 15;

  private static final double SMALLEST_CURVATURE = 1e-12;

  private final double[] x;
  private final double[] y;
  private final double[] curvature;
  private final double lengthPx;
  private final double turningRad;

  private SmoothedPath(double[] x, double[] y, double[] curvature) {
    this.x = x;
    this.y = y;
    this.curvature = curvature;
    double length = 0;
    double turning = 0;
    for (int k = 1; k < x.length; k++) {
      double step = Math.hypot(x[k] - x[k - 1], y[k] - y[k - 1]);
      length += step;
      turning += step * (Math.abs(curvature[k]) + Math.abs(curvature[k - 1])) / 2;
    }
    this.lengthPx = length;
    this.turningRad = turning;
  }

  /**
   * Fits the curve.
   *
   * @param x the columns of the pixels along the path; not changed
   * @param y the rows
   * @param halfWindow at least 1
   * @throws IllegalArgumentException if the path is empty, the arrays differ in length, or the
   *     window is below 1
   */
  public static SmoothedPath fit(int[] x, int[] y, int halfWindow) {
    if (x.length == 0 || x.length != y.length) {
      throw new IllegalArgumentException(
          "path must have as many rows as columns and at least one, got "
              + x.length
              + " columns and "
              + y.length
              + " rows");
    }
    if (halfWindow < 1) {
      throw new IllegalArgumentException("halfWindow must be at least 1, got " + halfWindow);
    }
    int n = x.length;
    if (n < 3) {
      return new SmoothedPath(
          Arrays.stream(x).asDoubleStream().toArray(),
          Arrays.stream(y).asDoubleStream().toArray(),
          new double[n]);
    }
    return fitParabolas(x, y, Math.min(n, 2 * halfWindow + 1), halfWindow);
  }

  /**
   * Fits the curve to part of the path of a segment.
   *
   * @param from the index of its first pixel on the path, 0..{@code to}
   * @param to the index of its last pixel, included
   * @param halfWindow at least 1
   * @throws IndexOutOfBoundsException if there is no such pixel
   * @throws IllegalArgumentException if {@code to} is below {@code from}, or the window below 1
   */
  public static SmoothedPath of(Segment segment, int from, int to, int halfWindow) {
    int[] x = new int[Math.max(0, to - from + 1)];
    int[] y = new int[x.length];
    for (int k = 0; k < x.length; k++) {
      x[k] = segment.x(from + k);
      y[k] = segment.y(from + k);
    }
    return fit(x, y, halfWindow);
  }

  /**
   * Fits parabolas over the arc length of the digital path. Over the number of pixels, they would
   * bend where the path turns from a row into a diagonal, whose steps are longer.
   */
  private static SmoothedPath fitParabolas(int[] x, int[] y, int window, int halfWindow) {
    int n = x.length;
    double[] arc = new double[n];
    for (int k = 1; k < n; k++) {
      arc[k] = arc[k - 1] + Math.hypot(x[k] - x[k - 1], y[k] - y[k - 1]);
    }
    double[] smoothX = new double[n];
    double[] smoothY = new double[n];
    double[] curvature = new double[n];
    for (int i = 0; i < n; i++) {
      int from = Math.max(0, Math.min(i - halfWindow, n - window));
      double mean = 0;
      for (int k = from; k < from + window; k++) {
        mean += arc[k] - arc[i];
      }
      mean /= window;
      // Moments of the arc length u about its mean. Coordinates are relative to the window's first
      // pixel, so that no precision is lost far from the origin.
      double s2 = 0;
      double s3 = 0;
      double s4 = 0;
      double x0 = 0;
      double x1 = 0;
      double x2 = 0;
      double y0 = 0;
      double y1 = 0;
      double y2 = 0;
      for (int k = from; k < from + window; k++) {
        double u = arc[k] - arc[i] - mean;
        double uu = u * u;
        double px = x[k] - x[from];
        double py = y[k] - y[from];
        s2 += uu;
        s3 += u * uu;
        s4 += uu * uu;
        x0 += px;
        x1 += u * px;
        x2 += uu * px;
        y0 += py;
        y1 += u * py;
        y2 += uu * py;
      }
      // The basis 1, u and u^2 - skew u - s2 / window is orthogonal.
      double skew = s2 == 0 ? 0 : s3 / s2;
      double norm = s4 - skew * s3 - s2 * s2 / window;
      double bx = s2 == 0 ? 0 : x1 / s2;
      double by = s2 == 0 ? 0 : y1 / s2;
      boolean curved = norm > 1e-12 * s4;
      double cx = curved ? (x2 - skew * x1 - s2 / window * x0) / norm : 0;
      double cy = curved ? (y2 - skew * y1 - s2 / window * y0) / norm : 0;
      double bend = mean * mean + skew * mean - s2 / window;
      smoothX[i] = x[from] + x0 / window - bx * mean + cx * bend;
      smoothY[i] = y[from] + y0 / window - by * mean + cy * bend;
      double dx = bx - cx * (2 * mean + skew);
      double dy = by - cy * (2 * mean + skew);
      double speed = Math.sqrt(dx * dx + dy * dy);
      double bending = 2 * (dx * cy - dy * cx) / (speed * speed * speed);
      // Rounding errors of straight lines do not bend to a side.
      curvature[i] = Math.abs(bending) > SMALLEST_CURVATURE ? bending : 0;
    }
    return new SmoothedPath(smoothX, smoothY, curvature);
  }

  /** The number of pixels of the path. */
  public int points() {
    return x.length;
  }

  /**
   * The column of a point of the curve.
   *
   * @param k 0..{@link #points()} - 1
   */
  public double x(int k) {
    return x[k];
  }

  /**
   * The row of a point of the curve.
   *
   * @param k 0..{@link #points()} - 1
   */
  public double y(int k) {
    return y[k];
  }

  /**
   * The signed curvature at a point in 1 / pixel, positive where the curve turns from x toward y,
   * clockwise in an image; 0 for fewer than three points.
   *
   * @param k 0..{@link #points()} - 1
   */
  public double curvature(int k) {
    return curvature[k];
  }

  /** The length along the curve, in pixels; 0 for a single pixel. */
  public double lengthPx() {
    return lengthPx;
  }

  /** The distance of its two ends, in pixels. */
  public double chordPx() {
    int last = x.length - 1;
    return Math.hypot(x[last] - x[0], y[last] - y[0]);
  }

  /** The integral of the absolute curvature along the curve, in radians; pi for a half circle. */
  public double turningRad() {
    return turningRad;
  }

  /**
   * Arc length over chord length, at least 1; empty if the ends are less than a pixel apart (a
   * single pixel, a closed path).
   */
  public OptionalDouble tortuosity() {
    double chord = chordPx();
    return chord < 1 ? OptionalDouble.empty() : OptionalDouble.of(Math.max(1, lengthPx / chord));
  }

  /**
   * The mean absolute curvature, {@link #turningRad()} over {@link #lengthPx()}, in 1 / pixel;
   * empty for fewer than three pixels.
   */
  public OptionalDouble meanCurvature() {
    return x.length < 3 || lengthPx == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(turningRad / lengthPx);
  }
}
