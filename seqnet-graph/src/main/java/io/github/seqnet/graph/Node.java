// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of a {@link VesselGraph}: one or more pixels of the skeleton. A cheap view; immutable,
 * equal by graph and index.
 */
public final class Node implements Serializable {
  private static final long serialVersionUID = 1L;

  private final VesselGraph graph;
  private final int index;

  Node(VesselGraph graph, int index) {
    this.graph = graph;
    this.index = index;
  }

  /** The number of this node, 0..{@link VesselGraph#nodeCount()} - 1. */
  public int index() {
    return index;
  }

  /** The kind of this node. */
  public NodeKind kind() {
    return graph.nodeKind(index);
  }

  /** The mean column of the node's pixels. */
  public double x() {
    double sum = 0;
    for (int k = 0; k < pixelCount(); k++) {
      sum += Math.floorMod(position(k), graph.width());
    }
    return sum / pixelCount();
  }

  /** The mean row of the node's pixels. */
  public double y() {
    double sum = 0;
    for (int k = 0; k < pixelCount(); k++) {
      sum += Math.floorDiv(position(k), graph.width());
    }
    return sum / pixelCount();
  }

  /** The number of pixels of the skeleton that belong to this node, at least 1. */
  public int pixelCount() {
    return graph.nodePixelOffset(index + 1) - graph.nodePixelOffset(index);
  }

  /**
   * The position {@code y * width + x} of a pixel of the node, in ascending order.
   *
   * @param k 0..{@link #pixelCount()} - 1
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public int position(int k) {
    return graph.nodePixel(graph.nodePixelOffset(index) + VesselGraph.checked(k, pixelCount()));
  }

  /** A copy of the pixels, as positions {@code y * width + x}; ascending. */
  int[] positions() {
    int[] positions = new int[pixelCount()];
    for (int k = 0; k < positions.length; k++) {
      positions[k] = position(k);
    }
    return positions;
  }

  /** The number of ends of segments at this node; a loop counts twice. */
  public int degree() {
    return graph.incidenceOffset(index + 1) - graph.incidenceOffset(index);
  }

  /**
   * A segment that ends here, in ascending order. A loop is listed twice.
   *
   * @param k 0..{@link #degree()} - 1
   * @throws IndexOutOfBoundsException if there is no such segment
   */
  public Segment segment(int k) {
    int at = graph.incidenceOffset(index) + VesselGraph.checked(k, degree());
    return new Segment(graph, graph.incidence(at));
  }

  /** The ends of segments at this node, in ascending order; a loop has both of its ends here. */
  List<SegmentEnd> ends() {
    List<SegmentEnd> ends = new ArrayList<>(degree());
    int last = -1;
    for (int k = 0; k < degree(); k++) {
      Segment segment = segment(k);
      boolean start = graph.startNode(segment.index()) == index;
      // A loop comes twice in a row: first its start, then its end.
      ends.add(new SegmentEnd(segment, start && segment.index() != last));
      last = segment.index();
    }
    return ends;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Node node && node.index == index && node.graph.equals(graph);
  }

  @Override
  public int hashCode() {
    return index;
  }

  @Override
  public String toString() {
    return "Node[" + index + ", " + kind() + ", x=" + x() + ", y=" + y() + "]";
  }
}
