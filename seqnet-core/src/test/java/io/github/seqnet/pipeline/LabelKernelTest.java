// SPDX-License-Identifier: MIT
package io.github.seqnet.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelKernelTest {
  /** A pixel without a label below it takes the nearest of its neighbors, in rows and columns. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void takesTheNearestLabel(boolean upright) {
    byte[] codes = {3, 3, 3, 3, 0, 3, 3, 3, 3};
    byte[] other = {1, 0, 2};
    if (upright) {
      LabelKernel.relabel(codes, 1, 9, other, 1, 3);
    } else {
      LabelKernel.relabel(codes, 9, 1, other, 3, 1);
    }
    assertArrayEquals(new byte[] {1, 1, 1, 1, 0, 2, 2, 2, 2}, codes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aLabelAtTheSideIsNearerThanOneAtTheCorner(int turns) {
    // At the center of 3 x 3: beside it the 1, at a corner the 2.
    int[] sides = {1, 5, 7, 3};
    int[] corners = {0, 2, 8, 6};
    byte[] other = new byte[9];
    other[sides[turns]] = 1;
    other[corners[(turns + 1) % 4]] = 2;
    other[corners[(turns + 3) % 4]] = 2;
    byte[] codes = {4};
    LabelKernel.relabel(codes, 1, 1, other, 3, 3);
    assertArrayEquals(new byte[] {1}, codes);
  }
}
