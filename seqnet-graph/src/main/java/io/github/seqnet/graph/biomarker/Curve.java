// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.SmoothedPath;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The smooth curve of a segment part with its signed curvature, and its division into turns: pieces
 * that bend to one side.
 *
 * <p>A turn of less than {@value #SMALLEST_TURN_RAD} rad, or no more than a step of one pixel
 * gives, is noise of the digital path and belongs to its neighbor. Turns begin and end only where
 * the window reaches to both sides.
 */
final class Curve {
  private static final double SMALLEST_TURN_RAD = 0.15;

  /**
   * A step of one pixel between two level pieces turns to both sides by one pixel over half of the
   * window, in radians. This is the least turn, relative to that.
   */
  private static final double STEP_MARGIN = 1.2;

  private static final double ROUNDING_RAD = 1e-9;

  private final double[] x;
  private final double[] y;
  private final double[] curvature;
  private final double[] variance;

  /**
   * The number of points at each end that share the window of the first or the last complete one.
   */
  private final int margin;

  private final double smallestTurn;

  private Curve(int size, int margin, double smallestTurn) {
    this.margin = margin;
    this.smallestTurn = smallestTurn;
    x = new double[size];
    y = new double[size];
    curvature = new double[size];
    variance = new double[size];
  }

  /**
   * The smooth curve of a part.
   *
   * @param pixel the side of the pixels that the path is traced on, in pixels of the image
   */
  static Curve of(SegmentPart part, double halfWindow, double pixel) {
    SmoothedPath path = part.smoothed(halfWindow);
    int last = path.points() - 1;
    double ends = path.lengthPx() == 0 ? 0 : Math.rint(last * halfWindow / path.lengthPx());
    double smallestTurn = Math.max(SMALLEST_TURN_RAD, STEP_MARGIN * pixel / halfWindow);
    Curve curve = new Curve(last + 1, Math.min(last / 2, (int) ends), smallestTurn);
    for (int k = 0; k <= last; k++) {
      curve.x[k] = path.x(k);
      curve.y[k] = path.y(k);
      curve.curvature[k] = path.curvature(k);
      curve.variance[k] = path.curvatureVariance(k);
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

  /** The mean absolute curvature, over the points with a window that reaches to both sides. */
  double meanCurvature() {
    return mean(k -> Math.abs(curvature[k]));
  }

  /**
   * The mean squared curvature without the variance of the noise, over the points of {@link
   * #meanCurvature}. Below 0 where the noise is estimated too high, so that means over curves are
   * unbiased.
   */
  double meanSquaredCurvature() {
    return mean(k -> curvature[k] * curvature[k] - variance[k]);
  }

  private double mean(IntToDoubleFunction value) {
    int to = x.length - 1 - margin;
    double length = length(margin, to);
    if (length == 0) {
      return value.applyAsDouble(margin);
    }
    double sum = 0;
    for (int k = margin + 1; k <= to; k++) {
      sum += step(k) * (value.applyAsDouble(k - 1) + value.applyAsDouble(k)) / 2;
    }
    return sum / length;
  }

  /** The indices where turns end: inflection points, and at last the end of the curve. */
  private int[] turnEnds() {
    int[] ends = new int[x.length];
    int count = 0;
    int sign = 0;
    int candidate = 0;
    double turned = 0;
    for (int k = margin + 1; k < x.length - margin; k++) {
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
      if (Math.abs(turned) >= smallestTurn && side != sign) {
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
    Curve back = new Curve(n, margin, smallestTurn);
    for (int k = 0; k < n; k++) {
      back.x[k] = x[n - 1 - k];
      back.y[k] = y[n - 1 - k];
      back.curvature[k] = -curvature[n - 1 - k];
      back.variance[k] = variance[n - 1 - k];
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
