package io.github.seqnet.graph;

import io.github.seqnet.image.BinaryMask;

/**
 * Measures the width of a vessel across its center line, which thinning may place up to a pixel off
 * the middle.
 */
final class VesselWidth {
  private static final double STEP = 0.25;

  /** By how many pixels the far edge may be farther away than the near one. */
  private static final double FARTHEST = 2;

  private final BinaryMask mask;

  VesselWidth(BinaryMask mask) {
    this.mask = mask;
  }

  /**
   * From the edge at the nearest background pixel through the given pixel to the edge on the other
   * side; the smallest width where several are equally near, so that rotated and mirrored masks
   * give the same width.
   *
   * @param squared the squared distance from this pixel to the nearest background, at least 1
   */
  double px(int x, int y, long squared) {
    double distance = Math.sqrt((double) squared);
    double least = Double.POSITIVE_INFINITY;
    for (int u = 0; u <= distance; u++) {
      long rest = squared - (long) u * u;
      int v = (int) Math.round(Math.sqrt((double) rest));
      if ((long) v * v != rest) {
        continue;
      }
      for (int signs = 0; signs < 4; signs++) {
        int dx = (signs & 1) == 0 ? u : -u;
        int dy = (signs & 2) == 0 ? v : -v;
        if (isBackground(x + dx, y + dy)) {
          least = Math.min(least, opposite(x, y, -dx / distance, -dy / distance, distance));
        }
      }
    }
    return distance - 0.5 + least;
  }

  /** From a pixel's center to the edge in a direction. */
  private double opposite(int x, int y, double dx, double dy, double nearest) {
    // All pixels nearer than the nearest background are set, so that the first steps are known.
    double known = nearest - Math.sqrt(0.5);
    double r = STEP / 2 + STEP * Math.max(0, Math.floor((known - STEP / 2) / STEP));
    double most = nearest - 0.5 + FARTHEST;
    while (r < most && !isBackground(x + rounded(r * dx), y + rounded(r * dy))) {
      r += STEP;
    }
    return Math.min(r - STEP / 2, most);
  }

  /**
   * Rounds to the nearest integer, halves away from 0, so that all directions are treated alike.
   */
  private static int rounded(double value) {
    int size = (int) (Math.abs(value) + 0.5);
    return value < 0 ? -size : size;
  }

  private boolean isBackground(int x, int y) {
    return x < 0 || y < 0 || x >= mask.width() || y >= mask.height() || !mask.get(x, y);
  }
}
