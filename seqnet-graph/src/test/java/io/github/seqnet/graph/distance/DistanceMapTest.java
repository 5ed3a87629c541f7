// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.distance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.image.BinaryMask;
import org.junit.jupiter.api.Test;

class DistanceMapTest {
  @Test
  void backgroundIsAtDistanceZero() {
    DistanceMap map = DistanceMap.of(AsciiArt.mask("#.#"), BorderMode.IGNORED);
    assertEquals(0, map.squared(1, 0));
    assertEquals(1, map.squared(0, 0));
    assertEquals(1, map.nearestX(0, 0));
    assertEquals(0, map.nearestY(0, 0));
  }

  @Test
  void aCornerIsAsFarAsItsDiagonal() {
    DistanceMap map = DistanceMap.of(AsciiArt.mask(".###\n####\n####\n####"), BorderMode.IGNORED);
    assertEquals(18, map.squared(3, 3));
    assertEquals(Math.sqrt(18), map.px(3, 3));
  }

  @Test
  void theOutsideMayCountAsBackground() {
    BinaryMask full = BinaryMask.full(5, 3);
    DistanceMap map = DistanceMap.of(full, BorderMode.BACKGROUND);
    assertEquals(4, map.squared(2, 1));
    assertEquals(-1, map.nearestY(2, 1));
    assertEquals(1, map.squared(0, 1));
    assertEquals(-1, map.nearestX(0, 1));
  }

  @Test
  void aFullMaskHasNoBackgroundAtAll() {
    BinaryMask full = BinaryMask.full(5, 3);
    DistanceMap map = DistanceMap.of(full, BorderMode.IGNORED);
    assertFalse(map.hasBackground());
    assertEquals(Long.MAX_VALUE, map.squared(2, 1));
    assertEquals(Double.POSITIVE_INFINITY, map.px(2, 1));
    assertThrows(IllegalStateException.class, () -> map.nearestX(0, 0));
    long[] some = DistanceMap.squaredAt(full, new int[] {0, 7}, BorderMode.IGNORED);
    assertEquals(Long.MAX_VALUE, some[1]);
  }

  @Test
  void positionsMustBeInside() {
    BinaryMask full = BinaryMask.full(5, 3);
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> DistanceMap.squaredAt(full, new int[] {15}, BorderMode.IGNORED));
    DistanceMap map = DistanceMap.of(full, BorderMode.IGNORED);
    assertThrows(IndexOutOfBoundsException.class, () -> map.squared(5, 0));
  }
}
