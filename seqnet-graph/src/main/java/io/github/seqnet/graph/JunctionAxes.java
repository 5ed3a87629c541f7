// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.graph.BranchDirection.Axis;
import java.util.List;

/**
 * Where the axes of the branches of a junction meet. Center lines bend toward a branch, so that the
 * node of a junction lies beside the axis of the vessel that branches.
 */
final class JunctionAxes {
  /** Axes within about 20 degrees of one line do not tell where they meet. */
  private static final double LEAST_CROSS = 0.12;

  private JunctionAxes() {}

  /**
   * By how much a segment is longer up to the point nearest to the axes of all branches than up to
   * its node, in pixels; below 0 if it is shorter. 0 where too few branches have an axis, or where
   * the point is farther away than a caliber.
   */
  static double extensionPx(SegmentEnd end) {
    List<SegmentEnd> branches = end.node().ends();
    double widest = 0;
    for (SegmentEnd branch : branches) {
      widest = Math.max(widest, branch.segment().meanCaliberPx());
    }
    int at = end.atStart() ? 0 : end.segment().pathSize() - 1;
    int x = end.segment().x(at);
    int y = end.segment().y(at);
    // The sums of the projections across the axes, about the node.
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double ax = 0;
    double ay = 0;
    int count = 0;
    Axis own = null;
    for (SegmentEnd branch : branches) {
      Axis axis = BranchDirection.axis(branch, widest).orElse(null);
      if (axis == null) {
        continue;
      }
      if (branch.equals(end)) {
        own = axis;
      }
      double across = axis.direction().dy();
      double along = axis.direction().dx();
      double off = across * (axis.x() - x) - along * (axis.y() - y);
      xx += across * across;
      xy -= across * along;
      yy += along * along;
      ax += across * off;
      ay -= along * off;
      count++;
    }
    double determinant = xx * yy - xy * xy;
    if (own == null || count < 2 || determinant < LEAST_CROSS) {
      return 0;
    }
    double dx = (yy * ax - xy * ay) / determinant;
    double dy = (xx * ay - xy * ax) / determinant;
    return Math.hypot(dx, dy) > widest ? 0 : -dx * own.direction().dx() - dy * own.direction().dy();
  }
}
