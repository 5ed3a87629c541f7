// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A digital path as a smooth curve. A least-squares parabola in x and in y replaces each point
 * ({@code halfWindow} pixels to each side; at the ends and on short paths the nearest complete
 * window). This removes the staircase that makes a slanted digital line up to 8 % too long, and
 * gives a curvature at each point: that of the parabola in the middle of its window, corrected for
 * the bias of parabolas on arcs. The part of the path that bends within the window as a polynomial
 * of the fourth degree does tells how much of the curvature is noise of the pixels.
 *
 * <p>Coordinates are pixel centers, x right, y down; lengths in pixels, curvature in 1 / pixel. A
 * straight line in any direction that fills a window has a tortuosity of 1 within 0.002 and a mean
 * curvature below {@code 6 / (2 halfWindow + 1)^2}, the most for lines that are almost level and
 * have one step within a window; shorter lines have more of both, as if the window was theirs.
 * Bends much tighter than the window are flattened. Immutable and thread-safe; cost O(points x
 * window).
 */
public final class SmoothedPath implements Serializable {
  private static final long serialVersionUID = 3L;

  /**
   * The window of {@link Segment#smoothed()} to each side, in mean calibers of the segment, so that
   * it follows the scale of the image.
   */
  public static final double HALF_WINDOW_CALIBERS = 3;

  /** The smallest window of {@link Segment#smoothed()} to each side, in pixels. */
  public static final int SMALLEST_HALF_WINDOW_PX = 10;

  /** The number of points of {@link #evenly} to half of the window. */
  private static final int POINTS_PER_HALF_WINDOW = 10;

  private static final double SMALLEST_CURVATURE = 1e-12;

  /**
   * By how much the least-squares parabola of an arc is more curved than the arc, in squares of the
   * angle in radians to each side: 1/14 less from its second derivative, 1/5 more from its speed.
   */
  private static final double STEEPNESS = 1.0 / 5 - 1.0 / 14;

  private final double[] x;
  private final double[] y;
  private final double[] curvature;
  private final double[] variance;
  private final double lengthPx;
  private final double turningRad;

  private SmoothedPath(double[] x, double[] y, double[] curvature, double[] variance) {
    this.x = x;
    this.y = y;
    this.curvature = curvature;
    this.variance = variance;
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
   * @param halfWindow at least 1; along the path
   * @throws IllegalArgumentException if the path is empty, the arrays differ in length, or the
   *     window is below 1
   */
  public static SmoothedPath fit(int[] x, int[] y, double halfWindow) {
    if (x.length == 0 || x.length != y.length) {
      throw new IllegalArgumentException(
          "path must have as many rows as columns and at least one, got "
              + x.length
              + " columns and "
              + y.length
              + " rows");
    }
    checked(halfWindow);
    int n = x.length;
    if (n < 3) {
      return new SmoothedPath(
          Arrays.stream(x).asDoubleStream().toArray(),
          Arrays.stream(y).asDoubleStream().toArray(),
          new double[n],
          new double[n]);
    }
    double[] arc = arc(x, y);
    return fitParabolas(x, y, arc, halfWindow, arc);
  }

  private static double[] arc(int[] x, int[] y) {
    double[] arc = new double[x.length];
    for (int k = 1; k < arc.length; k++) {
      arc[k] = arc[k - 1] + Math.hypot(x[k] - x[k - 1], y[k] - y[k - 1]);
    }
    return arc;
  }

  /**
   * As {@link #of}, but with points that are evenly spaced, {@value #POINTS_PER_HALF_WINDOW} to
   * half of the window, instead of one for each pixel. Where a curve begins to bend to the other
   * side then does not depend on the size of the pixels.
   *
   * @param from the index of its first pixel on the path, 0..{@code to}
   * @param to the index of its last pixel, included
   * @param halfWindow at least 1
   * @throws IndexOutOfBoundsException if there is no such pixel
   * @throws IllegalArgumentException if {@code to} is below {@code from}, or the window below 1
   */
  public static SmoothedPath evenly(Segment segment, int from, int to, double halfWindow) {
    int[] x = columns(segment, from, to);
    int[] y = rows(segment, from, to);
    if (x.length < 3) {
      return fit(x, y, halfWindow);
    }
    double[] arc = arc(x, y);
    double length = arc[arc.length - 1];
    int steps = (int) Math.max(2, Math.rint(POINTS_PER_HALF_WINDOW * length / halfWindow));
    double[] points = new double[steps + 1];
    for (int k = 0; k <= steps; k++) {
      points[k] = length * k / steps;
    }
    return fitParabolas(x, y, arc, checked(halfWindow), points);
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
  public static SmoothedPath of(Segment segment, int from, int to, double halfWindow) {
    return fit(columns(segment, from, to), rows(segment, from, to), halfWindow);
  }

  private static double checked(double halfWindow) {
    if (!(halfWindow >= 1)) {
      throw new IllegalArgumentException("halfWindow must be at least 1, got " + halfWindow);
    }
    return halfWindow;
  }

  private static int[] columns(Segment segment, int from, int to) {
    return IntStream.rangeClosed(from, to).map(segment::x).toArray();
  }

  private static int[] rows(Segment segment, int from, int to) {
    return IntStream.rangeClosed(from, to).map(segment::y).toArray();
  }

  /**
   * Fits parabolas to the polyline through the pixels, over its arc length. All sums over the
   * window are integrals, so that a path of more pixels along the same line gives the same curve.
   */
  private static SmoothedPath fitParabolas(
      int[] x, int[] y, double[] arc, double halfWindow, double[] points) {
    int n = x.length;
    double window = Math.min(2 * halfWindow, arc[n - 1]);
    double[] smoothX = new double[points.length];
    double[] smoothY = new double[points.length];
    double[] curvature = new double[points.length];
    double[] variance = new double[points.length];
    int first = 0;
    for (int i = 0; i < points.length; i++) {
      double begin = Math.max(0, Math.min(points[i] - window / 2, arc[n - 1] - window));
      double end = begin + window;
      while (first < n - 2 && arc[first + 1] <= begin) {
        first++;
      }
      // Moments of the arc length u about the window's middle. Coordinates are relative to the
      // window's first pixel, so that no precision is lost far from the origin.
      double mean = begin + window / 2 - points[i];
      double s2 = 0;
      double s3 = 0;
      double s4 = 0;
      double x0 = 0;
      double x1 = 0;
      double x2 = 0;
      double y0 = 0;
      double y1 = 0;
      double y2 = 0;
      double x4 = 0;
      double y4 = 0;
      for (int k = first; k < n - 1 && arc[k] < end; k++) {
        double step = arc[k + 1] - arc[k];
        double from = Math.max(begin, arc[k]);
        double to = Math.min(end, arc[k + 1]);
        double length = to - from;
        if (length <= 0) {
          continue;
        }
        double u = (from + to) / 2 - points[i] - mean;
        double part = ((from + to) / 2 - arc[k]) / step;
        double px = x[k] - x[first] + part * (x[k + 1] - x[k]);
        double py = y[k] - y[first] + part * (y[k + 1] - y[k]);
        // The integrals over a piece: its middle, and the second and the fourth moment about it.
        double second = length * length / 12;
        double uu = u * u + second;
        double slopeX = (x[k + 1] - x[k]) / step * second;
        double slopeY = (y[k + 1] - y[k]) / step * second;
        s2 += length * uu;
        s3 += length * u * (u * u + 3 * second);
        s4 += length * (u * u * (u * u + 6 * second) + 1.8 * second * second);
        x0 += length * px;
        x1 += length * (u * px + slopeX);
        x2 += length * (uu * px + 2 * u * slopeX);
        y0 += length * py;
        y1 += length * (u * py + slopeY);
        y2 += length * (uu * py + 2 * u * slopeY);
        double f0 = fourth(u, second, window);
        double f1 = fourthAlong(u, second, window);
        x4 += length * (f0 * px + f1 * slopeX);
        y4 += length * (f0 * py + f1 * slopeY);
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
      smoothX[i] = x[first] + x0 / window - bx * mean + cx * bend;
      smoothY[i] = y[first] + y0 / window - by * mean + cy * bend;
      // The curvature in the middle of the window: toward its ends, a parabola straightens.
      double dx = bx - cx * skew;
      double dy = by - cy * skew;
      double speed = Math.sqrt(dx * dx + dy * dy);
      double steep = 2 * (dx * cy - dy * cx) / (speed * speed * speed);
      double turn = steep * speed * window / 2;
      double bending = steep / (1 + STEEPNESS * turn * turn);
      // Rounding errors of straight lines do not bend to a side.
      curvature[i] = Math.abs(bending) > SMALLEST_CURVATURE ? bending : 0;
      // Noise has the same power in each degree of the orthonormal polynomials: 5 / window times
      // the square of the integral for the second degree, 9 / window for the fourth.
      double noise = (dx * y4 - dy * x4) * 12 / (window * window) / (speed * speed * speed);
      double share = steep == 0 ? 1 : bending / steep;
      variance[i] = 45 / (window * window) * noise * noise * share * share;
    }
    return new SmoothedPath(smoothX, smoothY, curvature, variance);
  }

  /**
   * The mean of Legendre's polynomial of the fourth degree over a piece of the window.
   *
   * @param u the middle of the piece, relative to that of the window
   * @param second the second moment of the piece about its middle, over its length
   */
  private static double fourth(double u, double second, double window) {
    double a2 = 4 / (window * window);
    double u4 = u * u * (u * u + 6 * second) + 1.8 * second * second;
    return (35 * a2 * a2 * u4 - 30 * a2 * (u * u + second) + 3) / 8;
  }

  /** The mean of the polynomial times the distance from the piece's middle, over {@code second}. */
  private static double fourthAlong(double u, double second, double window) {
    double a2 = 4 / (window * window);
    return u * (140 * a2 * a2 * (u * u + 1.8 * second) - 60 * a2) / 8;
  }

  /** The number of points of the curve: one for each pixel, or those of {@link #evenly}. */
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

  /**
   * The estimated variance of {@link #curvature} from the noise of the pixels. The mean of {@code
   * curvature^2 - variance} along a path estimates the mean squared curvature without the noise.
   *
   * @param k 0..{@link #points()} - 1
   */
  public double curvatureVariance(int k) {
    return variance[k];
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
