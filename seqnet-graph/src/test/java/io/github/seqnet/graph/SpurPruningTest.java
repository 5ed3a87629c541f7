// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.graph.testing.Masks;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpurPruningTest {
  private static final TracingOptions ALL = TracingOptions.defaults();
  private static final TracingOptions PRUNED = ALL.withSpurWidths(1);

  @Provide
  Arbitrary<BinaryMask> masks() {
    return Masks.any();
  }

  @Provide
  Arbitrary<TracingOptions> options() {
    return Arbitraries.of(
        PRUNED, PRUNED.withMergeWidths(0), ALL.withSpurWidths(4), ALL.withSpurWidths(10));
  }

  private static VesselGraph trace(BinaryMask mask, TracingOptions options) {
    return GraphTracer.with(options)
        .trace(Thinning.skeleton(mask, ThinningMethod.ZHANG_SUEN), mask);
  }

  @Test
  void makesOneSegmentOfTheTwoOnBothSidesOfABump() {
    BinaryMask mask =
        AsciiArt.mask(
            """
            .................
            .................
            .................
            .......#.........
            .......#.........
            .###############.
            .###############.
            .###############.
            .................
            """);
    VesselGraph all = trace(mask, ALL);
    assertEquals(3, all.segmentCount());
    VesselGraph pruned = trace(mask, ALL.withSpurWidths(1.5));
    assertEquals(1, pruned.segmentCount());
    Segment segment = pruned.segment(0);
    assertEquals(NodeKind.END_POINT, segment.start().kind());
    assertEquals(NodeKind.END_POINT, segment.end().kind());
    assertEquals(12, segment.chordPx(), 2, "the vessel's length less its ends");
    assertEquals(3, trace(mask, ALL.withSpurWidths(0.5)).segmentCount());
  }

  /** Bars with flat ends in all directions: the two corners of each end are not branches. */
  @ParameterizedTest
  @ValueSource(ints = {3, 5, 7, 9, 11, 15})
  void straightVesselsWithFlatEndsAreOneSegment(int width) {
    int withSpurs = 0;
    for (int degrees = 0; degrees < 90; degrees += 6) {
      BinaryMask bar = bar(degrees, 150, width);
      withSpurs += trace(bar, ALL).segmentCount() > 1 ? 1 : 0;
      VesselGraph graph = trace(bar, PRUNED);
      assertEquals(1, graph.segmentCount(), degrees + " degrees");
      assertEquals(150, graph.segment(0).chordPx(), 1.3 * width + 3, degrees + " degrees");
    }
    assertTrue(width < 7 || withSpurs > 0, "nothing to take off");
  }

  /** Pixels whose centers lie inside of a rectangle. */
  private static BinaryMask bar(int degrees, int length, int width) {
    double a = Math.toRadians(degrees);
    byte[] values = new byte[201 * 201];
    for (int i = 0; i < values.length; i++) {
      double x = i % 201 - 100.2;
      double y = Math.floorDiv(i, 201) - 100.4;
      boolean inside =
          Math.abs(x * Math.cos(a) + y * Math.sin(a)) <= length / 2.0
              && Math.abs(y * Math.cos(a) - x * Math.sin(a)) <= width / 2.0;
      values[i] = (byte) (inside ? 1 : 0);
    }
    return BinaryMask.wrap(201, 201, values);
  }

  @Test
  void branchesThatStickOutStay() {
    for (int degrees = 40; degrees <= 140; degrees += 10) {
      BinaryMask mask =
          new Drawing(201, 201)
              .line(10, 100, 190, 100, 8, VesselLabel.UNKNOWN)
              .ray(100, 100, degrees, 30, 3, VesselLabel.UNKNOWN)
              .mask();
      VesselGraph graph = trace(mask, PRUNED);
      assertEquals(3, graph.segmentCount(), degrees + " degrees");
      assertEquals(1, graph.nodes().stream().filter(node -> node.degree() == 3).count());
    }
  }

  @Test
  void roughMarginsMakeNoBranches() {
    var random = new SplittableRandom(7);
    int before = 0;
    for (int round = 0; round < 20; round++) {
      byte[] values = bar(6 * round % 90, 150, 9).toArray();
      byte[] rough = values.clone();
      for (int i = 201; i < values.length - 201; i++) {
        boolean margin = values[i - 1] + values[i + 1] + values[i - 201] + values[i + 201] > 0;
        if (margin && random.nextInt(4) == 0) {
          rough[i] = 1;
        }
      }
      BinaryMask mask = BinaryMask.wrap(201, 201, rough);
      long branchings = branchings(trace(mask, PRUNED));
      before += branchings(trace(mask, ALL));
      assertEquals(0, branchings, "round " + round);
    }
    assertTrue(before > 20, before + " branchings without pruning");
  }

  private static int branchings(VesselGraph graph) {
    return (int) graph.nodes().stream().filter(node -> node.degree() > 2).count();
  }

  @Test
  void aRingThatLosesItsOnlySpurBeginsAtItsNode() {
    byte[] values = new Drawing(61, 61).ring(30, 30, 20, 5).mask().toArray();
    values[30 * 61 + 53] = 1;
    values[30 * 61 + 54] = 1;
    BinaryMask mask = BinaryMask.wrap(61, 61, values);
    assertEquals(2, trace(mask, ALL).segmentCount());
    VesselGraph graph = trace(mask, ALL.withSpurWidths(2));
    assertEquals(1, graph.segmentCount());
    Node node = graph.node(0);
    assertEquals(NodeKind.RING, node.kind());
    assertEquals(node.position(0), graph.segment(0).path()[0]);
    assertEquals(1, Masks.holes(graph.redraw()));
    assertEquals(2 * Math.PI * 20, graph.segment(0).lengthPx(), 12);
  }

  @Test
  void linesThatGoOnAtAHigherThresholdAreNoSpurs() {
    // A sure vessel, and a fork of two doubtful ones whose stem of two pixels leads to it.
    float[] values = new float[41 * 41];
    for (int x = 0; x < 41; x++) {
      values[36 * 41 + x] = 0.9f;
    }
    values[35 * 41 + 20] = 0.2f;
    values[34 * 41 + 20] = 0.2f;
    for (int k = 0; k < 12; k++) {
      values[(33 - k) * 41 + 19 - k] = 0.2f;
      values[(33 - k) * 41 + 21 + k] = 0.2f;
    }
    ProbabilityMap map = ProbabilityMap.of(41, 41, values);
    ThresholdOptions options = ThresholdOptions.defaults().withThresholds(List.of(0.5, 0.1));
    VesselGraph all = ThresholdTracer.with(options).trace(map);
    VesselGraph pruned =
        ThresholdTracer.with(options.withTracing(ALL.withSpurWidths(3))).trace(map);
    assertEquals(4, all.segmentCount());
    assertEquals(4, pruned.segmentCount());
  }

  @Property(tries = 300, seed = "300", edgeCases = EdgeCasesMode.NONE)
  void takesOffSpursAndNothingElse(
      @ForAll("masks") BinaryMask mask, @ForAll("options") TracingOptions options) {
    BinaryMask skeleton = Thinning.skeleton(mask, ThinningMethod.ZHANG_SUEN);
    VesselGraph all = GraphTracer.with(options.withSpurWidths(0)).trace(skeleton, mask);
    VesselGraph pruned = GraphTracer.with(options).trace(skeleton, mask);
    BinaryMask left = pruned.redraw();
    for (int i = 0; i < mask.width() * mask.height(); i++) {
      int x = i % mask.width();
      int y = i / mask.width();
      assertFalse(left.get(x, y) && !skeleton.get(x, y), "new pixels");
    }
    assertEquals(Masks.components(skeleton), Masks.components(left));
    assertEquals(
        all.segmentCount() - all.nodeCount(),
        pruned.segmentCount() - pruned.nodeCount(),
        "as many independent cycles");
    for (Segment segment : pruned.segments()) {
      Node start = segment.start();
      Node end = segment.end();
      int last = segment.pathSize() - 1;
      if (start.kind() == NodeKind.END_POINT && end.degree() > 2) {
        assertTrue(isLongOrLeaves(segment, 0, last, options));
      } else if (end.kind() == NodeKind.END_POINT && start.degree() > 2) {
        assertTrue(isLongOrLeaves(segment, last, 0, options));
      }
    }
  }

  private static boolean isLongOrLeaves(
      Segment segment, int tip, int base, TracingOptions options) {
    VesselGraph graph = segment.graph();
    int x = segment.x(tip);
    int y = segment.y(tip);
    return segment.lengthPx() > options.spurWidths() * segment.caliberPx(base)
        || Math.min(x, graph.width() - 1 - x) <= segment.caliberPx(tip)
        || Math.min(y, graph.height() - 1 - y) <= segment.caliberPx(tip);
  }

  @Test
  void vesselsThatLeaveTheImageStay() {
    BinaryMask mask =
        new Drawing(101, 41)
            .line(10, 20, 90, 20, 9, VesselLabel.UNKNOWN)
            .line(50, 20, 50, -5, 5, VesselLabel.UNKNOWN)
            .mask();
    assertEquals(3, trace(mask, ALL.withSpurWidths(2)).segmentCount());
  }

  @Test
  void twoSegmentsThatMergingHasLeftAtAJunctionAreOne() {
    byte[] values =
        new Drawing(101, 41).line(10, 20, 90, 20, 9, VesselLabel.UNKNOWN).mask().toArray();
    values[20 * 101 + 50] = 0;
    values[20 * 101 + 51] = 0;
    BinaryMask mask = BinaryMask.wrap(101, 41, values);
    TracingOptions merging = ALL.withMergeWidths(3);
    assertEquals(2, trace(mask, merging).segmentCount());
    assertEquals(1, trace(mask, merging.withSpurWidths(1)).segmentCount());
  }

  /** Lines of a hand's width of spurs, and a node of many pixels, in the time of a few. */
  @Test
  void manySpursAndLargeNodesTakeNoLongTime() {
    int side = 1500;
    byte[] values = new byte[side * 40];
    for (int x = 5; x < side - 5; x++) {
      values[20 * side + x] = 1;
      if (x % 4 == 0) {
        values[19 * side + x] = 1;
        values[18 * side + x] = 1;
      }
    }
    for (int y = 5; y < 35; y++) {
      for (int x = 600; x < 900; x++) {
        values[y * side + x] = 1;
      }
    }
    BinaryMask mask = BinaryMask.wrap(side, 40, values);
    assertTimeout(
        Duration.ofSeconds(20), () -> GraphTracer.with(ALL.withSpurWidths(10)).trace(mask, mask));
  }
}
