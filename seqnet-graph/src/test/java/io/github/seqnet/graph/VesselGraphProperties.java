// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.testing.Masks;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.BinaryMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VesselGraphProperties {
  @Provide
  Arbitrary<BinaryMask> masks() {
    return Masks.any();
  }

  @Provide
  Arbitrary<TracingOptions> options() {
    return Arbitraries.of(
        TracingOptions.defaults(),
        TracingOptions.paper(),
        TracingOptions.defaults().withMergeWidths(0),
        TracingOptions.defaults().withMergeWidths(4));
  }

  @Property(tries = 200, seed = "200", edgeCases = EdgeCasesMode.NONE)
  void redrawingGivesTheTracedPixelsBack(
      @ForAll("masks") BinaryMask mask,
      @ForAll("options") TracingOptions options,
      @ForAll boolean thin) {
    BinaryMask skeleton = thin ? Thinning.skeleton(mask, ThinningMethod.GUO_HALL) : mask;
    assertEquals(skeleton, GraphTracer.with(options).trace(skeleton, mask).redraw());
  }

  @Property(tries = 200, seed = "200", edgeCases = EdgeCasesMode.NONE)
  void everyPixelBelongsToExactlyOneNodeOrSegment(
      @ForAll("masks") BinaryMask mask,
      @ForAll("options") TracingOptions options,
      @ForAll boolean thin) {
    BinaryMask skeleton = thin ? Thinning.skeleton(mask, ThinningMethod.ZHANG_SUEN) : mask;
    VesselGraph graph = GraphTracer.with(options).trace(skeleton, mask);
    int[] owners = new int[mask.width() * mask.height()];
    for (Node node : graph.nodes()) {
      for (int k = 0; k < node.pixelCount(); k++) {
        owners[node.position(k)]++;
      }
    }
    for (Segment segment : graph.segments()) {
      assertEquals(segment.pixelCount() + 2, segment.pathSize());
      for (int k = 1; k < segment.pathSize() - 1; k++) {
        owners[segment.position(k)]++;
      }
    }
    for (int i = 0; i < owners.length; i++) {
      int expected = skeleton.get(i % mask.width(), i / mask.width()) ? 1 : 0;
      assertEquals(expected, owners[i]);
    }
  }

  @Property(tries = 200, seed = "200", edgeCases = EdgeCasesMode.NONE)
  void aTurnedSkeletonGivesTheTurnedGraph(
      @ForAll("masks") BinaryMask mask,
      @ForAll("options") TracingOptions options,
      @ForAll boolean thin) {
    BinaryMask skeleton = thin ? Thinning.skeleton(mask, ThinningMethod.ZHANG_SUEN) : mask;
    int width = mask.width();
    int height = mask.height();
    GraphTracer tracer = GraphTracer.with(options);
    VesselGraph graph = tracer.trace(skeleton, mask);
    assertEquals(
        pieces(graph, i -> i % width * height + height - 1 - i / width),
        pieces(tracer.trace(Masks.turned(skeleton), Masks.turned(mask)), i -> i));
    assertEquals(
        pieces(graph, i -> i / width * width + width - 1 - i % width),
        pieces(tracer.trace(Masks.mirrored(skeleton), Masks.mirrored(mask)), i -> i));
  }

  /** Each node and segment as text, moved, in an order and direction that do not depend on it. */
  private static List<String> pieces(VesselGraph graph, IntUnaryOperator move) {
    List<String> pieces = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.kind() != NodeKind.RING) {
        int[] pixels = new int[node.pixelCount()];
        for (int k = 0; k < pixels.length; k++) {
          pixels[k] = move.applyAsInt(node.position(k));
        }
        Arrays.sort(pixels);
        pieces.add(node.kind() + " " + node.degree() + Arrays.toString(pixels));
      }
    }
    for (Segment segment : graph.segments()) {
      int[] path = Arrays.stream(segment.path()).map(move).toArray();
      if (segment.start().kind() == NodeKind.RING) {
        Arrays.sort(path, 0, path.length);
        path = Arrays.stream(path).distinct().toArray();
        pieces.add("ring " + segment.lengthPx() + Arrays.toString(path));
        continue;
      }
      int[] back = new int[path.length];
      for (int k = 0; k < path.length; k++) {
        back[k] = path[path.length - 1 - k];
      }
      int[] lower = Arrays.compare(path, back) <= 0 ? path : back;
      pieces.add("segment " + Arrays.toString(lower));
    }
    Collections.sort(pieces);
    return pieces;
  }

  @Property(tries = 100, seed = "100", edgeCases = EdgeCasesMode.NONE)
  void thinSkeletonsKeepTheirCyclesAndComponents(@ForAll("masks") BinaryMask mask) {
    BinaryMask skeleton = Thinning.skeleton(mask, ThinningMethod.ZHANG_SUEN);
    VesselGraph graph =
        GraphTracer.with(TracingOptions.defaults().withMergeWidths(0)).trace(skeleton, mask);
    // Euler: independent cycles = segments - nodes + components. Each hole is a cycle, unless it is
    // enclosed by the pixels of one junction.
    int cycles = graph.segmentCount() - graph.nodeCount() + Masks.components(skeleton);
    assertTrue(cycles <= Masks.holes(mask), cycles + " cycles");
  }

  @Property(tries = 100, seed = "100", edgeCases = EdgeCasesMode.NONE)
  void lengthsAndDirectionsMakeSense(@ForAll("masks") BinaryMask mask) {
    VesselGraph graph = VesselGraph.of(mask);
    int ends = 0;
    for (Node node : graph.nodes()) {
      ends += node.degree();
    }
    assertEquals(2 * graph.segmentCount(), ends);
    for (Segment segment : graph.segments()) {
      assertTrue(segment.lengthPx() >= segment.chordPx() - 1e-9, "rounding");
      assertTrue(segment.straightness() >= 0 && segment.straightness() <= 1 + 1e-12, "rounding");
      assertTrue(segment.meanCaliberPx() >= 1);
      Direction start = segment.startDirection();
      assertEquals(1, Math.hypot(start.dx(), start.dy()), 1e-9, "rounding");
      Direction end = segment.endDirection();
      assertEquals(1, Math.hypot(end.dx(), end.dy()), 1e-9, "rounding");
    }
  }
}
