package io.github.seqnet.graph.biomarker;

import java.util.Arrays;

/**
 * The smooth curve of a segment part with its signed curvature, and its division into turns: pieces
 * that bend to one side. Each point is the value of the parabola that fits the pixels around it
 * best.
 *
 * <p>A turn of less than {@value #SMALLEST_TURN_RAD} rad is noise of the digital path and belongs
 * to its neighbor.
 */
final class Curve {
  private static final double SMALLEST_TURN_RAD = 0.15;

  private final double[] x;
  private final double[] y;
  private final double[] curvature;

  private Curve(int size) {
    x = new double[size];
    y = new double[size];
    curvature = new double[size];
  }

  /** Fits the curve; it needs at least three pixels. */
  static Curve of(SegmentPart part, int halfWindow) {
    int n = part.pixels();
    Curve curve = new Curve(n);
    int window = Math.min(n, 2 * halfWindow + 1);
    double middle = (window - 1) / 2.0;
    double s2 = 0;
    double s4 = 0;
    for (int k = 0; k < window; k++) {
      double u = k - middle;
      s2 += u * u;
      s4 += u * u * u * u;
    }
    double determinant = window * s4 - s2 * s2;
    for (int i = 0; i < n; i++) {
      int from = Math.max(0, Math.min(i - halfWindow, n - window));
      int originX = part.segment().x(part.from() + from);
      int originY = part.segment().y(part.from() + from);
      double[] px = new double[3];
      double[] py = new double[3];
      for (int k = 0; k < window; k++) {
        double u = k - middle;
        double dx = part.segment().x(part.from() + from + k) - originX;
        double dy = part.segment().y(part.from() + from + k) - originY;
        px[0] += dx;
        px[1] += u * dx;
        px[2] += u * u * dx;
        py[0] += dy;
        py[1] += u * dy;
        py[2] += u * u * dy;
      }
      double t = i - from - middle;
      double bx = px[1] / s2;
      double by = py[1] / s2;
      double cx = determinant == 0 ? 0 : (window * px[2] - s2 * px[0]) / determinant;
      double cy = determinant == 0 ? 0 : (window * py[2] - s2 * py[0]) / determinant;
      curve.x[i] = originX + (px[0] - cx * s2) / window + bx * t + cx * t * t;
      curve.y[i] = originY + (py[0] - cy * s2) / window + by * t + cy * t * t;
      double dx = bx + 2 * cx * t;
      double dy = by + 2 * cy * t;
      double speed = Math.hypot(dx, dy);
      curve.curvature[i] = speed == 0 ? 0 : 2 * (dx * cy - dy * cx) / (speed * speed * speed);
    }
    return curve;
  }

  private double step(int k) {
    return Math.hypot(x[k] - x[k - 1], y[k] - y[k - 1]);
  }

  private double length(int from, int to) {
    double length = 0;
    for (int k = from + 1; k <= to; k++) {
      length += step(k);
    }
    return length;
  }

  double length() {
    return length(0, x.length - 1);
  }

  /** The integral of the squared curvature along the curve. */
  double squaredCurvature() {
    double sum = 0;
    for (int k = 1; k < x.length; k++) {
      double before = curvature[k - 1] * curvature[k - 1];
      sum += step(k) * (before + curvature[k] * curvature[k]) / 2;
    }
    return sum;
  }

  /** The indices where turns end: inflection points, and at last the end of the curve. */
  private int[] turnEnds() {
    int[] ends = new int[x.length];
    int count = 0;
    int sign = 0;
    int candidate = 0;
    double turned = 0;
    for (int k = 1; k < x.length; k++) {
      double turn = step(k) * (curvature[k - 1] + curvature[k]) / 2;
      if (Math.signum(turn) * Math.signum(turned) < 0) {
        turned = 0;
      }
      if (turned == 0) {
        candidate = k - 1;
      }
      turned += turn;
      int side = (int) Math.signum(turned);
      if (Math.abs(turned) >= SMALLEST_TURN_RAD && side != sign) {
        if (sign != 0) {
          ends[count++] = candidate;
        }
        sign = side;
      }
    }
    ends[count++] = x.length - 1;
    return Arrays.copyOf(ends, count);
  }

  /** The number of points where the curve begins to bend to the other side. */
  int inflections() {
    return turnEnds().length - 1;
  }

  /** Grisan's tortuosity density in 1 / pixel. */
  double tortuosityDensity() {
    // Where a small turn goes depends on the direction of travel.
    return (oneWayTortuosityDensity() + reversed().oneWayTortuosityDensity()) / 2;
  }

  /** The same curve from its end to its start. */
  private Curve reversed() {
    int n = x.length;
    Curve back = new Curve(n);
    for (int k = 0; k < n; k++) {
      back.x[k] = x[n - 1 - k];
      back.y[k] = y[n - 1 - k];
      back.curvature[k] = -curvature[n - 1 - k];
    }
    return back;
  }

  private double oneWayTortuosityDensity() {
    int[] ends = turnEnds();
    int n = ends.length;
    double sum = 0;
    int from = 0;
    for (int end : ends) {
      double chord = Math.hypot(x[end] - x[from], y[end] - y[from]);
      if (chord > 0) {
        sum += length(from, end) / chord - 1;
      }
      from = end;
    }
    return (n - 1.0) / n * Math.max(0, sum) / length();
  }
}
