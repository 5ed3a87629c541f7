// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.thinning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.graph.testing.Masks;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.testing.Shared;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThinningTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "blobs", "drive21", "drive28", "drive33", "full", "hrf04dr", "lines", "noise",
      })
  void zhangSuenGivesTheReferencePixels(String name) {
    Path folder = Shared.path("fixtures/skeleton");
    BinaryMask mask = Masks.read(folder.resolve(name + ".mask.png"));
    BinaryMask expected = Masks.read(folder.resolve(name + ".zhang.png"));
    assertEquals(expected, Thinning.thin(mask, ThinningMethod.ZHANG_SUEN));
  }

  @ParameterizedTest
  @EnumSource(ThinningMethod.class)
  void aSquareOfFourDoesNotVanish(ThinningMethod method) {
    BinaryMask square = AsciiArt.mask("....\n.##.\n.##.\n....");
    assertEquals(1, Masks.components(Thinning.thin(square, method)));
  }

  @ParameterizedTest
  @EnumSource(ThinningMethod.class)
  void aBarBecomesItsMiddleLine(ThinningMethod method) {
    BinaryMask bar =
        AsciiArt.mask(
            """
            ............
            .##########.
            .##########.
            .##########.
            ............
            """);
    BinaryMask skeleton = Thinning.skeleton(bar, method);
    for (int x = 3; x < 9; x++) {
      assertTrue(skeleton.get(x, 2), "x=" + x);
      assertFalse(skeleton.get(x, 1));
      assertFalse(skeleton.get(x, 3));
    }
  }

  @ParameterizedTest
  @EnumSource(ThinningMethod.class)
  void aFrameStaysClosed(ThinningMethod method) {
    BinaryMask frame =
        AsciiArt.mask(
            """
            ########
            ########
            ##....##
            ##....##
            ########
            ########
            """);
    BinaryMask skeleton = Thinning.skeleton(frame, method);
    assertEquals(1, Masks.components(skeleton));
    assertEquals(1, Masks.holes(skeleton));
  }

  @Test
  void cleanUpCutsTheCornersOfStairs() {
    BinaryMask stairs =
        AsciiArt.mask(
            """
            ##....
            .##...
            ..##..
            ...###
            """);
    assertEquals(
        AsciiArt.mask(
            """
            #.....
            .#....
            ..#...
            ...###
            """),
        Thinning.cleanUp(stairs));
  }

  @ParameterizedTest
  @EnumSource(ThinningMethod.class)
  void anEmptyMaskHasAnEmptySkeleton(ThinningMethod method) {
    BinaryMask empty = AsciiArt.mask("...\n...");
    assertEquals(empty, Thinning.thin(empty, method));
    assertEquals(empty, Thinning.skeleton(empty, method));
  }

  @ParameterizedTest
  @EnumSource(ThinningMethod.class)
  void aSinglePixelAndSinglePixelImagesStay(ThinningMethod method) {
    for (String art : new String[] {"...\n.#.\n...", "#", "####", "#\n#\n#"}) {
      BinaryMask mask = AsciiArt.mask(art);
      assertEquals(mask, Thinning.skeleton(mask, method), art);
    }
  }

  @ParameterizedTest
  @EnumSource(ThinningMethod.class)
  void aFullImageKeepsOneComponentWithoutHoles(ThinningMethod method) {
    BinaryMask skeleton = Thinning.skeleton(BinaryMask.full(50, 40), method);
    assertEquals(1, Masks.components(skeleton));
    assertEquals(0, Masks.holes(skeleton));
  }
}
