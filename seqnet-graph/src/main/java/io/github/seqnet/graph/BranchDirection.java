// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.util.Optional;

/** Measures the direction of a segment beyond the vessel that it branches from. */
final class BranchDirection {
  /** The smallest number of path pixels over which a direction is measured. */
  private static final double SHORTEST = 10;

  private BranchDirection() {}

  /**
   * The direction of a segment away from one of its ends: the principal axis of {@code clearance}
   * path pixels, at least 10, after the first {@code clearance} pixels.
   *
   * @param clearance the length along the path that is skipped, in pixels
   * @return empty if less than half of the measured length remains, or the segment turns back
   */
  static Optional<Direction> of(SegmentEnd end, double clearance) {
    Segment segment = end.segment();
    int size = segment.pathSize();
    double reach = Math.max(SHORTEST, clearance);
    double length = 0;
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumXy = 0;
    double sumYy = 0;
    int count = 0;
    int first = -1;
    int last = -1;
    for (int k = 0; k < size && length <= clearance + reach; k++) {
      int at = end.atStart() ? k : size - 1 - k;
      if (k > 0) {
        int before = end.atStart() ? k - 1 : size - k;
        length += Math.hypot(segment.x(at) - segment.x(before), segment.y(at) - segment.y(before));
      }
      if (length >= clearance) {
        first = first < 0 ? at : first;
        last = at;
        double x = segment.x(at) - segment.x(first);
        double y = segment.y(at) - segment.y(first);
        sumX += x;
        sumY += y;
        sumXx += x * x;
        sumXy += x * y;
        sumYy += y * y;
        count++;
      }
    }
    if (count < 2 || length - clearance < reach / 2) {
      return Optional.empty();
    }
    double xx = sumXx - sumX * sumX / count;
    double xy = sumXy - sumX * sumY / count;
    double yy = sumYy - sumY * sumY / count;
    double dx = segment.x(last) - segment.x(first);
    double dy = segment.y(last) - segment.y(first);
    double half = Math.hypot((xx - yy) / 2, xy);
    if (half == 0 || (dx == 0 && dy == 0)) {
      return Optional.empty();
    }
    // The eigenvector of the larger eigenvalue, in the form that is free of cancellation.
    double axisX = xx >= yy ? (xx - yy) / 2 + half : Math.abs(xy);
    double axisY = xx >= yy ? Math.abs(xy) : (yy - xx) / 2 + half;
    axisY = xy < 0 ? -axisY : axisY;
    double sign = axisX * dx + axisY * dy < 0 ? -1 : 1;
    return Optional.of(Direction.between(0, 0, sign * axisX, sign * axisY));
  }
}
