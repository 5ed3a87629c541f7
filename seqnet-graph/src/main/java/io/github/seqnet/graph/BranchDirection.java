// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.util.Optional;

/** Measures the direction of a segment beyond the vessel that it branches from. */
final class BranchDirection {
  /** Over how many widths of the vessel that it branches from a direction is measured. */
  private static final double REACH_WIDTHS = 2.5;

  /** The least distance over which a direction is measured, in {@link VesselGraph#unitPx()}. */
  private static final double SHORTEST_UNITS = 6;

  private BranchDirection() {}

  /**
   * The direction of a segment away from one of its ends: the principal axis of its path over 2.5
   * times {@code clearance}, at least two median calibers of the graph and 6 px, after the first
   * {@code clearance} pixels.
   *
   * @param clearance the length along the path that is skipped, in pixels
   * @return empty if less than half of the measured length remains, or the segment turns back
   */
  static Optional<Direction> of(SegmentEnd end, double clearance) {
    return axis(end, clearance).map(Axis::direction);
  }

  /**
   * The straight line along the part of a segment that {@link #of} measures.
   *
   * @param x the column of its middle
   * @param y the row of its middle
   * @param direction away from the end
   */
  record Axis(double x, double y, Direction direction) {}

  /** As {@link #of}, with a point of the axis. */
  static Optional<Axis> axis(SegmentEnd end, double clearance) {
    Segment segment = end.segment();
    int size = segment.pathSize();
    double reach = Math.max(SHORTEST_UNITS * segment.graph().unitPx(), REACH_WIDTHS * clearance);
    int first = end.atStart() ? 0 : size - 1;
    double length = 0;
    double weight = 0;
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumXy = 0;
    double sumYy = 0;
    double beginX = 0;
    double beginY = 0;
    double endX = 0;
    double endY = 0;
    for (int k = 1; k < size && length < clearance + reach; k++) {
      int before = end.atStart() ? k - 1 : size - k;
      int after = end.atStart() ? k : size - 1 - k;
      double stepX = segment.x(after) - segment.x(before);
      double stepY = segment.y(after) - segment.y(before);
      double step = Math.hypot(stepX, stepY);
      // The part of the step that is measured, from 0 to 1.
      double from = Math.max(0, (clearance - length) / step);
      double to = Math.min(1, (clearance + reach - length) / step);
      length += step;
      if (from >= to) {
        continue;
      }
      double x = segment.x(before) - segment.x(first);
      double y = segment.y(before) - segment.y(first);
      endX = x + to * stepX;
      endY = y + to * stepY;
      if (weight == 0) {
        beginX = x + from * stepX;
        beginY = y + from * stepY;
      }
      double part = (to - from) * step;
      double middleX = x + (from + to) / 2 * stepX;
      double middleY = y + (from + to) / 2 * stepY;
      double second = (to - from) * (to - from) / 12;
      weight += part;
      sumX += part * middleX;
      sumY += part * middleY;
      sumXx += part * (middleX * middleX + second * stepX * stepX);
      sumXy += part * (middleX * middleY + second * stepX * stepY);
      sumYy += part * (middleY * middleY + second * stepY * stepY);
    }
    if (weight < reach / 2) {
      return Optional.empty();
    }
    double xx = sumXx - sumX * sumX / weight;
    double xy = sumXy - sumX * sumY / weight;
    double yy = sumYy - sumY * sumY / weight;
    double dx = endX - beginX;
    double dy = endY - beginY;
    double half = Math.hypot((xx - yy) / 2, xy);
    if (half == 0 || (dx == 0 && dy == 0)) {
      return Optional.empty();
    }
    // The eigenvector of the larger eigenvalue, in the form that is free of cancellation.
    double axisX = xx >= yy ? (xx - yy) / 2 + half : Math.abs(xy);
    double axisY = xx >= yy ? Math.abs(xy) : (yy - xx) / 2 + half;
    axisY = xy < 0 ? -axisY : axisY;
    double sign = axisX * dx + axisY * dy < 0 ? -1 : 1;
    return Optional.of(
        new Axis(
            segment.x(first) + sumX / weight,
            segment.y(first) + sumY / weight,
            Direction.between(0, 0, sign * axisX, sign * axisY)));
  }
}
