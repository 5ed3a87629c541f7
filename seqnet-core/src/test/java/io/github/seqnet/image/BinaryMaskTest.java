// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryMaskTest {
  @Test
  void aFullMaskHasEveryPixel() {
    assertEquals(BinaryMask.of(2, 1, new byte[] {1, 1}), BinaryMask.full(2, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 100000, mask of 100000 x 100000 pixels is larger than one Java array",
    "-1, 5, 'mask must be at least 1 x 1 pixels, got -1 x 5'",
    "-100000, -100000, 'mask must be at least 1 x 1 pixels, got -100000 x -100000'"
  })
  void namesSizesThatNoMaskCanHave(int width, int height, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> BinaryMask.full(width, height))
            .getMessage());
  }
}
