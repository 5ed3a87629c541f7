// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.SmoothedPath;
import java.util.Arrays;

/**
 * The smooth curve of a segment part with its signed curvature, and its division into turns: pieces
 * that bend to one side.
 *
 * <p>A turn of less than {@value #SMALLEST_TURN_RAD} rad is noise of the digital path and belongs
 * to its neighbor.
 */
final class Curve {
  private static final double SMALLEST_TURN_RAD = 0.15;

  private static final double ROUNDING_RAD = 1e-9;

  private final double[] x;
  private final double[] y;
  private final double[] curvature;

  private Curve(int size) {
    x = new double[size];
    y = new double[size];
    curvature = new double[size];
  }

  /** The smooth curve of a part. */
  static Curve of(SegmentPart part, double halfWindow) {
    SmoothedPath path = part.smoothed(halfWindow);
    Curve curve = new Curve(path.points());
    for (int k = 0; k < path.points(); k++) {
      curve.x[k] = path.x(k);
      curve.y[k] = path.y(k);
      curve.curvature[k] = path.curvature(k);
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
      if (Math.abs(turn) < ROUNDING_RAD) {
        turn = 0; // curvatures that cancel each other turn to neither side
      }
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
