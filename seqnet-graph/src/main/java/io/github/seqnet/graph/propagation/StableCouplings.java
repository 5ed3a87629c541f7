// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.VesselGraph;

/** The couplings of the stable rule. */
final class StableCouplings {
  /** Two ends whose directions differ by less, in radians, leave a node in one direction. */
  private static final double SAME_ANGLE = 1e-9;

  private StableCouplings() {}

  static CouplingPropagation.Couplings of(VesselGraph graph, StableOptions options, double scale) {
    double reach = options.gapDistancePx() * scale;
    EndPairs pairs =
        new EndPairs(graph, reach, (int) Math.round(options.tangentPixels() * scale), true);
    int[] degree = new int[graph.nodeCount()];
    for (int e = 0; e < pairs.ends; e++) {
      degree[pairs.node[e]]++;
    }
    CouplingPropagation.Couplings couplings =
        new CouplingPropagation.Couplings(graph.segmentCount());
    int[] ends = endsByNode(pairs, degree);
    int[] offsets = offsets(degree);
    double branching = Math.toRadians(options.neutralBendDeg());
    double crossing = Math.toRadians(options.crossingNeutralBendDeg());
    double gapNeutral = Math.toRadians(options.gapBendDeg());
    for (int p = 0; p < pairs.count; p++) {
      int a = pairs.first[p];
      int b = pairs.second[p];
      double weight;
      if (pairs.sharesNode(a, b)) {
        int node = pairs.node[a];
        double neutral = degree[node] < 4 ? branching : crossing;
        weight = options.continuation() * (1 - pairs.bend(a, b) / neutral);
        if (degree[node] == 4 && areOpposite(pairs, ends, offsets[node], a, b)) {
          weight = Math.max(weight, options.crossing());
        } else if (degree[node] > 4) {
          weight *= options.crowded();
        }
      } else {
        double bend =
            Math.max(pairs.bend(a, b), Math.max(pairs.gapBend(a, b), pairs.gapBend(b, a)));
        weight =
            options.gap() * (1 - pairs.distance(a, b) / reach) * Math.max(0, 1 - bend / gapNeutral);
      }
      couplings.add(a / 2, b / 2, weight);
      couplings.add(b / 2, a / 2, weight);
    }
    couplings.freeze();
    return couplings;
  }

  private static int[] offsets(int[] degree) {
    int[] offsets = new int[degree.length + 1];
    for (int n = 0; n < degree.length; n++) {
      offsets[n + 1] = offsets[n] + degree[n];
    }
    return offsets;
  }

  private static int[] endsByNode(EndPairs pairs, int[] degree) {
    int[] next = offsets(degree);
    int[] ends = new int[pairs.ends];
    for (int e = 0; e < pairs.ends; e++) {
      ends[next[pairs.node[e]]++] = e;
    }
    return ends;
  }

  /** Whether, going round a node of four ends, a and b are not next to each other. */
  private static boolean areOpposite(EndPairs pairs, int[] ends, int from, int a, int b) {
    double toB = turn(pairs, a, b);
    int before = 0;
    int after = 0;
    for (int k = from; k < from + 4; k++) {
      int e = ends[k];
      if (e != a && e != b) {
        double to = turn(pairs, a, e);
        before += to > SAME_ANGLE && to < toB - SAME_ANGLE ? 1 : 0;
        after += to > toB + SAME_ANGLE && to < 2 * Math.PI - SAME_ANGLE ? 1 : 0;
      }
    }
    return before == 1 && after == 1;
  }

  /** The angle from end a to end e, 0..2 pi. */
  private static double turn(EndPairs pairs, int a, int e) {
    double angle = Math.atan2(pairs.uy[e], pairs.ux[e]) - Math.atan2(pairs.uy[a], pairs.ux[a]);
    return angle < 0 ? angle + 2 * Math.PI : angle;
  }
}
