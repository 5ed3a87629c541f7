// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.util.Arrays;

/**
 * Splits segments that fold back: where two straight pieces of a path meet at a sharp angle, as
 * those of two vessels that touch with their tips. A hairpin bend that is at least as wide as the
 * vessel stays one segment, because the path is curved on both sides of its vertex.
 */
final class SharpTurns {
  /** The least turn, in degrees. */
  private static final double LEAST_TURN_DEG = 75;

  /** The length of each piece, in vessel widths, and at least in {@link VesselGraph#unitPx()}. */
  private static final double REACH_WIDTHS = 2.5;

  private static final double REACH_UNITS = 6;

  /** The largest deviation of a straight piece from its chord, in pixels and in vessel widths. */
  private static final double STRAIGHT_PX = 1;

  private static final double STRAIGHT_WIDTHS = 0.15;

  private SharpTurns() {}

  /** The graph with nodes of kind {@link NodeKind#TURN} at its sharp turns. */
  static VesselGraph split(VesselGraph graph) {
    int[][] turns = new int[graph.segmentCount()][];
    boolean found = false;
    for (Segment segment : graph.segments()) {
      turns[segment.index()] = turns(segment);
      found |= turns[segment.index()].length > 0;
    }
    if (!found) {
      return graph;
    }
    VesselGraphBuilder builder = VesselGraph.builder(graph.width(), graph.height());
    int[] number = new int[graph.nodeCount()];
    for (Node node : graph.nodes()) {
      number[node.index()] = builder.addNode(node.kind(), node.positions());
    }
    for (Segment segment : graph.segments()) {
      int[] path = segment.path();
      float[] calibers = segment.calibers();
      int start = number[segment.start().index()];
      int from = 0;
      for (int turn : turns[segment.index()]) {
        int node = builder.addNode(NodeKind.TURN, path[turn]);
        builder.addSegment(
            start,
            node,
            Arrays.copyOfRange(path, from, turn + 1),
            Arrays.copyOfRange(calibers, from, turn + 1));
        start = node;
        from = turn;
      }
      builder.addSegment(
          start,
          number[segment.end().index()],
          Arrays.copyOfRange(path, from, path.length),
          Arrays.copyOfRange(calibers, from, path.length));
    }
    return builder.build();
  }

  /** The indices on the path of the sharpest pixels, ascending; none for loops and rings. */
  private static int[] turns(Segment segment) {
    if (segment.isLoop()) {
      return new int[0];
    }
    double width = Math.max(1, segment.meanCaliberPx());
    int gap = (int) Math.ceil(width / 2);
    int least = gap + (int) Math.ceil(REACH_UNITS * segment.graph().unitPx());
    int reach = Math.max(least, (int) Math.ceil(REACH_WIDTHS * width));
    int size = segment.pathSize();
    int[] turns = new int[4];
    int count = 0;
    int best = -1;
    double bestTurn = 0;
    for (int i = reach; i < size - reach; i++) {
      double turn = turnDeg(segment, i, gap, reach, width);
      if (turn > bestTurn) {
        bestTurn = turn;
        best = i;
      }
      boolean last = i == size - reach - 1;
      if (best >= 0 && (i - best >= reach || last)) {
        if (count == turns.length) {
          turns = Arrays.copyOf(turns, 2 * count);
        }
        turns[count++] = best;
        best = -1;
        bestTurn = 0;
      }
    }
    return Arrays.copyOf(turns, count);
  }

  /** By how many degrees the path turns at a pixel; 0 if it is not a sharp turn. */
  private static double turnDeg(Segment segment, int at, int gap, int reach, double width) {
    int a = at - reach;
    int b = at - gap;
    int c = at + gap;
    int d = at + reach;
    double ux = segment.x(b) - segment.x(a);
    double uy = segment.y(b) - segment.y(a);
    double vx = segment.x(d) - segment.x(c);
    double vy = segment.y(d) - segment.y(c);
    double turn = Math.toDegrees(Math.atan2(Math.abs(ux * vy - uy * vx), ux * vx + uy * vy));
    double tolerance = Math.max(STRAIGHT_PX, STRAIGHT_WIDTHS * width);
    return turn >= LEAST_TURN_DEG
            && isStraight(segment, a, b, tolerance)
            && isStraight(segment, c, d, tolerance)
        ? turn
        : 0;
  }

  private static boolean isStraight(Segment segment, int from, int to, double tolerance) {
    double dx = segment.x(to) - segment.x(from);
    double dy = segment.y(to) - segment.y(from);
    double length = Math.hypot(dx, dy);
    for (int k = from + 1; k < to; k++) {
      double side = (segment.x(k) - segment.x(from)) * dy - (segment.y(k) - segment.y(from)) * dx;
      if (Math.abs(side) > tolerance * length) {
        return false;
      }
    }
    return length > 0;
  }
}
