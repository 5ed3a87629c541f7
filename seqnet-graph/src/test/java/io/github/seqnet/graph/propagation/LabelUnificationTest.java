// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import org.junit.jupiter.api.Test;

class LabelUnificationTest {
  @Test
  void theConfidenceIsASumOverTheSegmentsOwnPixels() {
    VesselGraph graph = VesselGraph.of(AsciiArt.mask("......\n.####.\n......"));
    float[] artery = new float[18];
    float[] vein = new float[18];
    artery[7] = 1;
    artery[8] = 0.75f;
    vein[9] = 0.25f;
    vein[10] = 1;
    VesselGraph unified =
        LabelUnification.unify(
            graph, ProbabilityMap.wrap(6, 3, artery), ProbabilityMap.wrap(6, 3, vein));
    // The end points' own pixels belong to nodes.
    assertEquals(0.5, unified.segment(0).confidence().orElseThrow(), 1e-6, "float rounding");
    assertEquals(VesselLabel.ARTERY, unified.segment(0).label());
  }

  @Test
  void aSegmentWithoutPixelsIsJudgedByItsEnds() {
    VesselGraph graph = VesselGraph.of(AsciiArt.mask("##"));
    ProbabilityMap none = ProbabilityMap.wrap(2, 1, new float[2]);
    ProbabilityMap vein = ProbabilityMap.wrap(2, 1, new float[] {0.5f, 0.25f});
    VesselGraph unified = LabelUnification.unify(graph, none, vein);
    assertEquals(-0.75, unified.segment(0).confidence().orElseThrow(), 1e-6, "float rounding");
  }

  @Test
  void withoutEvidenceASegmentIsAVein() {
    VesselGraph graph = VesselGraph.of(AsciiArt.mask("###"));
    ProbabilityMap none = ProbabilityMap.wrap(3, 1, new float[3]);
    assertEquals(VesselLabel.VEIN, LabelUnification.unify(graph, none, none).segment(0).label());
  }

  @Test
  void sizesMustAgree() {
    VesselGraph graph = VesselGraph.empty(3, 1);
    ProbabilityMap fits = ProbabilityMap.wrap(3, 1, new float[3]);
    ProbabilityMap small = ProbabilityMap.wrap(1, 1, new float[1]);
    assertEquals(
        "vein map must be 3 x 1 pixels as the graph, got 1 x 1",
        assertThrows(
                IllegalArgumentException.class, () -> LabelUnification.unify(graph, fits, small))
            .getMessage());
  }
}
