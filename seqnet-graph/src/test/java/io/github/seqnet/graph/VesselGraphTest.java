// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VesselGraphTest {
  private static final String T =
      """
      .......
      .#####.
      ...#...
      ...#...
      .......
      """;
  private static final String Y =
      """
      #.....#
      .#...#.
      ..#.#..
      ...#...
      ...#...
      ...#...
      """;
  private static final String RING =
      """
      ..##..
      .#..#.
      .#..#.
      ..##..
      """;
  private static final String FIGURE_EIGHT =
      """
      ..#..
      .#.#.
      ..#..
      .#.#.
      ..#..
      """;
  private static final String KITE =
      """
      ...#....
      ..#.#...
      .#...#..
      ..#.#...
      ...#....
      ...#....
      ....#...
      .....##.
      """;
  private static final String DUMBBELL =
      """
      .#.....#.
      #.#####.#
      .#.....#.
      """;
  private static final String CROSSING =
      """
      #...#
      .#.#.
      ..#..
      .#.#.
      #...#
      """;
  private static final String TWO_PIXELS = "....\n.##.\n....";
  private static final String ONE_PIXEL = "...\n.#.\n...";
  private static final String PARALLEL =
      """
      ..###..
      .#...#.
      ##...##
      .#...#.
      ..###..
      """;

  static Stream<Arguments> miniatures() {
    // name, art, end points, junctions, isolated pixels, rings, segments
    return Stream.of(
        Arguments.of("T", T, 3, 1, 0, 0, 3),
        Arguments.of("Y", Y, 3, 1, 0, 0, 3),
        Arguments.of("ring", RING, 0, 0, 0, 1, 1),
        Arguments.of("figure eight", FIGURE_EIGHT, 0, 1, 0, 0, 2),
        Arguments.of("kite", KITE, 1, 1, 0, 0, 2),
        Arguments.of("dumbbell", DUMBBELL, 0, 2, 0, 0, 3),
        Arguments.of("crossing", CROSSING, 4, 1, 0, 0, 4),
        Arguments.of("two pixels", TWO_PIXELS, 2, 0, 0, 0, 1),
        Arguments.of("one pixel", ONE_PIXEL, 0, 0, 1, 0, 0),
        Arguments.of("parallel segments", PARALLEL, 2, 2, 0, 0, 4),
        Arguments.of("full", "###\n###\n###", 0, 1, 0, 0, 0),
        Arguments.of("empty", "...\n...", 0, 0, 0, 0, 0),
        Arguments.of("1 x 1", "#", 0, 0, 1, 0, 0),
        Arguments.of("1 x n", "#\n#\n#", 2, 0, 0, 0, 1),
        Arguments.of("n x 1", "##.#", 2, 0, 1, 0, 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("miniatures")
  void miniaturesHaveTheirNodesAndSegments(
      String name, String art, int ends, int junctions, int isolated, int rings, int segments) {
    VesselGraph graph = trace(art);
    assertEquals(ends, count(graph, NodeKind.END_POINT), "end points");
    assertEquals(junctions, count(graph, NodeKind.JUNCTION), "junctions");
    assertEquals(isolated, count(graph, NodeKind.ISOLATED), "isolated");
    assertEquals(rings, count(graph, NodeKind.RING), "rings");
    assertEquals(segments, graph.segmentCount(), "segments");
    assertEquals(AsciiArt.mask(art), graph.redraw());
  }

  @Test
  void aTMeasuresWhatItShows() {
    VesselGraph graph = trace(T);
    Node junction = node(graph, NodeKind.JUNCTION);
    assertEquals(3, junction.x());
    assertEquals(1, junction.y());
    assertEquals(3, junction.degree());
    Segment stem =
        graph.segments().stream().filter(s -> s.end().y() == 3).findFirst().orElseThrow();
    assertEquals(2, stem.lengthPx());
    assertEquals(1, stem.pixelCount());
    assertEquals(1, stem.straightness());
    assertEquals(new Direction(0, 1), stem.startDirection());
    assertEquals(new Direction(0, -1), stem.endDirection());
    assertEquals(1, stem.meanCaliberPx());
    assertEquals(VesselLabel.UNKNOWN, stem.label());
    assertEquals(OptionalDouble.empty(), stem.confidence());
    assertEquals(OptionalDouble.empty(), stem.threshold());
  }

  @Test
  void aRingComesBackToWhereItStarts() {
    Segment ring = trace(RING).segment(0);
    assertTrue(ring.isLoop());
    assertEquals(ring.position(0), ring.position(ring.pathSize() - 1));
    assertEquals(4 + 4 * Math.sqrt(2), ring.lengthPx(), 1e-12, "rounding");
    assertEquals(0, ring.straightness());
  }

  @Test
  void stepsByCornerCountInImagesTwoPixelsWide() {
    assertEquals(Math.sqrt(2), trace(".#\n#.").segment(0).lengthPx(), 1e-12, "rounding");
    assertEquals(Math.sqrt(2), trace("#.\n.#").segment(0).lengthPx(), 1e-12, "rounding");
  }

  @Test
  void aCrossingOfThickVesselsIsOneNode() {
    byte[] pixels = new byte[41 * 61];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % 61 - 30;
      int y = i / 61 - 20;
      boolean falling = Math.abs(2 * x - 3 * y) <= 9;
      boolean rising = Math.abs(2 * x + 3 * y) <= 9;
      pixels[i] = (byte) (falling || rising ? 1 : 0);
    }
    BinaryMask mask = BinaryMask.wrap(61, 41, pixels);
    VesselGraph graph = VesselGraph.of(mask);
    assertEquals(0, count(graph, NodeKind.JUNCTION));
    assertEquals(1, count(graph, NodeKind.CROSSING));
    assertEquals(4, node(graph, NodeKind.CROSSING).degree());
    assertEquals(4, graph.segmentCount());
  }

  @Test
  void thePaperRuleCountsAllEightNeighbors() {
    BinaryMask step = AsciiArt.mask("###...\n..####");
    VesselGraph plain = GraphTracer.with(TracingOptions.paper()).trace(step, step);
    assertEquals(1, count(plain, NodeKind.JUNCTION));
    assertEquals(0, count(trace("###...\n..####"), NodeKind.JUNCTION));
  }

  @Test
  void caliberIsTheWidthOfABarOfOddWidth() {
    byte[] pixels = new byte[60 * 20];
    for (int y = 7; y < 12; y++) {
      java.util.Arrays.fill(pixels, y * 60 + 5, y * 60 + 55, (byte) 1);
    }
    VesselGraph graph = VesselGraph.of(BinaryMask.wrap(60, 20, pixels));
    assertEquals(1, graph.segmentCount());
    assertEquals(5, graph.segment(0).caliberPx(graph.segment(0).pathSize() / 2));
  }

  @Test
  void labelsAreThoseGiven() {
    VesselGraph graph = trace(TWO_PIXELS);
    VesselGraph labeled = graph.withLabels(List.of(VesselLabel.VEIN), new double[] {-3});
    assertEquals(VesselLabel.VEIN, labeled.segment(0).label());
    assertEquals(OptionalDouble.of(-3), labeled.segment(0).confidence());
    assertEquals(VesselLabel.UNKNOWN, graph.segment(0).label());
    assertThrows(IllegalArgumentException.class, () -> graph.withLabels(List.of(), new double[0]));
    assertThrows(
        IllegalArgumentException.class,
        () -> graph.withLabels(List.of(VesselLabel.CROSSING), new double[1]));
    assertThrows(
        IllegalArgumentException.class,
        () -> graph.withLabels(List.of(VesselLabel.VEIN), new double[] {Double.POSITIVE_INFINITY}));
  }

  @Test
  void aMissingConfidenceStaysMissing() {
    VesselGraph graph = VesselGraph.of(AsciiArt.mask("####"));
    VesselGraph corrected =
        graph.withLabels(
            List.of(VesselLabel.VEIN),
            graph.segments().stream()
                .mapToDouble(segment -> segment.confidence().orElse(Double.NaN))
                .toArray());
    assertEquals(VesselLabel.VEIN, corrected.segment(0).label());
    assertTrue(corrected.segment(0).confidence().isEmpty());
  }

  @Test
  void theNearestSegmentIsFoundWithinADistance() {
    VesselGraph graph =
        VesselGraph.of(
            AsciiArt.mask(
                """
                ..........
                .########.
                ..........
                ..........
                ..........
                .########.
                """));
    assertEquals(0, graph.nearest(4.4, 2.9, 2).orElseThrow().index());
    assertEquals(1, graph.nearest(4.4, 3.1, 2).orElseThrow().index());
    assertEquals(0, graph.nearest(4, 3, 2).orElseThrow().index()); // equally near
    assertEquals(1, graph.nearest(20, 5, Double.POSITIVE_INFINITY).orElseThrow().index());
    assertTrue(graph.nearest(4, 3, 1.9).isEmpty());
    assertEquals(0, graph.nearest(8, 1, 0).orElseThrow().index()); // the pixel of a node
    assertTrue(VesselGraph.empty(5, 5).nearest(2, 2, 100).isEmpty());
    assertEquals(
        "withinPx must be 0 or more, got NaN",
        assertThrows(IllegalArgumentException.class, () -> graph.nearest(1, 1, Double.NaN))
            .getMessage());
    assertEquals(
        "the point must be finite, got x=NaN, y=1.0",
        assertThrows(IllegalArgumentException.class, () -> graph.nearest(Double.NaN, 1, 3))
            .getMessage());
  }

  @Test
  void aSkeletonMustFitItsMask() {
    GraphTracer tracer = GraphTracer.with(TracingOptions.defaults());
    String sizes =
        assertThrows(
                IllegalArgumentException.class,
                () -> tracer.trace(AsciiArt.mask("##"), AsciiArt.mask("###")))
            .getMessage();
    assertEquals("skeleton must be 3 x 1 pixels as the mask, got 2 x 1", sizes);
    String outside =
        assertThrows(
                IllegalArgumentException.class,
                () -> tracer.trace(AsciiArt.mask("###"), AsciiArt.mask("##.")))
            .getMessage();
    assertEquals("the skeleton's pixel x=2, y=0 is not set in the mask", outside);
  }

  @Test
  void builderRefusesWhatIsNoGraph() {
    VesselGraphBuilder builder = VesselGraph.builder(4, 3);
    int a = builder.addNode(NodeKind.END_POINT, 0);
    int b = builder.addNode(NodeKind.END_POINT, 3);
    float[] one = {1, 1, 1, 1};
    builder.addSegment(a, b, new int[] {0, 1, 2, 3}, one);
    assertThrows(IllegalArgumentException.class, () -> builder.addNode(NodeKind.JUNCTION));
    assertThrows(IllegalArgumentException.class, () -> builder.addNode(NodeKind.JUNCTION, 12));
    assertThrows(IllegalArgumentException.class, () -> builder.addNode(NodeKind.RING, 1, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.addSegment(a, 2, new int[] {0, 1, 2, 3}, one));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.addSegment(a, b, new int[] {0, 1, 1, 3}, one));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.addSegment(b, a, new int[] {0, 1, 2, 3}, one));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.addSegment(a, b, new int[] {0, 1, 2, 3}, new float[2]));
    // Positions 3 and 4 follow each other in memory, but not in the image.
    int c = builder.addNode(NodeKind.END_POINT, 4);
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.addSegment(b, c, new int[] {3, 4}, new float[2]));
    assertEquals(1, builder.build().segmentCount());
  }

  @Test
  void aPixelBelongsToOneNodeOrSegment() {
    VesselGraphBuilder builder = VesselGraph.builder(4, 3);
    int a = builder.addNode(NodeKind.END_POINT, 0);
    int b = builder.addNode(NodeKind.END_POINT, 3);
    float[] one = {1, 1, 1, 1};
    builder.addSegment(a, b, new int[] {0, 1, 2, 3}, one);
    assertEquals(
        "node 2: the pixel at position 3 is part of another node or segment",
        message(() -> builder.addNode(NodeKind.JUNCTION, 7, 3)));
    assertEquals(
        "node 2: the pixel at position 2 is part of another node or segment",
        message(() -> builder.addNode(NodeKind.ISOLATED, 2)));
    assertEquals(
        "segment 1: the pixel at position 2 is part of another node or segment",
        message(() -> builder.addSegment(a, b, new int[] {0, 5, 2, 3}, one)));
    VesselGraph graph = builder.build();
    assertEquals(
        "node 2: the pixel at position 0 is part of another node or segment",
        message(() -> builder.addAll(graph)));
    // Rejected elements leave nothing behind.
    builder.addSegment(a, b, new int[] {0, 5, 6, 3}, one);
    assertEquals(2, builder.build().segmentCount());
  }

  private static String message(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  @Test
  void nodesAreSortedByTheirFirstPixel() {
    VesselGraphBuilder builder = VesselGraph.builder(4, 3);
    int low = builder.addNode(NodeKind.END_POINT, 9);
    int high = builder.addNode(NodeKind.END_POINT, 1);
    builder.addSegment(low, high, new int[] {9, 5, 1}, new float[] {1, 1, 1});
    VesselGraph graph = builder.build();
    assertEquals(1, graph.node(0).position(0));
    assertEquals(1, graph.segment(0).start().index());
    assertEquals(graph, VesselGraph.builder(4, 3).addAll(graph).build());
  }

  private static VesselGraph trace(String art) {
    BinaryMask mask = AsciiArt.mask(art);
    return GraphTracer.with(TracingOptions.defaults().withMergeWidths(0)).trace(mask, mask);
  }

  private static long count(VesselGraph graph, NodeKind kind) {
    return graph.nodes().stream().filter(node -> node.kind() == kind).count();
  }

  private static Node node(VesselGraph graph, NodeKind kind) {
    return graph.nodes().stream().filter(node -> node.kind() == kind).findFirst().orElseThrow();
  }
}
