// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.thinning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.testing.Masks;
import io.github.seqnet.image.BinaryMask;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ThinningProperties {
  @Provide
  Arbitrary<BinaryMask> masks() {
    return Masks.any();
  }

  @Provide
  Arbitrary<ThinningMethod> sweeping() {
    return Arbitraries.of(ThinningMethod.ZHANG_SUEN, ThinningMethod.GUO_HALL);
  }

  @Property(tries = 200, seed = "200", edgeCases = EdgeCasesMode.NONE)
  void centerLinesTurnAndMirrorWithTheMask(@ForAll("masks") BinaryMask mask) {
    boolean symmetric =
        mask.equals(Masks.mirrored(mask))
            || mask.equals(Masks.turned(Masks.mirrored(mask)))
            || mask.equals(Masks.turned(Masks.turned(mask)))
            || mask.equals(Masks.turned(Masks.turned(Masks.mirrored(mask))))
            || mask.equals(Masks.turned(Masks.turned(Masks.turned(Masks.mirrored(mask)))));
    Assume.that(!symmetric);
    BinaryMask skeleton = Thinning.skeleton(mask, ThinningMethod.CENTER_LINE);
    assertEquals(
        Masks.turned(skeleton),
        Thinning.skeleton(Masks.turned(mask), ThinningMethod.CENTER_LINE),
        "turned");
    assertEquals(
        Masks.mirrored(skeleton),
        Thinning.skeleton(Masks.mirrored(mask), ThinningMethod.CENTER_LINE),
        "mirrored");
  }

  @Property(tries = 300, seed = "300", edgeCases = EdgeCasesMode.NONE)
  void skeletonKeepsComponentsAndHoles(
      @ForAll("masks") BinaryMask mask, @ForAll ThinningMethod method) {
    BinaryMask skeleton = Thinning.skeleton(mask, method);
    assertEquals(Masks.components(mask), Masks.components(skeleton), "components");
    assertEquals(Masks.holes(mask), Masks.holes(skeleton), "holes");
  }

  @Property(tries = 500, seed = "500", edgeCases = EdgeCasesMode.NONE)
  void thinningKeepsComponentsAndHoles(
      @ForAll("masks") BinaryMask mask, @ForAll ThinningMethod method) {
    BinaryMask thin = Thinning.thin(mask, method);
    assertEquals(Masks.components(mask), Masks.components(thin), "components");
    assertEquals(Masks.holes(mask), Masks.holes(thin), "holes");
  }

  @Property(tries = 200, seed = "200", edgeCases = EdgeCasesMode.NONE)
  void thinningStaysInsideAndIsIdempotent(
      @ForAll("masks") BinaryMask mask, @ForAll ThinningMethod method) {
    for (BinaryMask thin :
        new BinaryMask[] {Thinning.thin(mask, method), Thinning.skeleton(mask, method)}) {
      for (int y = 0; y < mask.height(); y++) {
        for (int x = 0; x < mask.width(); x++) {
          assertTrue(mask.get(x, y) || !thin.get(x, y));
        }
      }
    }
    if (method != ThinningMethod.CENTER_LINE) {
      BinaryMask thin = Thinning.thin(mask, method);
      assertEquals(thin, Thinning.thin(thin, method));
    }
    BinaryMask clean = Thinning.cleanUp(mask);
    assertEquals(clean, Thinning.cleanUp(clean));
  }

  @Property(tries = 200, seed = "200", edgeCases = EdgeCasesMode.NONE)
  void workListsGiveTheResultOfFullSweeps(
      @ForAll("masks") BinaryMask mask, @ForAll("sweeping") ThinningMethod method) {
    assertEquals(sweeps(mask, method), Thinning.thin(mask, method));
  }

  /** Thinning as it is printed: whole sweeps in turn until two in a row remove nothing. */
  private static BinaryMask sweeps(BinaryMask mask, ThinningMethod method) {
    int width = mask.width();
    int height = mask.height();
    byte[] now = mask.toArray();
    byte[] table = ThinningKernel.table(method);
    int idle = 0;
    for (int kind = 0; idle < 2; kind = 1 - kind) {
      BinaryMask before = BinaryMask.of(width, height, now);
      idle++;
      for (int i = 0; i < now.length; i++) {
        int x = i % width;
        int y = i / width;
        if (now[i] == 1 && (table[code(before, x, y)] >> kind & 1) != 0) {
          now[i] = 0;
          idle = 0;
        }
      }
    }
    return BinaryMask.of(width, height, now);
  }

  private static int code(BinaryMask mask, int x, int y) {
    int[] dx = {0, 1, 1, 1, 0, -1, -1, -1};
    int[] dy = {-1, -1, 0, 1, 1, 1, 0, -1};
    int code = 0;
    for (int d = 0; d < 8; d++) {
      code |= (Masks.isSet(mask, x + dx[d], y + dy[d]) ? 1 : 0) << d;
    }
    return code;
  }
}
