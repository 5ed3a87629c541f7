// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.distance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.graph.testing.Masks;
import io.github.seqnet.image.BinaryMask;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DistanceMapProperties {
  @Provide
  Arbitrary<BinaryMask> masks() {
    return Masks.any();
  }

  @Property(tries = 150, seed = "150", edgeCases = EdgeCasesMode.NONE)
  void distancesAreThoseOfAPlainSearch(
      @ForAll("masks") BinaryMask mask, @ForAll BorderMode border) {
    DistanceMap map = DistanceMap.of(mask, border);
    int[] all = IntStream.range(0, mask.width() * mask.height()).toArray();
    long[] chosen = DistanceMap.squaredAt(mask, all, border);
    for (int i : all) {
      int x = i % mask.width();
      int y = i / mask.width();
      long expected = search(mask, x, y, border);
      assertEquals(expected, map.squared(x, y));
      assertEquals(expected, chosen[i]);
      if (expected != Long.MAX_VALUE) {
        long dx = (long) x - map.nearestX(x, y);
        long dy = (long) y - map.nearestY(x, y);
        assertEquals(expected, dx * dx + dy * dy);
        assertEquals(false, Masks.isSet(mask, map.nearestX(x, y), map.nearestY(x, y)));
      }
    }
  }

  private static long search(BinaryMask mask, int x, int y, BorderMode border) {
    long best = Long.MAX_VALUE;
    int frame = border == BorderMode.BACKGROUND ? 1 : 0;
    for (int v = -frame; v < mask.height() + frame; v++) {
      for (int u = -frame; u < mask.width() + frame; u++) {
        if (!Masks.isSet(mask, u, v)) {
          best = Math.min(best, (long) (u - x) * (u - x) + (long) (v - y) * (v - y));
        }
      }
    }
    return best;
  }
}
