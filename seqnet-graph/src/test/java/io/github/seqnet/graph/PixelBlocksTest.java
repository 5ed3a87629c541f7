// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.graph.testing.GeneratedEye;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixelBlocksTest {
  private static byte[] enlarged(byte[] values, int width, int height, int side, int margin) {
    int columns = width * side + 2 * margin;
    byte[] result = new byte[columns * (height * side + 2 * margin)];
    for (int y = 0; y < height * side; y++) {
      for (int x = 0; x < width * side; x++) {
        result[(y + margin) * columns + x + margin] = values[y / side * width + x / side];
      }
    }
    return result;
  }

  private static BinaryMask enlarged(BinaryMask mask, int side, int margin) {
    return BinaryMask.wrap(
        mask.width() * side + 2 * margin,
        mask.height() * side + 2 * margin,
        enlarged(mask.toArray(), mask.width(), mask.height(), side, margin));
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "3, 0", "5, 0", "2, 1", "3, 2", "4, 7"})
  void findsTheBlocksOfAnEnlargedMap(int side, int margin) {
    ArteryVeinMap map = new GeneratedEye(200, 3).vessels();
    byte[] codes = enlarged(map.toArray(), 200, 200, side, margin);
    int size = 200 * side + 2 * margin;
    ArteryVeinMap large = ArteryVeinMap.wrap(size, size, codes);
    PixelBlocks blocks = PixelBlocks.of(large);
    assertEquals(side, blocks.side());
    assertEquals(large, blocks.enlarge(blocks.reduce(large)));
    if (margin == 0) {
      assertEquals(map, blocks.reduce(large));
    }
  }

  @Test
  void ordinaryMapsHaveBlocksOfOnePixel() {
    assertEquals(1, PixelBlocks.of(new GeneratedEye(200, 3).vessels()).side());
    assertEquals(1, PixelBlocks.of(BinaryMask.of(50, 40, new byte[2000])).side());
    assertEquals(1, PixelBlocks.of(BinaryMask.full(50, 40)).side());
  }

  /** Their edges are multiples of 4 by chance: a center line of blocks would be off the middle. */
  @Test
  void levelBarsAreNotBlocks() {
    byte[] pixels = new byte[200 * 200];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % 200;
      int y = i / 200;
      boolean level = y >= 80 && y < 88 && x >= 20 && x < 180;
      boolean upright = x >= 100 && x < 108 && y >= 20 && y < 180;
      pixels[i] = (byte) (level || upright ? 1 : 0);
    }
    assertEquals(1, PixelBlocks.of(BinaryMask.wrap(200, 200, pixels)).side());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6})
  void theGraphOfAnEnlargedMaskIsTheEnlargedGraph(int side) {
    BinaryMask mask =
        new Drawing(300, 300)
            .ray(150, 150, 187, 110, 7, VesselLabel.UNKNOWN)
            .ray(150, 150, 17, 110, 8, VesselLabel.UNKNOWN)
            .ray(150, 150, -43, 110, 4, VesselLabel.UNKNOWN)
            .mask();
    VesselGraph one = VesselGraph.of(mask);
    VesselGraph many = VesselGraph.of(enlarged(mask, side, 0));
    assertEquals(one.nodeCount(), many.nodeCount());
    assertEquals(one.segmentCount(), many.segmentCount());
    for (Segment segment : one.segments()) {
      Segment large = many.segment(segment.index());
      assertEquals(side * (segment.pathSize() - 1) + 1, large.pathSize());
      assertEquals(side * segment.meanCaliberPx(), large.meanCaliberPx(), 1e-4 * side);
      double length = side * segment.smoothedLengthPx();
      assertEquals(length, large.smoothedLengthPx(), 0.01 * length + side / 2.0);
    }
    for (Node node : one.nodes()) {
      assertEquals(node.kind(), many.node(node.index()).kind());
      assertEquals(side * node.x(), many.node(node.index()).x(), side);
    }
  }
}
