// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The caliber of the central retinal artery or vein (CRAE, CRVE) as it follows from the calibers of
 * the vessels around the optic disc. Both formulas combine two vessels to the trunk that they would
 * branch from, the widest with the narrowest, the second widest with the second narrowest, and so
 * on, and repeat until one is left; the middle one of an odd number goes unchanged to the next
 * round.
 *
 * <p>Thread-safe. Cost O(n log n) for n vessels.
 */
public final class CentralEquivalent {
  private static final double KNUDTSON_ARTERY = 0.88;
  private static final double KNUDTSON_VEIN = 0.95;

  private CentralEquivalent() {}

  /**
   * Knudtson's revised formula: a trunk of {@code 0.88 sqrt(a^2 + b^2)} for arteries and {@code
   * 0.95 sqrt(a^2 + b^2)} for veins. It is the same in every unit. The paper takes the six widest
   * vessels of zone B; here the caller says which. Knudtson et al. 2003, <a
   * href="https://doi.org/10.1076/ceyr.27.3.143.16049">doi:10.1076/ceyr.27.3.143.16049</a>.
   *
   * @param vessels arteries or veins
   * @param widths calibers above 0, in any order and any unit; not changed
   * @return the equivalent in the unit of the widths; empty if there is no width
   * @throws IllegalArgumentException if a width is not above 0 and finite, or for all vessels
   *     together
   */
  public static OptionalDouble knudtson(VesselGroup vessels, double... widths) {
    double factor = isArtery(vessels) ? KNUDTSON_ARTERY : KNUDTSON_VEIN;
    return combine(widths, (narrow, wide) -> factor * Math.hypot(narrow, wide));
  }

  /**
   * The Parr-Hubbard formula: with the narrower a and the wider b, a trunk of {@code sqrt(0.87 a^2
   * + 1.01 b^2 - 0.22 a b - 10.76)} for arteries and {@code sqrt(0.72 a^2 + 0.91 b^2 + 450.05)} for
   * veins, in micrometers and in no other unit. Parr and Spears 1974, American Journal of
   * Ophthalmology 77; Hubbard et al. 1999, <a
   * href="https://doi.org/10.1016/S0161-6420(99)90525-0">doi:10.1016/S0161-6420(99)90525-0</a>.
   *
   * @param vessels arteries or veins
   * @param widthsUm calibers in micrometers above 0, in any order; not changed
   * @return the equivalent in micrometers; empty if there is no width, or if arteries are so narrow
   *     (below about 3.6 um) that the formula has no real value
   * @throws IllegalArgumentException as {@link #knudtson}
   */
  public static OptionalDouble hubbard(VesselGroup vessels, double... widthsUm) {
    return isArtery(vessels)
        ? combine(widthsUm, (a, b) -> Math.sqrt(0.87 * a * a + 1.01 * b * b - 0.22 * a * b - 10.76))
        : combine(widthsUm, (a, b) -> Math.sqrt(0.72 * a * a + 0.91 * b * b + 450.05));
  }

  private static boolean isArtery(VesselGroup vessels) {
    return switch (vessels) {
      case ARTERIES -> true;
      case VEINS -> false;
      case ALL ->
          throw new IllegalArgumentException("vessels must be ARTERIES or VEINS, got " + vessels);
    };
  }

  /** Makes a trunk of the narrower and the wider of two branches. */
  @FunctionalInterface
  private interface Trunk {
    double of(double narrow, double wide);
  }

  private static OptionalDouble combine(double[] widths, Trunk trunk) {
    for (double width : widths) {
      if (!(width > 0) || Double.isInfinite(width)) {
        throw new IllegalArgumentException("width must be above 0 and finite, got " + width);
      }
    }
    if (widths.length == 0) {
      return OptionalDouble.empty();
    }
    double[] round = widths.clone();
    while (round.length > 1) {
      Arrays.sort(round);
      int pairs = round.length / 2;
      double[] next = new double[round.length - pairs];
      for (int i = 0; i < pairs; i++) {
        next[i] = trunk.of(round[i], round[round.length - 1 - i]);
      }
      if (next.length > pairs) {
        next[pairs] = round[pairs];
      }
      round = next;
    }
    return Double.isFinite(round[0]) && round[0] > 0
        ? OptionalDouble.of(round[0])
        : OptionalDouble.empty();
  }
}
