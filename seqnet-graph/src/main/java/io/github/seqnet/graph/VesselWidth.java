// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.image.BinaryMask;

/**
 * Measures the width of a vessel across its center line. Rays on both sides of the line,
 * perpendicular to it, end where they leave the mask. The mean over rays side by side is unbiased
 * in all directions, whereas a single ray depends on where it meets the steps of a slanted edge.
 */
final class VesselWidth {
  private static final double STEP = 0.25;

  /** How far the line may be off the middle of the vessel, in pixels and as a part of its depth. */
  private static final double OFF_CENTER_PX = 1;

  private static final double OFF_CENTER = 0.15;

  /**
   * How far to each side along the line rays start, in pixels and as a part of the distance to the
   * nearest background, and how many rays there are.
   */
  private static final double REACH_PX = 1.25;

  private static final double REACH = 0.5;

  private static final int RAYS = 6;

  /** Over how many pixels to each side the direction of a line is measured at least. */
  private static final int SHORTEST = 4;

  private final byte[] pixels;
  private final int width;
  private final int height;

  VesselWidth(BinaryMask mask) {
    pixels = mask.toArray();
    width = mask.width();
    height = mask.height();
  }

  /**
   * The widths in pixels along a line.
   *
   * @param path the positions of the line's pixels
   * @param from the index of the first pixel of the line
   * @param to the index behind its last pixel
   * @param squared the squared distance from each pixel of the path to the nearest background, at
   *     least 1
   * @param target receives the widths, at the indices of the pixels
   */
  void along(int[] path, int from, int to, long[] squared, float[] target) {
    for (int k = from; k < to; k++) {
      double distance = Math.sqrt((double) squared[k]);
      int most = Math.max(SHORTEST, (int) distance);
      // As many pixels on both sides where possible: the tangent of a curve.
      int before = Math.max(from, k - most);
      int after = Math.min(to - 1, k + most);
      int even = Math.min(k - before, after - k);
      if (even >= SHORTEST / 2) {
        before = k - even;
        after = k + even;
      }
      double dx = path[after] % width - path[before] % width;
      double dy = path[after] / width - path[before] / width;
      double norm = Math.hypot(dx, dy);
      target[k] =
          norm == 0
              ? (float) (2 * distance - 1)
              : (float) px(path[k] % width, path[k] / width, distance, dx / norm, dy / norm);
    }
  }

  /** The width at a pixel of a line with the given direction. */
  private double px(int x, int y, double distance, double dx, double dy) {
    // The center line is near the middle: a ray that goes farther has entered another vessel.
    double beyond = 2 * Math.max(OFF_CENTER_PX, OFF_CENTER * distance);
    double most = distance - 0.5 + beyond;
    double reach = Math.min(REACH_PX, REACH * distance);
    double sum = 0;
    for (int k = 0; k < RAYS; k++) {
      double along = reach * ((2 * k + 1.0) / RAYS - 1);
      double fromX = x + along * dx;
      double fromY = y + along * dy;
      // All pixels nearer than the nearest background are set, so that the first steps are known.
      double inside = distance - Math.sqrt(0.5);
      double known = Math.sqrt(Math.max(0, inside * inside - along * along));
      sum += ray(fromX, fromY, -dy, dx, known, most) + ray(fromX, fromY, dy, -dx, known, most);
    }
    return Math.max(1, Math.min(sum / RAYS, 2 * distance - 1 + beyond));
  }

  /** From a point to the edge in a direction. */
  private double ray(double x, double y, double dx, double dy, double known, double most) {
    double r = STEP / 2 + STEP * Math.floor(known / STEP);
    while (r < most && isVessel(x + r * dx, y + r * dy)) {
      r += STEP;
    }
    return Math.min(r - STEP / 2, most);
  }

  private boolean isVessel(double x, double y) {
    int column = (int) Math.floor(x + 0.5);
    int row = (int) Math.floor(y + 0.5);
    return column >= 0
        && row >= 0
        && column < width
        && row < height
        && pixels[row * width + column] != 0;
  }
}
