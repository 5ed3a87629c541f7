// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.thinning;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * The end of a vessel: how its center line goes on from a reliable pixel, and where it stops.
 *
 * The line is followed in steps of a pixel, each moved to the middle between the two sides, as long
 * as the vessel keeps its width. From there the reach F of the vessel is measured at several
 * lateral positions s (in radii r): F(s) = a + b s - c r (1 - sqrt(1 - s^2)). A straight or slanted
 * cut has c = 0 and the line ends at a; a half disc has c = 1 and the line ends at its center,
 * a - r. c and the slant b, each with its standard deviation, give the
 * probability of a half disc, and the line ends where both shapes put it on average. So does the
 * area that the end lacks compared with a cut. A vessel of few pixels does not show the shape of its
 * end, so that its line ends halfway between. The line of a pointed end goes on to the tip.
 */
final class VesselEnd {
  private static final double STEP = 0.25;

  /** The largest lateral position of a measurement, in radii, and the number to each side. */
  private static final double WIDEST = 0.8;

  private static final int SIDE_COUNT = 6;

  /** The least distance of a measurement from the side of the vessel. */
  private static final double MARGIN_PX = 1;

  /** The standard deviation of a measurement, and of the slant of half discs beyond that. */
  private static final double NOISE_PX = 0.35;

  private static final double SLANT_NOISE = 0.08;

  /** The standard deviation of the slant of cuts. */
  private static final double CUT_SLANT = 0.4;

  /** The largest log odds of a half disc against a cut from c alone. */
  private static final double SUREST = 4;

  /**
   * The largest distance by which the center of an added pixel lies behind the end, in pixels. The
   * far edge of the last pixel is the end.
   */
  private static final double END = 0.25;

  /** From this number of pixels on, the curvature of a line counts. */
  private static final int CURVED = 16;

  /** The distance between measurements for the area of an end. */
  private static final double AREA_STEP = 0.25;

  /** The standard deviation of the area that an end lacks, times the radius. */
  private static final double AREA_NOISE_PX = 1.2;

  /**
   * An end that lacks more, by some standard deviations, is pointed: its center line goes on to the
   * tip.
   */
  private static final double POINTED = 2;

  /** An end whose c is larger by as many standard deviations is pointed as well. */
  private static final double POINTED_C = 1.5;

  private static final double POINTED_DEVIATIONS = 1.5;

  /** The largest distance of a tip from the center line, in radii. */
  private static final double TIP_ASIDE = 0.4;

  private static final double SMALLEST_POINTED_PX = 1.5;

  /** The part of its width that a vessel keeps up to its end. */
  private static final double KEPT_WIDTH = 0.9;

  private final byte[] vessel;
  private final int columns;
  private final int[] pixels;
  private int size;

  /** The current point of the center line, its direction, and half of the vessel's width. */
  private double x;

  private double y;
  private double dx;
  private double dy;
  private double radius;
  private double curvature;

  private VesselEnd(byte[] vessel, int columns, int most) {
    this.vessel = vessel;
    this.columns = columns;
    this.pixels = new int[most];
  }

  /**
   * Finds the end of a vessel.
   *
   * @param walk the pixels of the line from its tip inward
   * @param count the number of valid pixels
   * @param anchor the index of the pixel from which the line is drawn again
   * @param depth the approximate distance of the center line from the sides
   * @return null if the line has no direction
   */
  static @Nullable VesselEnd at(
      CenterLineKernel kernel, byte[] vessel, int[] walk, int count, int anchor, double depth) {
    int most = anchor + (int) Math.ceil(5 * depth) + 8;
    VesselEnd end = new VesselEnd(vessel, kernel.width(), most);
    if (!end.start(walk, count, anchor, depth)) {
      return null;
    }
    end.follow(most);
    end.stop();
    return end;
  }

  /** The pixels of the center line from the anchor to its end. */
  int[] pixels() {
    return Arrays.copyOf(pixels, size);
  }

  /** Fits a line to the pixels from the anchor inward. */
  private boolean start(int[] walk, int count, int anchor, double depth) {
    int last = Math.min(count - 1, anchor + (int) Math.ceil(3 * depth) + 10);
    int n = last - anchor + 1;
    double meanX = 0;
    double meanY = 0;
    for (int k = anchor; k <= last; k++) {
      meanX += column(walk[k]);
      meanY += row(walk[k]);
    }
    meanX /= n;
    meanY /= n;
    double middle = (n - 1) / 2.0;
    double linearX = 0;
    double linearY = 0;
    double squares = 0;
    double quadraticX = 0;
    double quadraticY = 0;
    double fourth = 0;
    for (int k = 0; k < n; k++) {
      double t = k - middle;
      double px = column(walk[anchor + k]) - meanX;
      double py = row(walk[anchor + k]) - meanY;
      linearX += t * px;
      linearY += t * py;
      quadraticX += t * t * px;
      quadraticY += t * t * py;
      squares += t * t;
      fourth += t * t * t * t;
    }
    linearX /= squares;
    linearY /= squares;
    if (n >= CURVED) {
      quadraticX /= fourth - squares * squares / n;
      quadraticY /= fourth - squares * squares / n;
    } else {
      quadraticX = 0;
      quadraticY = 0;
    }
    // The direction and the curvature of the parabola at the anchor.
    double tangentX = linearX - 2 * middle * quadraticX;
    double tangentY = linearY - 2 * middle * quadraticY;
    double speed = Math.hypot(tangentX, tangentY);
    if (!(speed > 0.5)) {
      return false;
    }
    dx = -tangentX / speed;
    dy = -tangentY / speed;
    curvature = -2 * (tangentX * quadraticY - tangentY * quadraticX) / (speed * speed * speed);
    x = meanX - middle * linearX + (middle * middle - squares / n) * quadraticX;
    y = meanY - middle * linearY + (middle * middle - squares / n) * quadraticY;
    // Half of the width, as the median over the fitted pixels.
    double[] widths = new double[n];
    for (int k = 0; k < n; k++) {
      double t = k - middle;
      double px = meanX + t * linearX + (t * t - squares / n) * quadraticX;
      double py = meanY + t * linearY + (t * t - squares / n) * quadraticY;
      double ux = linearX + 2 * t * quadraticX;
      double uy = linearY + 2 * t * quadraticY;
      double norm = Math.hypot(ux, uy);
      widths[k] =
          reach(px, py, -uy / norm, ux / norm, 2 * depth + 2)
              + reach(px, py, uy / norm, -ux / norm, 2 * depth + 2);
    }
    Arrays.sort(widths);
    radius = Math.max(0.5, widths[n / 2] / 2);
    center(1);
    return true;
  }

  /** Moves the point to the middle between the sides; tells whether the vessel has its width. */
  private boolean center(double most) {
    double right = reach(x, y, -dy, dx, 2 * radius + 1);
    double left = reach(x, y, dy, -dx, 2 * radius + 1);
    if (right + left < KEPT_WIDTH * 2 * radius - 0.75) {
      return false;
    }
    double shift = Math.max(-most, Math.min(most, (right - left) / 2));
    x -= shift * dy;
    y += shift * dx;
    return true;
  }

  /** Follows the vessel as long as it keeps its width. */
  private void follow(int most) {
    add();
    int narrow = 0;
    double keptX = x;
    double keptY = y;
    int keptSize = size;
    for (int k = 0; k < most - 2 * radius - 4 && narrow < 2 && isVessel(x + dx, y + dy); k++) {
      turn(curvature);
      x += dx;
      y += dy;
      double straightX = x;
      double straightY = y;
      if (center(0.35)) {
        narrow = 0;
        // The direction follows the curve slowly: single shifts are noise.
        turn(0.1 * ((y - straightY) * dx - (x - straightX) * dy));
      } else {
        narrow++;
      }
      add();
      if (narrow == 0) {
        keptX = x;
        keptY = y;
        keptSize = size;
      }
    }
    x = keptX;
    y = keptY;
    size = keptSize;
  }

  /** Turns the direction, in radians. */
  private void turn(double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double ux = dx * cos - dy * sin;
    dy = dx * sin + dy * cos;
    dx = ux;
  }

  /** Measures the shape of the end, and continues straight to the end of the center line. */
  private void stop() {
    int n = 2 * SIDE_COUNT + 1;
    double widest = Math.max(0.3, Math.min(WIDEST, 1 - MARGIN_PX / radius));
    // From some way back, because the cut may be behind the point at one side.
    double back = 0.3 * radius + 0.5;
    double backX = x - back * dx;
    double backY = y - back * dy;
    double sumG = 0;
    double sumGg = 0;
    double sumF = 0;
    double sumGf = 0;
    double sumS = 0;
    double sumSf = 0;
    for (int k = -SIDE_COUNT; k <= SIDE_COUNT; k++) {
      double s = widest * k / SIDE_COUNT;
      double shift = s * radius;
      double f = curvedReach(backX - shift * dy, backY + shift * dx, 4 * radius + 4) - back;
      double g = radius * (Math.sqrt(1 - s * s) - 1);
      sumS += s * s;
      sumSf += s * f;
      sumG += g;
      sumGg += g * g;
      sumF += f;
      sumGf += g * f;
    }
    // The term b s is odd and does not influence the others.
    double measured = (n * sumGf - sumG * sumF) / (n * sumGg - sumG * sumG);
    double slant = sumSf / sumS / radius;
    // Measurements less than a pixel apart are not independent.
    double independent = Math.min(1, (2 * widest * radius + 1) / n);
    double noiseC = NOISE_PX / Math.sqrt(independent * (sumGg - sumG * sumG / n));
    double noiseB = SLANT_NOISE + NOISE_PX / Math.sqrt(independent * sumS * radius * radius);
    double tip = curvedReach(backX, backY, 6 * radius + 4);
    double missing = missingArea(backX, backY, tip);
    double length;
    boolean pointed =
        missing > POINTED + POINTED_DEVIATIONS * AREA_NOISE_PX / radius
            || measured > POINTED_C + POINTED_DEVIATIONS * noiseC;
    if (pointed && radius >= SMALLEST_POINTED_PX) {
      length = aimAtTip(backX, backY) - back - 0.5;
    } else {
      double shape = roundness(measured, noiseC, missing, slant, noiseB);
      double apex = (sumF - shape * sumG) / n;
      length = apex - shape * radius;
    }
    double fromX = x;
    double fromY = y;
    for (int k = 1; k <= Math.floor(length + END); k++) {
      double shift = curvature * k * k / 2;
      x = fromX + k * dx - shift * dy;
      y = fromY + k * dy + shift * dx;
      add();
    }
    // The center of a round end may lie behind the last point.
    double behind = -length;
    while (behind > 0 && size > 1) {
      size--;
      behind--;
    }
  }

  /** Turns to the farthest point of a pointed end near its middle; returns how far it is. */
  private double aimAtTip(double fromX, double fromY) {
    double farthest = 0;
    double aside = 0;
    int steps = (int) (Math.max(1, TIP_ASIDE * radius) / AREA_STEP);
    for (int k = 0; k <= 2 * steps; k++) {
      // From the middle outward, so that the middle one of equal points counts.
      double shift = (k % 2 == 0 ? 1 : -1) * ((k + 1) / 2) * AREA_STEP;
      double reach = curvedReach(fromX - shift * dy, fromY + shift * dx, 6 * radius + 4);
      if (reach > farthest) {
        farthest = reach;
        aside = shift;
      }
    }
    turn(Math.atan2(aside, farthest));
    return farthest;
  }

  /**
   * The area that the end lacks compared with a straight cut through its tip, in units of what a
   * half disc lacks: 0 for a cut, 1 for a half disc, 2.3 for a right angle.
   */
  private double missingArea(double fromX, double fromY, double tip) {
    int steps = (int) Math.ceil((radius + 1) / AREA_STEP);
    double missing = 0;
    for (int k = -steps; k <= steps; k++) {
      double shift = k * AREA_STEP;
      double reach = curvedReach(fromX - shift * dy, fromY + shift * dx, 6 * radius + 4);
      // Rays that begin beside the vessel do not belong to its end.
      missing += reach == 0 ? 0 : AREA_STEP * (tip - reach);
    }
    return missing / ((2 - Math.PI / 2) * radius * radius);
  }

  /**
   * The probability of a half disc given c, the missing area, b, and the standard deviations of c
   * and b.
   */
  private double roundness(double c, double noiseC, double missing, double b, double noiseB) {
    double noiseArea = AREA_NOISE_PX / radius;
    double shape = (c - 0.5) / (noiseC * noiseC) + (missing - 0.5) / (noiseArea * noiseArea);
    double symmetry =
        Math.log(CUT_SLANT / noiseB)
            - b * b / 2 * (1 / (noiseB * noiseB) - 1 / (CUT_SLANT * CUT_SLANT));
    // Some measurements may leave the vessel at its side: c alone is never decisive.
    double odds = SUREST * Math.tanh(shape / SUREST) + Math.min(0, symmetry);
    return 1 / (1 + Math.exp(-odds));
  }

  private void add() {
    int column = (int) (x + 0.5);
    int row = (int) (y + 0.5);
    if (size > 0) {
      int lastColumn = column(pixels[size - 1]);
      int lastRow = row(pixels[size - 1]);
      if (Math.max(Math.abs(column - lastColumn), Math.abs(row - lastRow)) > 1) {
        add(rounded((column + lastColumn) / 2.0), rounded((row + lastRow) / 2.0));
      }
    }
    add(column, row);
  }

  private void add(int column, int row) {
    int p = row * columns + column;
    if (size < pixels.length && (size == 0 || pixels[size - 1] != p)) {
      pixels[size++] = p;
    }
  }

  /** The extent of the vessel ahead of a point beside the center line, along its curve. */
  private double curvedReach(double fromX, double fromY, double most) {
    double t = 0;
    while (t < most) {
      double u = t + STEP / 2;
      double shift = curvature * u * u / 2;
      if (!isVessel(fromX + u * dx - shift * dy, fromY + u * dy + shift * dx)) {
        break;
      }
      t += STEP;
    }
    return t;
  }

  /** The extent of the vessel from a point in a direction, in pixels. */
  private double reach(double fromX, double fromY, double ux, double uy, double most) {
    double t = 0;
    while (t < most && isVessel(fromX + (t + STEP / 2) * ux, fromY + (t + STEP / 2) * uy)) {
      t += STEP;
    }
    return t;
  }

  private int column(int position) {
    return position % columns;
  }

  private int row(int position) {
    return position / columns;
  }

  private static int rounded(double value) {
    return (int) (value + 0.5);
  }

  private boolean isVessel(double px, double py) {
    int column = (int) (px + 0.5);
    int row = (int) (py + 0.5);
    int position = row * columns + column;
    return px >= 0
        && py >= 0
        && column < columns
        && position < vessel.length
        && vessel[position] != 0;
  }
}
