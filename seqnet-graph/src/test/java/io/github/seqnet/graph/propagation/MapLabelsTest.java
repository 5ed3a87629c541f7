// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.VesselLabel;
import org.junit.jupiter.api.Test;

class MapLabelsTest {
  private static final VesselGraph LINE = VesselGraph.of(AsciiArt.mask("######"));

  @Test
  void majorityOfTheMapLabelsASegment() {
    // Only the pixels between both ends count: 1 artery, 2 veins, 1 crossing.
    VesselGraph graph =
        LabelUnification.unify(LINE, ArteryVeinMap.of(6, 1, new byte[] {1, 1, 2, 2, 3, 1}));
    assertEquals(VesselLabel.VEIN, graph.segment(0).label());
    assertEquals(-1, graph.segment(0).confidence().orElseThrow());
  }

  @Test
  void withoutEvidenceTheLabelIsUnknown() {
    VesselGraph graph =
        LabelUnification.unify(LINE, ArteryVeinMap.of(6, 1, new byte[] {4, 4, 3, 0, 1, 2}));
    assertEquals(VesselLabel.ARTERY, graph.segment(0).label());
    graph = LabelUnification.unify(LINE, ArteryVeinMap.of(6, 1, new byte[] {1, 4, 3, 0, 4, 2}));
    assertEquals(VesselLabel.UNKNOWN, graph.segment(0).label());
    assertEquals(0, graph.segment(0).confidence().orElseThrow());
  }

  @Test
  void differentSizesAreRefused() {
    assertEquals(
        "artery/vein map must be 6 x 1 pixels as the graph, got 2 x 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> LabelUnification.unify(LINE, ArteryVeinMap.of(2, 2, new byte[4])))
            .getMessage());
  }
}
