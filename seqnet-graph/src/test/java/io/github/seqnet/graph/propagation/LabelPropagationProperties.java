// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.VesselGraphBuilder;
import io.github.seqnet.graph.testing.Masks;
import io.github.seqnet.image.BinaryMask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LabelPropagationProperties {
  @Provide
  Arbitrary<BinaryMask> masks() {
    return Masks.any();
  }

  @Provide
  Arbitrary<LabelPropagation> rules() {
    return Arbitraries.of(
        LabelPropagation.paper(PaperOptions.defaults()),
        LabelPropagation.stable(StableOptions.defaults()));
  }

  private static VesselGraph labeled(BinaryMask mask, long seed) {
    VesselGraph graph = VesselGraph.of(mask);
    Random random = new Random(seed);
    double[] confidences = new double[graph.segmentCount()];
    for (int i = 0; i < confidences.length; i++) {
      confidences[i] = (2 * random.nextDouble() - 1) * Math.max(2, graph.segment(i).pixelCount());
    }
    return graph.withLabels(LabelUnification.labels(confidences), confidences);
  }

  @Property(tries = 100, seed = "100", edgeCases = EdgeCasesMode.NONE)
  void stableDoesNotDependOnTheOrderOfSegments(
      @ForAll("masks") BinaryMask mask, @ForAll long seed) {
    VesselGraph graph = labeled(mask, seed);
    List<Integer> order = new ArrayList<>();
    for (int s = 0; s < graph.segmentCount(); s++) {
      order.add(s);
    }
    Collections.shuffle(order, new Random(seed));
    LabelPropagation stable = LabelPropagation.stable(StableOptions.defaults());
    VesselGraph straight = stable.propagate(graph).graph();
    VesselGraph shuffled = stable.propagate(reordered(graph, order)).graph();
    for (int k = 0; k < order.size(); k++) {
      // Sums are taken in another order, and the rounding may grow on the way.
      assertEquals(
          straight.segment(order.get(k)).confidence().orElseThrow(),
          shuffled.segment(k).confidence().orElseThrow(),
          1e-6);
    }
  }

  private static VesselGraph reordered(VesselGraph graph, List<Integer> order) {
    VesselGraphBuilder builder = VesselGraph.builder(graph.width(), graph.height());
    graph
        .nodes()
        .forEach(
            node -> {
              int[] pixels = new int[node.pixelCount()];
              for (int k = 0; k < pixels.length; k++) {
                pixels[k] = node.position(k);
              }
              builder.addNode(node.kind(), pixels);
            });
    for (int s : order) {
      Segment segment = graph.segment(s);
      float[] calibers = new float[segment.pathSize()];
      for (int k = 0; k < calibers.length; k++) {
        calibers[k] = (float) segment.caliberPx(k);
      }
      int added =
          builder.addSegment(
              segment.start().index(), segment.end().index(), segment.path(), calibers);
      builder.label(added, segment.label()).confidence(added, segment.confidence().orElseThrow());
    }
    return builder.build();
  }

  @Property(tries = 100, seed = "101", edgeCases = EdgeCasesMode.NONE)
  void stableStaysWithinTheNumberOfPixels(@ForAll("masks") BinaryMask mask, @ForAll long seed) {
    VesselGraph graph = labeled(mask, seed);
    PropagationResult result = LabelPropagation.stable(StableOptions.defaults()).propagate(graph);
    for (Segment segment : result.graph().segments()) {
      double most = Math.max(2, segment.pixelCount());
      assertTrue(Math.abs(segment.confidence().orElseThrow()) <= most);
    }
  }

  @Property(tries = 100, seed = "102", edgeCases = EdgeCasesMode.NONE)
  void arteriesAndVeinsAreTreatedAlike(
      @ForAll("masks") BinaryMask mask, @ForAll("rules") LabelPropagation rule, @ForAll long seed) {
    VesselGraph graph = labeled(mask, seed);
    double[] opposite = new double[graph.segmentCount()];
    for (int i = 0; i < opposite.length; i++) {
      opposite[i] = -graph.segment(i).confidence().orElseThrow();
    }
    VesselGraph one = rule.propagate(graph).graph();
    VesselGraph other =
        rule.propagate(graph.withLabels(LabelUnification.labels(opposite), opposite)).graph();
    for (int i = 0; i < opposite.length; i++) {
      double expected = one.segment(i).confidence().orElseThrow();
      assertEquals(expected, -other.segment(i).confidence().orElseThrow());
    }
  }

  @Property(tries = 60, seed = "103", edgeCases = EdgeCasesMode.NONE)
  void theGridFindsThePairsOfAPlainSearch(@ForAll("masks") BinaryMask mask) {
    VesselGraph graph = VesselGraph.of(mask);
    for (double reach : new double[] {0, 3, 7.5, 40}) {
      EndPairs pairs = new EndPairs(graph, reach, 5, false);
      TreeSet<String> found = new TreeSet<>();
      for (int p = 0; p < pairs.count; p++) {
        assertTrue(found.add(pairs.first[p] + " " + pairs.second[p]), "pairs come once");
      }
      TreeSet<String> expected = new TreeSet<>();
      for (int a = 0; a < pairs.ends; a++) {
        for (int b = a + 1; b < pairs.ends; b++) {
          boolean near =
              pairs.sharesNode(a, b)
                  ? graph.node(pairs.node[a]).degree() <= EndPairs.MOST_ENDS_AT_NODE
                  : reach > 0 && pairs.distance(a, b) <= reach;
          if (a / 2 != b / 2 && near) {
            expected.add(a + " " + b);
          }
        }
      }
      assertEquals(expected, found);
    }
  }
}
