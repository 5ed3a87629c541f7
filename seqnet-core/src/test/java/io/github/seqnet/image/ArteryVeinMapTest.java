// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ArteryVeinMapTest {
  @Test
  void vesselsThatNobodyHasLabeledAreUnknown() {
    BinaryMask vessels = BinaryMask.of(3, 1, new byte[] {0, 1, 1});
    assertEquals(ArteryVeinMap.of(3, 1, new byte[] {0, 4, 4}), ArteryVeinMap.unknown(vessels));
  }
}
