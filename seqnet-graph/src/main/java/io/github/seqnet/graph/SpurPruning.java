// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/**
 * Takes the spurs off a graph as it was traced, before anything else is known of its segments: the
 * shortest first, until none is left. Where two segments are left at a junction they become one.
 * One use only.
 */
final class SpurPruning {
  private final VesselGraph graph;
  private final int width;
  private final double widths;
  private final IntPredicate kept;

  /** By their order; null where one has been taken off or has become part of another. */
  private final Branch[] branches;

  private final List<List<Branch>> atNodes = new ArrayList<>();

  /** The pixel where a ring without other nodes is cut, or -1. */
  private final int[] cuts;

  private final PriorityQueue<Branch> spurs =
      new PriorityQueue<>(
          Comparator.comparingDouble((Branch branch) -> branch.length)
              .thenComparingInt(branch -> branch.order));

  /** A segment, or several that have become one. */
  private static final class Branch {
    private final int start;
    private final int end;
    private final PixelPath line;
    private final double length;
    private final int order;

    Branch(int start, int end, PixelPath line, double length, int order) {
      this.start = start;
      this.end = end;
      this.line = line;
      this.length = length;
      this.order = order;
    }

    /** The line as it leads to, or from, a node at one of its ends. */
    PixelPath to(int node) {
      return end == node ? line : line.turned();
    }

    PixelPath from(int node) {
      return start == node ? line : line.turned();
    }

    int otherEnd(int node) {
      return start == node ? end : start;
    }
  }

  /**
   * @param widths the largest length of a spur, in calibers of the vessel that it branches off
   * @param kept whether a segment that ends at this position is kept
   */
  SpurPruning(VesselGraph graph, double widths, IntPredicate kept) {
    this.graph = graph;
    this.width = graph.width();
    this.widths = widths;
    this.kept = kept;
    branches = new Branch[graph.segmentCount()];
    cuts = new int[graph.nodeCount()];
    Arrays.fill(cuts, -1);
    for (int n = 0; n < cuts.length; n++) {
      atNodes.add(new ArrayList<>(3));
    }
  }

  VesselGraph prune() {
    for (Segment segment : graph.segments()) {
      put(branch(segment));
    }
    boolean changed = joinThroughJunctions();
    for (Branch spur = spurs.poll(); spur != null; spur = spurs.poll()) {
      if (branches[spur.order] == spur && isSpur(spur)) {
        int junction = isEndPoint(spur.start) ? spur.end : spur.start;
        remove(spur);
        changed = true;
        if (atNodes.get(junction).size() == 2) {
          join(junction);
        }
      }
    }
    return changed ? build() : graph;
  }

  /** Joins two segments at a junction that merging has left with only these two. */
  private boolean joinThroughJunctions() {
    boolean joined = false;
    for (int n = 0; n < cuts.length; n++) {
      if (graph.nodeKind(n) == NodeKind.JUNCTION && atNodes.get(n).size() == 2) {
        join(n);
        joined = true;
      }
    }
    return joined;
  }

  private static Branch branch(Segment segment) {
    return new Branch(
        segment.start().index(),
        segment.end().index(),
        new PixelPath(segment.path(), segment.calibers()),
        segment.lengthPx(),
        segment.index());
  }

  private void put(Branch branch) {
    branches[branch.order] = branch;
    atNodes.get(branch.start).add(branch);
    atNodes.get(branch.end).add(branch);
    if (isEndPoint(branch.start) != isEndPoint(branch.end) && isShort(branch)) {
      spurs.add(branch);
    }
  }

  private void remove(Branch branch) {
    branches[branch.order] = null;
    atNodes.get(branch.start).remove(branch);
    atNodes.get(branch.end).remove(branch);
  }

  private boolean isEndPoint(int node) {
    return graph.nodeKind(node) == NodeKind.END_POINT;
  }

  private int tip(Branch branch) {
    return isEndPoint(branch.start) ? branch.start : branch.end;
  }

  /** Whether it may be a spur. A branch that leaves the image is not a spur. */
  private boolean isShort(Branch branch) {
    int tip = tip(branch);
    PixelPath inwards = branch.from(tip);
    int x = inwards.first() % width;
    int y = inwards.first() / width;
    int margin = Math.min(Math.min(x, width - 1 - x), Math.min(y, graph.height() - 1 - y));
    return margin > inwards.calibers()[0]
        && branch.length <= widths * branch.from(branch.otherEnd(tip)).calibers()[0]
        && !kept.test(inwards.first());
  }

  private boolean isSpur(Branch branch) {
    return atNodes.get(branch.otherEnd(tip(branch))).size() > 2;
  }

  /** Makes one of the two branches that are left at a node, or a ring of one. */
  private void join(int node) {
    Branch first = atNodes.get(node).get(0);
    Branch second = atNodes.get(node).get(1);
    remove(first);
    if (first == second) {
      PixelPath ring = first.line.then(bridge(node, first.line, first.line)).fromUppermost();
      cuts[node] = ring.first();
      put(new Branch(node, node, ring, ring.lengthPx(width), first.order));
      return;
    }
    remove(second);
    PixelPath before = first.to(node);
    PixelPath after = second.from(node);
    PixelPath line = before.then(bridge(node, before, after)).then(after);
    put(
        new Branch(
            first.otherEnd(node),
            second.otherEnd(node),
            line,
            line.lengthPx(width),
            Math.min(first.order, second.order)));
  }

  /** The shortest path over a node's pixels from the end of one line to the start of another. */
  private PixelPath bridge(int node, PixelPath before, PixelPath after) {
    int[] pixels = graph.node(node).positions();
    int[] reachedFrom = new int[pixels.length];
    Arrays.fill(reachedFrom, -1);
    int[] queue = new int[pixels.length];
    int begin = Arrays.binarySearch(pixels, after.first());
    reachedFrom[begin] = begin;
    queue[0] = begin;
    int queued = 1;
    for (int at = 0; at < queued; at++) {
      int k = queue[at];
      int i = pixels[k];
      if (i == before.last()) {
        return interpolated(way(pixels, k, reachedFrom), before, after);
      }
      for (int row = i - width; row <= i + width; row += width) {
        for (int j = row - 1; j <= row + 1; j++) {
          int next = Arrays.binarySearch(pixels, j);
          if (next >= 0 && reachedFrom[next] < 0 && adjacent(i, j)) {
            reachedFrom[next] = k;
            queue[queued++] = next;
          }
        }
      }
    }
    throw new IllegalStateException("the pixels of node " + node + " are not connected");
  }

  private static int[] way(int[] pixels, int begin, int[] reachedFrom) {
    int size = 1;
    for (int k = begin; reachedFrom[k] != k; k = reachedFrom[k]) {
      size++;
    }
    int[] way = new int[size];
    int k = begin;
    for (int at = 0; at < size; at++) {
      way[at] = pixels[k];
      k = reachedFrom[k];
    }
    return way;
  }

  /** Nobody has measured the pixels inside of a node: from one end to the other, evenly. */
  private static PixelPath interpolated(int[] way, PixelPath before, PixelPath after) {
    float first = before.calibers()[before.calibers().length - 1];
    float last = after.calibers()[0];
    float[] calibers = new float[way.length];
    for (int k = 0; k < way.length; k++) {
      calibers[k] = first + (last - first) * k / Math.max(1, way.length - 1);
    }
    return new PixelPath(way, calibers);
  }

  private boolean adjacent(int a, int b) {
    return Math.abs(a % width - b % width) <= 1 && Math.abs(a / width - b / width) <= 1;
  }

  private VesselGraph build() {
    VesselGraphBuilder builder = VesselGraph.builder(graph.width(), graph.height());
    int[] number = new int[graph.nodeCount()];
    for (Node node : graph.nodes()) {
      int n = node.index();
      if (cuts[n] >= 0) {
        number[n] = builder.addNode(NodeKind.RING, cuts[n]);
      } else if (!atNodes.get(n).isEmpty() || node.degree() == 0) {
        number[n] = builder.addNode(node.kind(), node.positions());
      }
    }
    for (Branch branch : branches) {
      if (branch != null) {
        builder.addSegment(
            number[branch.start], number[branch.end], branch.line.path(), branch.line.calibers());
      }
    }
    return builder.build();
  }
}
