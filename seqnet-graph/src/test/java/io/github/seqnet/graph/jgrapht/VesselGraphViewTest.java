// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.jgrapht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.testing.AsciiArt;
import org.jgrapht.GraphTests;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.alg.spanning.KruskalMinimumSpanningTree;
import org.junit.jupiter.api.Test;

class VesselGraphViewTest {
  /** A ring with two tails, and a line of its own. */
  private static final VesselGraph GRAPH =
      VesselGraph.of(
          AsciiArt.mask(
              """
              ..............
              ......###.....
              .....#...#....
              .####....####.
              .....#...#....
              ......###.....
              ..............
              .###########..
              ..............
              """));

  private static final VesselGraph OTHER = VesselGraph.of(AsciiArt.mask("####"));

  private final VesselGraphView view = VesselGraphView.of(GRAPH);

  @Test
  void hasTheNodesAndSegmentsOfTheGraph() {
    assertEquals(GRAPH.nodeCount(), view.vertexSet().size());
    assertEquals(GRAPH.segmentCount(), view.edgeSet().size());
    assertTrue(view.vertexSet().contains(GRAPH.node(0)));
    assertTrue(view.edgeSet().contains(GRAPH.segment(0)));
    assertFalse(view.vertexSet().contains(OTHER.node(0)));
    for (Segment segment : view.edgeSet()) {
      assertEquals(segment.start(), view.getEdgeSource(segment));
      assertEquals(segment.end(), view.getEdgeTarget(segment));
      assertEquals(segment.lengthPx(), view.getEdgeWeight(segment));
      assertTrue(view.edgesOf(segment.start()).contains(segment));
      assertTrue(view.getAllEdges(segment.end(), segment.start()).contains(segment));
    }
  }

  @Test
  void algorithmsOfJgraphtWorkOnIt() {
    assertEquals(2, new ConnectivityInspector<>(view).connectedSets().size());
    assertTrue(GraphTests.hasMultipleEdges(view));
    // A tree over two groups of nodes has two edges less than nodes.
    assertEquals(
        GRAPH.nodeCount() - 2,
        new KruskalMinimumSpanningTree<>(view).getSpanningTree().getEdges().size());
    Node left = nodeAt(1, 3);
    Node right = nodeAt(12, 3);
    // Eleven columns apart; the two ways around the ring are longer than the straight line.
    double length = new DijkstraShortestPath<>(view).getPathWeight(left, right);
    assertTrue(length > 11 && length < 16, () -> "length " + length);
  }

  @Test
  void strangersAreNotFound() {
    assertNull(view.getEdge(OTHER.node(0), OTHER.node(1)));
    assertThrows(IllegalArgumentException.class, () -> view.getEdgeWeight(OTHER.segment(0)));
    assertThrows(IllegalArgumentException.class, () -> view.degreeOf(OTHER.node(0)));
  }

  @Test
  void cannotBeChanged() {
    Node node = GRAPH.node(0);
    Segment segment = GRAPH.segment(0);
    assertFalse(view.getType().isModifiable());
    assertThrows(UnsupportedOperationException.class, () -> view.removeVertex(node));
    assertThrows(UnsupportedOperationException.class, () -> view.removeEdge(segment));
    assertThrows(UnsupportedOperationException.class, () -> view.addEdge(node, node));
    assertThrows(UnsupportedOperationException.class, () -> view.setEdgeWeight(segment, 1));
    assertThrows(UnsupportedOperationException.class, () -> view.vertexSet().clear());
  }

  private static Node nodeAt(int x, int y) {
    return GRAPH.nodes().stream()
        .filter(node -> node.x() == x && node.y() == y)
        .findFirst()
        .orElseThrow();
  }
}
