// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.graph.thinning.Orientation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Turns a graph back that was traced in another orientation of its image. Segments run from their
 * first node to their last one and are ordered by node, pixel, and direction, as if the graph had
 * been traced upright.
 */
final class UprightGraph {
  private final VesselGraph graph;
  private final Orientation orientation;
  private final int width;
  private final int height;

  /** A segment in the upright image, and whether its path was turned round. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Line(
      int number, int start, int end, int[] path, float[] calibers, boolean turned) {}

  private UprightGraph(VesselGraph graph, Orientation orientation, int width, int height) {
    this.graph = graph;
    this.orientation = orientation;
    this.width = width;
    this.height = height;
  }

  /**
   * The graph in the upright image.
   *
   * @param graph as it was traced in the orientation
   * @param width the number of columns of the upright image
   * @param height the number of rows of the upright image
   */
  static VesselGraph of(VesselGraph graph, Orientation orientation, int width, int height) {
    return new UprightGraph(graph, orientation, width, height).build();
  }

  private VesselGraph build() {
    int[][] pixels = new int[graph.nodeCount()][];
    for (Node node : graph.nodes()) {
      pixels[node.index()] = upright(node.positions());
    }
    List<Line> lines = new ArrayList<>();
    for (Segment segment : graph.segments()) {
      lines.add(line(segment, pixels));
    }
    lines.sort(
        Comparator.comparing((Line line) -> graph.nodeKind(line.start()) == NodeKind.RING)
            .thenComparingInt(line -> first(pixels[line.start()]))
            .thenComparingInt(line -> line.path()[0])
            .thenComparingInt(line -> direction(line.path())));
    VesselGraphBuilder builder = VesselGraph.builder(width, height);
    for (Node node : graph.nodes()) {
      builder.addNode(node.kind(), pixels[node.index()]);
    }
    int[] number = new int[lines.size()];
    boolean[] turned = new boolean[lines.size()];
    for (Line line : lines) {
      number[line.number()] =
          builder.addSegment(line.start(), line.end(), line.path(), line.calibers());
      turned[line.number()] = line.turned();
    }
    graph.forEachContinuation(
        (s, sAtStart, t, tAtStart) ->
            builder.continuation(
                number[s], sAtStart != turned[s], number[t], tAtStart != turned[t]));
    return builder.build();
  }

  private int[] upright(int[] positions) {
    int[] result = new int[positions.length];
    for (int k = 0; k < result.length; k++) {
      result[k] = orientation.undo(positions[k], width, height);
    }
    return result;
  }

  private Line line(Segment segment, int[][] pixels) {
    PixelPath path = new PixelPath(upright(segment.path()), segment.calibers());
    int start = segment.start().index();
    int end = segment.end().index();
    if (graph.nodeKind(start) == NodeKind.RING) {
      boolean back = direction(path.turned().path()) < direction(path.path());
      PixelPath chosen = back ? path.turned() : path;
      return new Line(segment.index(), start, end, chosen.path(), chosen.calibers(), back);
    }
    int first = first(pixels[start]);
    int last = first(pixels[end]);
    boolean back = first != last ? last < first : order(path.turned().path(), path.path()) < 0;
    PixelPath chosen = back ? path.turned() : path;
    return new Line(
        segment.index(),
        back ? end : start,
        back ? start : end,
        chosen.path(),
        chosen.calibers(),
        back);
  }

  /** Compares the two ways along a loop: the first pixel, then the direction of the first step. */
  private int order(int[] one, int[] other) {
    return one[0] != other[0]
        ? Integer.compare(one[0], other[0])
        : Integer.compare(direction(one), direction(other));
  }

  private static int first(int[] positions) {
    int first = positions[0];
    for (int position : positions) {
      first = Math.min(first, position);
    }
    return first;
  }

  /** The direction of the first step of a path, clockwise from north. */
  private int direction(int[] path) {
    int dx = path[1] % width - path[0] % width;
    int dy = path[1] / width - path[0] / width;
    int[][] clockwise = {{0, -1}, {1, -1}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}};
    for (int d = 0; d < clockwise.length; d++) {
      if (clockwise[d][0] == dx && clockwise[d][1] == dy) {
        return d;
      }
    }
    return clockwise.length;
  }
}
