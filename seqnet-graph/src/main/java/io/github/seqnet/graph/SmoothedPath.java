package io.github.seqnet.graph;

import java.io.Serializable;
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
  private static final long serialVersionUID = 1L;

  /**
   * The window of {@link Segment#smoothed()}, and by default of the measures of a graph, in pixels
   * to each side.
   */
  public static final int HALF_WINDOW = 15;

  private final int points;
  private final double lengthPx;
  private final double chordPx;
  private final double turningRad;

  private SmoothedPath(int points, double lengthPx, double chordPx, double turningRad) {
    this.points = points;
    this.lengthPx = lengthPx;
    this.chordPx = chordPx;
    this.turningRad = turningRad;
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
      double length = Math.hypot(x[n - 1] - x[0], y[n - 1] - y[0]);
      return new SmoothedPath(n, length, length, 0);
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

  private static SmoothedPath fitParabolas(int[] x, int[] y, int window, int halfWindow) {
    int n = x.length;
    double middle = (window - 1) / 2.0;
    double s2 = 0;
    double s4 = 0;
    for (int k = 0; k < window; k++) {
      double u = k - middle;
      s2 += u * u;
      s4 += u * u * u * u;
    }
    double determinant = window * s4 - s2 * s2;
    double firstX = 0;
    double firstY = 0;
    double lastX = 0;
    double lastY = 0;
    double lastCurvature = 0;
    double length = 0;
    double turning = 0;
    for (int i = 0; i < n; i++) {
      int from = Math.max(0, Math.min(i - halfWindow, n - window));
      double x0 = 0;
      double x1 = 0;
      double x2 = 0;
      double y0 = 0;
      double y1 = 0;
      double y2 = 0;
      // Relative to the window's first pixel, so that no precision is lost far from the origin.
      for (int k = 0; k < window; k++) {
        double u = k - middle;
        double px = x[from + k] - x[from];
        double py = y[from + k] - y[from];
        x0 += px;
        x1 += u * px;
        x2 += u * u * px;
        y0 += py;
        y1 += u * py;
        y2 += u * u * py;
      }
      double t = i - from - middle;
      double bx = x1 / s2;
      double by = y1 / s2;
      double cx = determinant == 0 ? 0 : (window * x2 - s2 * x0) / determinant;
      double cy = determinant == 0 ? 0 : (window * y2 - s2 * y0) / determinant;
      double atX = x[from] + (x0 - cx * s2) / window + bx * t + cx * t * t;
      double atY = y[from] + (y0 - cy * s2) / window + by * t + cy * t * t;
      double dx = bx + 2 * cx * t;
      double dy = by + 2 * cy * t;
      double speed = Math.sqrt(dx * dx + dy * dy);
      double curvature = speed == 0 ? 0 : 2 * Math.abs(dx * cy - dy * cx) / (speed * speed * speed);
      if (i == 0) {
        firstX = atX;
        firstY = atY;
      } else {
        double stepX = atX - lastX;
        double stepY = atY - lastY;
        double step = Math.sqrt(stepX * stepX + stepY * stepY);
        length += step;
        turning += step * (curvature + lastCurvature) / 2;
      }
      lastX = atX;
      lastY = atY;
      lastCurvature = curvature;
    }
    return new SmoothedPath(n, length, Math.hypot(lastX - firstX, lastY - firstY), turning);
  }

  /** The number of pixels of the path. */
  public int points() {
    return points;
  }

  /** The length along the curve, in pixels; 0 for a single pixel. */
  public double lengthPx() {
    return lengthPx;
  }

  /** The distance of its two ends, in pixels. */
  public double chordPx() {
    return chordPx;
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
    return chordPx < 1
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(1, lengthPx / chordPx));
  }

  /**
   * The mean absolute curvature, {@link #turningRad()} over {@link #lengthPx()}, in 1 / pixel;
   * empty for fewer than three pixels.
   */
  public OptionalDouble meanCurvature() {
    return points < 3 || lengthPx == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(turningRad / lengthPx);
  }
}
