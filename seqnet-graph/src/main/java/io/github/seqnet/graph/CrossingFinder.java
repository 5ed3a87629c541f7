// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds where two vessels cross. At an acute angle the center lines of two crossing vessels run
 * together for a while, so that a crossing looks like two junctions with a bridge between them.
 * They become one crossing if each vessel continues straight on the other side. One use only.
 */
final class CrossingFinder {
  /** By how many degrees a vessel bends in a crossing at most. */
  private static final double LARGEST_BEND_DEG = 25;

  /**
   * By how much a vessel is displaced behind a crossing at most, in widths and in {@link
   * VesselGraph#unitPx()}.
   */
  private static final double LARGEST_SHIFT_WIDTHS = 0.75;

  private static final double LARGEST_SHIFT_UNITS = 2;

  /** The least angle between two vessels that cross, in degrees. */
  private static final double LEAST_ANGLE_DEG = 8;

  /** The largest ratio of the widths of the two ends of a vessel. */
  private static final double LARGEST_RATIO = 2;

  /**
   * How many times longer than the overlap of two vessels a bridge may be, because angles are
   * inaccurate close to a junction.
   */
  private static final double LONGEST_OVERLAP = 1.5;

  private final VesselGraph graph;

  private CrossingFinder(VesselGraph graph) {
    this.graph = graph;
  }

  /** The graph with its crossings as nodes of that kind. */
  static VesselGraph find(VesselGraph graph) {
    return new CrossingFinder(graph).run();
  }

  /** An end with where it leads. */
  private record Branch(SegmentEnd end, double x, double y, Direction direction, double width) {}

  /** Two vessels that cross, at one node or over a bridge. */
  private record Crossing(
      int node,
      int other,
      int bridge,
      Branch a,
      Branch aNext,
      Branch b,
      Branch bNext,
      double bend) {}

  private VesselGraph run() {
    List<Crossing> candidates = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.kind() == NodeKind.JUNCTION && node.degree() == 4) {
        best(node.index(), node.index(), -1, ends(node, -1)).ifPresent(candidates::add);
      }
    }
    for (Segment bridge : graph.segments()) {
      if (!bridge.isLoop() && isFork(bridge.start()) && isFork(bridge.end())) {
        List<SegmentEnd> ends = ends(bridge.start(), bridge.index());
        ends.addAll(ends(bridge.end(), bridge.index()));
        if (ends.size() == 4) {
          best(bridge.start().index(), bridge.end().index(), bridge.index(), ends)
              .filter(crossing -> isOverlap(bridge, crossing))
              .ifPresent(candidates::add);
        }
      }
    }
    candidates.sort(Comparator.comparingDouble(Crossing::bend));
    int[] crossingOf = new int[graph.nodeCount()];
    Arrays.fill(crossingOf, -1);
    List<Crossing> chosen = new ArrayList<>();
    for (Crossing crossing : candidates) {
      if (crossingOf[crossing.node()] < 0 && crossingOf[crossing.other()] < 0) {
        crossingOf[crossing.node()] = chosen.size();
        crossingOf[crossing.other()] = chosen.size();
        chosen.add(crossing);
      }
    }
    return chosen.isEmpty() ? graph : rebuild(chosen, crossingOf);
  }

  private static boolean isFork(Node node) {
    return node.kind() == NodeKind.JUNCTION && node.degree() == 3;
  }

  /** The ends at a node but for those of one segment. */
  private static List<SegmentEnd> ends(Node node, int without) {
    List<SegmentEnd> ends = node.ends();
    ends.removeIf(end -> end.segment().index() == without);
    return ends;
  }

  /** The straightest way to continue four ends in each other, if it is straight enough. */
  private Optional<Crossing> best(int node, int other, int bridge, List<SegmentEnd> ends) {
    List<Branch> branches = new ArrayList<>(4);
    double widest = 0;
    for (SegmentEnd end : ends) {
      widest = Math.max(widest, end.segment().meanCaliberPx());
    }
    for (SegmentEnd end : ends) {
      Optional<Branch> branch = branch(end, widest);
      if (branch.isEmpty()) {
        return Optional.empty();
      }
      branches.add(branch.get());
    }
    Crossing best = null;
    // Over a bridge, the first two ends are on one side and the others on the other.
    for (int k = bridge < 0 ? 1 : 2; k <= 3; k++) {
      Branch a = branches.get(0);
      Branch aNext = branches.get(k);
      Branch b = branches.get(k == 1 ? 2 : 1);
      Branch bNext = branches.get(k == 3 ? 2 : 3);
      OptionalDouble first = bendDeg(a, aNext);
      OptionalDouble second = bendDeg(b, bNext);
      if (first.isEmpty() || second.isEmpty() || lineAngleDeg(a, b) < LEAST_ANGLE_DEG) {
        continue;
      }
      double bend = Math.max(first.getAsDouble(), second.getAsDouble());
      if (best == null || bend < best.bend()) {
        best = new Crossing(node, other, bridge, a, aNext, b, bNext, bend);
      }
    }
    return Optional.ofNullable(best);
  }

  private static Optional<Branch> branch(SegmentEnd end, double clearance) {
    Segment segment = end.segment();
    int last = segment.pathSize() - 1;
    Optional<Direction> measured = BranchDirection.of(end, clearance);
    if (measured.isEmpty() && last < 3) {
      return Optional.empty();
    }
    Direction direction =
        measured.orElseGet(
            () -> end.atStart() ? segment.startDirection(last) : segment.endDirection(last));
    int at = measured.isPresent() ? (int) Math.min(last, Math.ceil(clearance * 1.2)) : last / 2;
    int k = end.atStart() ? at : last - at;
    return Optional.of(
        new Branch(end, segment.x(k), segment.y(k), direction, segment.meanCaliberPx()));
  }

  /** By how many degrees one branch misses continuing another; empty if it does not continue it. */
  private OptionalDouble bendDeg(Branch a, Branch b) {
    double ratio = a.width() / b.width();
    double bend = 180 - Math.toDegrees(a.direction().angleRad(b.direction()));
    if (ratio > LARGEST_RATIO || ratio < 1 / LARGEST_RATIO || bend > LARGEST_BEND_DEG) {
      return OptionalDouble.empty();
    }
    double width = (a.width() + b.width()) / 2;
    double largest = Math.max(LARGEST_SHIFT_UNITS * graph.unitPx(), LARGEST_SHIFT_WIDTHS * width);
    // The distance of each branch from the line of the other, halfway between them.
    double dx = b.x() - a.x();
    double dy = b.y() - a.y();
    double fromA = Math.abs(dx * a.direction().dy() - dy * a.direction().dx());
    double fromB = Math.abs(dx * b.direction().dy() - dy * b.direction().dx());
    return Math.min(fromA, fromB) > largest ? OptionalDouble.empty() : OptionalDouble.of(bend);
  }

  /** The angle between two lines, in degrees, 0..90. */
  private static double lineAngleDeg(Branch a, Branch b) {
    double angle = Math.toDegrees(a.direction().angleRad(b.direction()));
    return Math.min(angle, 180 - angle);
  }

  /** Whether a bridge is no longer than two vessels overlap that cross at this angle. */
  private static boolean isOverlap(Segment bridge, Crossing crossing) {
    double angle =
        Math.toRadians(
            (lineAngleDeg(crossing.a(), crossing.b())
                    + lineAngleDeg(crossing.aNext(), crossing.bNext()))
                / 2);
    double width =
        (crossing.a().width()
                + crossing.aNext().width()
                + crossing.b().width()
                + crossing.bNext().width())
            / 4;
    return bridge.lengthPx() <= LONGEST_OVERLAP * width / Math.sin(angle / 2) + width;
  }

  private VesselGraph rebuild(List<Crossing> crossings, int[] crossingOf) {
    VesselGraphBuilder builder = VesselGraph.builder(graph.width(), graph.height());
    boolean[] isBridge = new boolean[graph.segmentCount()];
    int[] crossingNumber = new int[crossings.size()];
    for (int c = 0; c < crossingNumber.length; c++) {
      Crossing crossing = crossings.get(c);
      if (crossing.bridge() >= 0) {
        isBridge[crossing.bridge()] = true;
      }
      crossingNumber[c] = builder.addNode(NodeKind.CROSSING, pixels(crossing));
    }
    int[] number = new int[graph.nodeCount()];
    for (Node node : graph.nodes()) {
      int c = crossingOf[node.index()];
      number[node.index()] =
          c >= 0 ? crossingNumber[c] : builder.addNode(node.kind(), node.positions());
    }
    int[] segmentNumber = new int[graph.segmentCount()];
    for (Segment segment : graph.segments()) {
      if (!isBridge[segment.index()]) {
        segmentNumber[segment.index()] =
            builder.addSegment(
                number[segment.start().index()],
                number[segment.end().index()],
                segment.path(),
                segment.calibers());
      }
    }
    for (Crossing crossing : crossings) {
      join(builder, segmentNumber, crossing.a().end(), crossing.aNext().end());
      join(builder, segmentNumber, crossing.b().end(), crossing.bNext().end());
    }
    return builder.build();
  }

  private static void join(
      VesselGraphBuilder builder, int[] number, SegmentEnd end, SegmentEnd next) {
    builder.continuation(
        number[end.segment().index()],
        end.atStart(),
        number[next.segment().index()],
        next.atStart());
  }

  private int[] pixels(Crossing crossing) {
    int[] own = graph.node(crossing.node()).positions();
    if (crossing.bridge() < 0) {
      return own;
    }
    int[] other = graph.node(crossing.other()).positions();
    int[] path = graph.segment(crossing.bridge()).path();
    int[] all = Arrays.copyOf(own, own.length + other.length + path.length - 2);
    System.arraycopy(other, 0, all, own.length, other.length);
    System.arraycopy(path, 1, all, own.length + other.length, path.length - 2);
    return all;
  }
}
