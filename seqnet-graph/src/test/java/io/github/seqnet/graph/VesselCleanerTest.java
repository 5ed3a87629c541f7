// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.graph.testing.Masks;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class VesselCleanerTest {
  private static final BinaryMask MASK =
      AsciiArt.mask(
          """
          ..........#..
          .#####.....#.
          .#.#.#.......
          .###.#.....##
          .#####.....#.
          ...........##
          """);

  @Provide
  Arbitrary<BinaryMask> masks() {
    return Masks.any();
  }

  @Test
  void fillsHolesUpToASizeButNotTheBaysOfTheMargin() {
    assertEquals(
        """
        ..........#..
        .#####.....#.
        .###.#.......
        .###.#.....##
        .#####.....#.
        ...........##
        """,
        AsciiArt.draw(new VesselCleaner(1, 0).clean(MASK)));
    assertEquals(
        """
        ..........#..
        .#####.....#.
        .#####.......
        .#####.....##
        .#####.....#.
        ...........##
        """,
        AsciiArt.draw(new VesselCleaner(2, 0).clean(MASK)));
  }

  @Test
  void takesOutSpecksUpToASizeThatHangTogetherByCorners() {
    assertEquals(MASK, new VesselCleaner(0, 1).clean(MASK));
    assertEquals(
        """
        .............
        .#####.......
        .#.#.#.......
        .###.#.....##
        .#####.....#.
        ...........##
        """,
        AsciiArt.draw(new VesselCleaner(0, 2).clean(MASK)));
  }

  @Test
  void aHoleGetsTheLabelOfMostPixelsAroundIt() {
    byte v = VesselLabel.VEIN.code();
    byte a = VesselLabel.ARTERY.code();
    byte[] codes = {
      a, a, v, v,
      a, 0, v, v,
      a, v, v, v
    };
    byte[] filled = codes.clone();
    filled[5] = a;
    assertEquals(
        ArteryVeinMap.of(4, 3, filled),
        new VesselCleaner(1, 0).clean(ArteryVeinMap.of(4, 3, codes)),
        "two of each: the artery");
    codes[1] = v;
    filled[1] = v;
    filled[5] = v;
    assertEquals(
        ArteryVeinMap.of(4, 3, filled),
        new VesselCleaner(1, 0).clean(ArteryVeinMap.of(4, 3, codes)));
  }

  @Test
  void refusesNegativeSizesAndLeavesAMapAloneWhenNothingIsAskedFor() {
    ArteryVeinMap map = ArteryVeinMap.unknown(MASK);
    assertSame(map, new VesselCleaner(0, 0).clean(map));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new VesselCleaner(1, -1));
    assertEquals("holePixels and speckPixels must be 0 or more, got 1 and -1", e.getMessage());
  }

  @Property(tries = 200, seed = "200", edgeCases = EdgeCasesMode.NONE)
  void withoutABoundNoHoleIsLeftAndThenNoSpeck(@ForAll("masks") BinaryMask mask) {
    assertEquals(0, Masks.holes(new VesselCleaner(1000, 0).clean(mask)));
    assertEquals(0, new VesselCleaner(0, 1000).clean(mask).count());
    BinaryMask filled = new VesselCleaner(3, 0).clean(mask);
    assertEquals(filled, new VesselCleaner(3, 0).clean(filled));
  }
}
