// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.Direction;
import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import java.util.Arrays;

/**
 * The ends of all segments, and which of them are near to each other. End {@code 2 s} is the start
 * of segment s, end {@code 2 s + 1} its end.
 */
final class EndPairs {
  /** More segments than this do not meet in a retina: where they do, the node is a blot. */
  static final int MOST_ENDS_AT_NODE = 12;

  final int ends;
  final int[] node;
  final double[] x;
  final double[] y;
  final double[] ux;
  final double[] uy;
  final double[] caliber;
  final boolean[] open;

  /** For each pair its two ends, the first one lower; sorted by first and then second. */
  int[] first = new int[64];

  int[] second = new int[64];
  int count;

  /**
   * @param reach the largest distance of two ends at different nodes that form a pair
   * @param tangent the number of path pixels over which a direction is measured
   * @param openOnly whether one of two ends at different nodes must be an end point
   */
  EndPairs(VesselGraph graph, double reach, int tangent, boolean openOnly) {
    ends = 2 * graph.segmentCount();
    node = new int[ends];
    x = new double[ends];
    y = new double[ends];
    ux = new double[ends];
    uy = new double[ends];
    caliber = new double[ends];
    open = new boolean[ends];
    for (Segment segment : graph.segments()) {
      int e = 2 * segment.index();
      int last = segment.pathSize() - 1;
      double mean = segment.meanCaliberPx();
      set(e, segment.start().index(), segment.x(0), segment.y(0), segment.startDirection(tangent));
      set(
          e + 1,
          segment.end().index(),
          segment.x(last),
          segment.y(last),
          segment.endDirection(tangent));
      caliber[e] = mean;
      caliber[e + 1] = mean;
      open[e] = segment.start().kind() == NodeKind.END_POINT;
      open[e + 1] = segment.end().kind() == NodeKind.END_POINT;
    }
    pairsAtNodes(graph);
    pairsAcrossGaps(reach, openOnly);
    sort();
  }

  private void set(int e, int atNode, double atX, double atY, Direction direction) {
    node[e] = atNode;
    x[e] = atX;
    y[e] = atY;
    ux[e] = direction.dx();
    uy[e] = direction.dy();
  }

  private void pairsAtNodes(VesselGraph graph) {
    int[] offsets = new int[graph.nodeCount() + 1];
    for (int e = 0; e < ends; e++) {
      offsets[node[e] + 1]++;
    }
    for (int n = 0; n < graph.nodeCount(); n++) {
      offsets[n + 1] += offsets[n];
    }
    int[] next = offsets.clone();
    int[] sorted = new int[ends];
    for (int e = 0; e < ends; e++) {
      sorted[next[node[e]]++] = e;
    }
    for (int n = 0; n < graph.nodeCount(); n++) {
      if (offsets[n + 1] - offsets[n] > MOST_ENDS_AT_NODE) {
        continue;
      }
      for (int a = offsets[n]; a < offsets[n + 1]; a++) {
        for (int b = a + 1; b < offsets[n + 1]; b++) {
          add(sorted[a], sorted[b]);
        }
      }
    }
  }

  /** A grid of square cells: only the ends in neighboring cells are compared. */
  private void pairsAcrossGaps(double reach, boolean openOnly) {
    if (!(reach > 0) || ends == 0) {
      return;
    }
    double cell = Math.max(1, reach);
    double widest = 0;
    for (int e = 0; e < ends; e++) {
      widest = Math.max(widest, x[e]);
    }
    int columns = (int) (widest / cell) + 3;
    long[] keys = new long[ends];
    for (int e = 0; e < ends; e++) {
      long key = ((long) (y[e] / cell) + 1) * columns + (long) (x[e] / cell) + 1;
      keys[e] = key * ends + e;
    }
    Arrays.sort(keys);
    for (int k = 0; k < ends; k++) {
      int a = (int) (keys[k] % ends);
      long key = keys[k] / ends;
      for (long row = -1; row <= 1; row++) {
        long from = (key + row * columns - 1) * ends;
        long to = (key + row * columns + 2) * ends;
        int at = Arrays.binarySearch(keys, from);
        for (at = at < 0 ? -at - 1 : at; at < ends && keys[at] < to; at++) {
          int b = (int) (keys[at] % ends);
          if (b > a
              && node[a] != node[b]
              && (!openOnly || open[a] || open[b])
              && distance(a, b) <= reach) {
            add(a, b);
          }
        }
      }
    }
  }

  private void add(int a, int b) {
    if (a / 2 == b / 2) {
      return;
    }
    if (count == first.length) {
      first = Arrays.copyOf(first, 2 * count);
      second = Arrays.copyOf(second, 2 * count);
    }
    first[count] = Math.min(a, b);
    second[count++] = Math.max(a, b);
  }

  private void sort() {
    long[] keys = new long[count];
    for (int p = 0; p < count; p++) {
      keys[p] = (long) first[p] << 32 | second[p];
    }
    Arrays.sort(keys);
    for (int p = 0; p < count; p++) {
      first[p] = (int) (keys[p] >> 32);
      second[p] = (int) keys[p];
    }
  }

  boolean sharesNode(int a, int b) {
    return node[a] == node[b];
  }

  double distance(int a, int b) {
    return Math.hypot(x[a] - x[b], y[a] - y[b]);
  }

  /** By how many radians two ends miss being straight continuations of each other, 0..pi. */
  double bend(int a, int b) {
    return Math.PI - angle(ux[a], uy[a], ux[b], uy[b]);
  }

  /** By how many radians the gap from a to b misses leading straight on from a, 0..pi. */
  double gapBend(int a, int b) {
    double dx = x[b] - x[a];
    double dy = y[b] - y[a];
    if (dx == 0 && dy == 0) {
      return 0;
    }
    return Math.PI - angle(ux[a], uy[a], dx, dy);
  }

  private static double angle(double ax, double ay, double bx, double by) {
    return Math.atan2(Math.abs(ax * by - ay * bx), ax * bx + ay * by);
  }
}
