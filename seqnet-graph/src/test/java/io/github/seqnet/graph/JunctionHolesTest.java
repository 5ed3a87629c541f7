// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holes where two vessels meet, at several sizes of the pixels. */
class JunctionHolesTest {
  private static final int SIZE = 160;

  /** Each factor enlarges the map and the hole with it; factors with a half leave uneven blocks. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 2.5, 3.5})
  void aHoleBetweenTwoVesselsIsNoLoop(double factor) {
    BinaryMask mask = enlarge(withHole(fork(), 78, 78, 2), factor);
    VesselGraph graph = VesselGraph.of(mask);
    assertEquals(0, loops(graph));
  }

  /** Between narrow vessels, a hole is small compared with the vessels of the whole map. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1.3, 1.5, 1.7, 2, 3})
  void aHoleBetweenNarrowVesselsIsNoLoop(double factor) {
    // Two vessels of 3 px with a gap of 2 px, and two bridges between them.
    Drawing drawing =
        new Drawing(SIZE, SIZE)
            .line(40, 79, 120, 79, 3, VesselLabel.UNKNOWN)
            .line(40, 84, 120, 84, 3, VesselLabel.UNKNOWN)
            .line(71, 79, 71, 84, 3, VesselLabel.UNKNOWN)
            .line(76, 79, 76, 84, 3, VesselLabel.UNKNOWN);
    for (int y : new int[] {10, 30, 130, 150}) {
      drawing.line(10, y, 150, y + 3, 7, VesselLabel.UNKNOWN);
    }
    assertEquals(0, loops(VesselGraph.of(enlarge(drawing.mask(), factor))));
  }

  /** The inside of a ring is as wide as the ring or wider. */
  @ParameterizedTest
  @CsvSource({"4, 3", "8, 3", "8, 6", "20, 12"})
  void aRingStays(double radius, double width) {
    BinaryMask ring = new Drawing(SIZE, SIZE).ring(80, 80, radius, width).mask();
    assertEquals(1, loops(VesselGraph.of(ring)));
  }

  /** Two vessels of 6 px that meet at 24 degrees, and the vessel of 8 px that they come from. */
  private static BinaryMask fork() {
    return new Drawing(SIZE, SIZE)
        .line(10, 80, 75, 80, 8, VesselLabel.UNKNOWN)
        .ray(72, 80, 12, 80, 6, VesselLabel.UNKNOWN)
        .ray(72, 80, -12, 80, 6, VesselLabel.UNKNOWN)
        .mask();
  }

  private static BinaryMask withHole(BinaryMask mask, int x, int y, int side) {
    byte[] values = mask.toArray();
    for (int v = y; v < y + side; v++) {
      for (int u = x; u < x + side; u++) {
        values[v * SIZE + u] = 0;
      }
    }
    return BinaryMask.wrap(SIZE, SIZE, values);
  }

  private static BinaryMask enlarge(BinaryMask mask, double factor) {
    int side = (int) Math.round(SIZE * factor);
    byte[] values = new byte[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        boolean set = mask.get((int) ((x + 0.5) / factor), (int) ((y + 0.5) / factor));
        values[y * side + x] = (byte) (set ? 1 : 0);
      }
    }
    return BinaryMask.wrap(side, side, values);
  }

  /** The number of independent cycles. */
  private static int loops(VesselGraph graph) {
    int components = 0;
    int[] root = new int[graph.nodeCount()];
    for (int n = 0; n < root.length; n++) {
      root[n] = n;
      components++;
    }
    for (Segment segment : graph.segments()) {
      int a = root(root, segment.start().index());
      int b = root(root, segment.end().index());
      if (a != b) {
        root[a] = b;
        components--;
      }
    }
    return graph.segmentCount() - graph.nodeCount() + components;
  }

  private static int root(int[] root, int node) {
    int n = node;
    while (root[n] != n) {
      n = root[n];
    }
    return n;
  }
}
