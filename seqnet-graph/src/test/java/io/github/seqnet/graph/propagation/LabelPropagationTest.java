// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.GraphTracer;
import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.TracingOptions;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.VesselGraphBuilder;
import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelPropagationTest {
  private static final LabelPropagation PAPER = LabelPropagation.paper(PaperOptions.defaults());
  private static final LabelPropagation STABLE = LabelPropagation.stable(StableOptions.defaults());

  /** Two straight segments of ten pixels that share a node. */
  private static VesselGraph line(double first, double second) {
    VesselGraphBuilder builder = VesselGraph.builder(40, 3);
    int left = builder.addNode(NodeKind.END_POINT, 41);
    int middle = builder.addNode(NodeKind.JUNCTION, 52);
    int right = builder.addNode(NodeKind.END_POINT, 63);
    addLine(builder, left, middle, 41, 52);
    addLine(builder, middle, right, 52, 63);
    return LabelPropagationTest.labeled(builder.build(), first, second);
  }

  private static void addLine(VesselGraphBuilder builder, int start, int end, int from, int to) {
    int[] path = new int[to - from + 1];
    float[] calibers = new float[path.length];
    for (int k = 0; k < path.length; k++) {
      path[k] = from + k;
      calibers[k] = 3;
    }
    builder.addSegment(start, end, path, calibers);
  }

  private static VesselGraph labeled(VesselGraph graph, double... confidences) {
    return graph.withLabels(LabelUnification.labels(confidences), confidences);
  }

  private static VesselGraph crossing() {
    BinaryMask mask =
        AsciiArt.mask(
            """
            #...............#
            .#.............#.
            ..#...........#..
            ...#.........#...
            ....#.......#....
            .....#.....#.....
            ......#...#......
            .......#.#.......
            ........#........
            .......#.#.......
            ......#...#......
            .....#.....#.....
            ....#.......#....
            ...#.........#...
            ..#...........#..
            .#.............#.
            #...............#
            """);
    return GraphTracer.with(TracingOptions.defaults()).trace(mask, mask);
  }

  @Test
  void theFullTermsOfThePaperAreOne() {
    // Straight on, at one node, equally thick: A = L = T = D = 1. In place, in order.
    VesselGraph graph = line(8, -2);
    PropagationResult result =
        LabelPropagation.paper(PaperOptions.defaults().withSweeps(1)).propagate(graph);
    assertEquals(6, result.graph().segment(0).confidence().orElseThrow(), 1e-9, "rounding");
    assertEquals(4, result.graph().segment(1).confidence().orElseThrow(), 1e-9, "rounding");
    assertEquals(List.of(1), result.changedSegments());
    assertEquals(1, result.sweeps());
  }

  @Test
  void aTermIsTheSquareOfWhatIsLeftToItsMaximum() {
    VesselGraphBuilder builder = VesselGraph.builder(40, 3);
    int a = builder.addNode(NodeKind.END_POINT, 41);
    int b = builder.addNode(NodeKind.END_POINT, 51);
    int c = builder.addNode(NodeKind.END_POINT, 56);
    int d = builder.addNode(NodeKind.END_POINT, 66);
    addLine(builder, a, b, 41, 51);
    addLine(builder, c, d, 56, 66);
    VesselGraph graph = labeled(builder.build(), 0, 4);
    PaperOptions options = PaperOptions.defaults().withSweeps(1).withMaximumDistancePx(10);
    PropagationResult result = LabelPropagation.paper(options).propagate(graph);
    // The ends are 5 pixels apart: D = (5 - 10)^2 / 10^2.
    assertEquals(1, result.graph().segment(0).confidence().orElseThrow(), 1e-9, "rounding");
  }

  @Test
  void noSweepsChangeNothing() {
    VesselGraph graph = line(8, -2);
    assertEquals(
        graph,
        LabelPropagation.paper(PaperOptions.defaults().withSweeps(0)).propagate(graph).graph());
    StableOptions none = StableOptions.builder().maximumSweeps(0).build();
    assertEquals(graph, LabelPropagation.stable(none).propagate(graph).graph());
  }

  @Test
  void aDoubtfulPieceFollowsItsVessel() {
    for (LabelPropagation propagation : List.of(PAPER, STABLE)) {
      PropagationResult result = propagation.propagate(line(8, -1));
      assertEquals(VesselLabel.ARTERY, result.graph().segment(0).label());
      assertEquals(VesselLabel.ARTERY, result.graph().segment(1).label());
      SegmentAudit audit = result.audits().get(1);
      assertTrue(audit.changed());
      assertEquals(-1, audit.confidenceBefore());
      assertEquals(result.sweeps(), audit.confidences().size());
      assertEquals(
          result.graph().segment(1).confidence().orElseThrow(),
          audit.confidences().get(result.sweeps() - 1));
      assertEquals(0, audit.strongest().get(0).segment());
      assertTrue(audit.strongest().get(0).amount() > 0);
    }
  }

  @Test
  void stableSettlesAndStopsEarly() {
    PropagationResult result = STABLE.propagate(line(8, -1));
    assertTrue(result.converged());
    assertTrue(result.sweeps() < StableOptions.defaults().maximumSweeps());
    assertFalse(PAPER.propagate(line(8, -1)).converged());
  }

  @Test
  void atACrossingOppositeBranchesAgreeAndOthersNeedNot() {
    VesselGraph graph = crossing();
    double[] confidences = new double[4];
    for (Segment segment : graph.segments()) {
      Segment s = segment;
      int far = s.start().kind() == NodeKind.END_POINT ? 0 : s.pathSize() - 1;
      boolean falling = s.x(far) == s.y(far);
      boolean top = s.y(far) == 0;
      // The lower branch of each vessel is doubtful and wrong.
      confidences[s.index()] = (falling ? 1 : -1) * (top ? 7 : -0.3);
    }
    PropagationResult result = STABLE.propagate(labeled(graph, confidences));
    for (Segment s : result.graph().segments()) {
      int far = s.start().kind() == NodeKind.END_POINT ? 0 : s.pathSize() - 1;
      boolean falling = s.x(far) == s.y(far);
      assertEquals(falling ? VesselLabel.ARTERY : VesselLabel.VEIN, s.label());
    }
  }

  @Test
  void fixedLabelsStayAndLead() {
    for (LabelPropagation propagation : List.of(PAPER, STABLE)) {
      PropagationResult result =
          propagation.propagate(line(2, 1), FrozenRegion.none(), Map.of(0, VesselLabel.VEIN));
      assertEquals(VesselLabel.VEIN, result.graph().segment(0).label());
      assertEquals(VesselLabel.VEIN, result.graph().segment(1).label());
      assertEquals(SegmentAudit.Hold.FIXED, result.audits().get(0).hold());
      assertEquals(List.of(), result.audits().get(0).strongest());
    }
  }

  @Test
  void frozenSegmentsStay() {
    byte[] right = new byte[120];
    java.util.Arrays.fill(right, 53, 64, (byte) 1);
    for (FrozenRegion region :
        List.of(FrozenRegion.circle(18, 1, 6), FrozenRegion.mask(BinaryMask.of(40, 3, right)))) {
      for (LabelPropagation propagation : List.of(PAPER, STABLE)) {
        PropagationResult result = propagation.propagate(line(9, -1), region, Map.of());
        assertEquals(VesselLabel.VEIN, result.graph().segment(1).label());
        assertEquals(-1, result.graph().segment(1).confidence().orElseThrow());
        assertEquals(SegmentAudit.Hold.FROZEN, result.audits().get(1).hold());
        assertEquals(SegmentAudit.Hold.FREE, result.audits().get(0).hold());
      }
    }
  }

  @Test
  void emptyGraphsPropagateToThemselves() {
    VesselGraph empty = VesselGraph.empty(3, 2);
    assertEquals(empty, STABLE.propagate(empty).graph());
    assertEquals(empty, PAPER.propagate(empty).graph());
  }

  @Test
  void namesWhatIsWrong() {
    VesselGraph bare = crossing();
    assertEquals(
        "segment 0 has no confidence to propagate",
        assertThrows(IllegalArgumentException.class, () -> STABLE.propagate(bare)).getMessage());
    VesselGraph graph = line(1, 1);
    FrozenRegion none = FrozenRegion.none();
    assertThrows(
        IllegalArgumentException.class,
        () -> STABLE.propagate(graph, none, Map.of(2, VesselLabel.VEIN)));
    assertThrows(
        IllegalArgumentException.class,
        () -> STABLE.propagate(graph, none, Map.of(0, VesselLabel.CROSSING)));
    FrozenRegion small = FrozenRegion.mask(BinaryMask.full(2, 2));
    assertThrows(IllegalArgumentException.class, () -> STABLE.propagate(graph, small, Map.of()));
    assertThrows(IllegalArgumentException.class, () -> FrozenRegion.circle(0, 0, -1));
    assertThrows(IllegalArgumentException.class, () -> FrozenRegion.circle(Double.NaN, 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> PaperOptions.defaults().withMaximumBendDeg(0));
    assertThrows(
        IllegalArgumentException.class, () -> StableOptions.builder().crowded(1.5).build());
  }
}
