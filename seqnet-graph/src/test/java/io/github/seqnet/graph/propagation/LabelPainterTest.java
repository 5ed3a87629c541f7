// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.VesselGraphBuilder;
import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import org.junit.jupiter.api.Test;

class LabelPainterTest {
  private static final BinaryMask VESSELS =
      AsciiArt.mask(
          """
          #######..
          #######.#
          #######.#
          ........#
          ######..#
          """);

  /** Artery on the left of the middle row, vein on the right; nothing on the other vessels. */
  private static VesselGraph graph() {
    VesselGraphBuilder builder = VesselGraph.builder(9, 5);
    int a = builder.addNode(NodeKind.END_POINT, 9);
    int b = builder.addNode(NodeKind.JUNCTION, 12);
    int c = builder.addNode(NodeKind.END_POINT, 15);
    int left = builder.addSegment(a, b, new int[] {9, 10, 11, 12}, new float[4]);
    int right = builder.addSegment(b, c, new int[] {12, 13, 14, 15}, new float[4]);
    return builder.label(left, VesselLabel.ARTERY).label(right, VesselLabel.VEIN).build();
  }

  private static ArteryVeinMap unknown() {
    byte[] codes = VESSELS.toArray();
    for (int i = 0; i < codes.length; i++) {
      codes[i] *= VesselLabel.UNKNOWN.code();
    }
    return ArteryVeinMap.of(9, 5, codes);
  }

  @Test
  void labelsReachTheFullWidthAndStopAtTheEdge() {
    ArteryVeinMap painted = LabelPainter.paint(graph(), VESSELS, unknown());
    assertEquals(VesselLabel.ARTERY, painted.get(0, 0));
    assertEquals(VesselLabel.ARTERY, painted.get(2, 2));
    assertEquals(VesselLabel.VEIN, painted.get(4, 0));
    assertEquals(VesselLabel.VEIN, painted.get(6, 2));
    assertEquals(VesselLabel.BACKGROUND, painted.get(7, 1));
    assertEquals(VESSELS, painted.vessels());
  }

  @Test
  void vesselsWithoutSegmentsKeepWhatTheyHave() {
    ArteryVeinMap painted = LabelPainter.paint(graph(), VESSELS, unknown());
    assertEquals(VesselLabel.UNKNOWN, painted.get(8, 1));
    assertEquals(VesselLabel.UNKNOWN, painted.get(0, 4));
  }

  @Test
  void segmentsOutsideOfTheVesselsPaintNothing() {
    BinaryMask vessels = AsciiArt.mask(".........\n.........\n.........\n.........\n######...");
    byte[] codes = vessels.toArray();
    ArteryVeinMap arteries = ArteryVeinMap.of(9, 5, codes);
    assertEquals(arteries, LabelPainter.paint(graph(), vessels, arteries));
  }

  @Test
  void sizesMustAgree() {
    BinaryMask small = BinaryMask.full(2, 2);
    assertThrows(
        IllegalArgumentException.class, () -> LabelPainter.paint(graph(), small, unknown()));
    ArteryVeinMap other = ArteryVeinMap.of(1, 1, new byte[1]);
    assertThrows(IllegalArgumentException.class, () -> LabelPainter.paint(graph(), VESSELS, other));
  }
}
