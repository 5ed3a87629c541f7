// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import java.io.Serializable;

/**
 * The stable propagation. Lengths are in pixels of an image whose longer side is 576 and grow in
 * proportion for wider images; couplings and evidence are in units of half a log-odds.
 *
 * @param continuation the coupling of two ends at one node that continue each other straight on,
 *     0..10; it falls in proportion to the bend
 * @param neutralBendDeg the bend in degrees at which it has fallen to 0 where two or three ends
 *     meet, in (0, 180]; beyond it is negative, as two vessels that turn back on each other are
 *     rather an artery and a vein
 * @param crossingNeutralBendDeg the same where four or more ends meet, in (0, 180]
 * @param crossing the least coupling of opposite ends where four meet, 0..10
 * @param crowded the factor on all couplings where five or more ends meet, 0..1
 * @param gap the coupling of two ends that face each other without a gap, 0..10; it falls in
 *     proportion to distance and bend
 * @param gapDistancePx the distance at which it has fallen to 0, above 0
 * @param gapBendDeg the bend in degrees at which it has fallen to 0, in (0, 180]
 * @param evidence the weight of a segment's own confidence, 0..10
 * @param evidenceLimit what a segment's own confidence weighs at most, in (0, 100]
 * @param tangentPixels how many pixels along the path a tangent is measured, 1..100
 * @param maximumSweeps how many sweeps are made at most, 0..100000
 */
public record StableOptions(
    double continuation,
    double neutralBendDeg,
    double crossingNeutralBendDeg,
    double crossing,
    double crowded,
    double gap,
    double gapDistancePx,
    double gapBendDeg,
    double evidence,
    double evidenceLimit,
    int tangentPixels,
    int maximumSweeps)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final StableOptions DEFAULTS = builder().build();

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public StableOptions {
    check("continuation", continuation, 0, 10);
    checkPositive("neutralBendDeg", neutralBendDeg, 180);
    checkPositive("crossingNeutralBendDeg", crossingNeutralBendDeg, 180);
    check("crossing", crossing, 0, 10);
    check("crowded", crowded, 0, 1);
    check("gap", gap, 0, 10);
    checkPositive("gapDistancePx", gapDistancePx, 1e6);
    checkPositive("gapBendDeg", gapBendDeg, 180);
    check("evidence", evidence, 0, 10);
    checkPositive("evidenceLimit", evidenceLimit, 100);
    check("tangentPixels", tangentPixels, 1, 100);
    check("maximumSweeps", maximumSweeps, 0, 100000);
  }

  /** Chosen on the training images of DRIVE and LES-AV. */
  public static StableOptions defaults() {
    return DEFAULTS;
  }

  /** Starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  static void check(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " must be in " + least + ".." + most + ", got " + value);
    }
  }

  static void checkPositive(String name, double value, double most) {
    if (!(value > 0 && value <= most)) {
      throw new IllegalArgumentException(
          name + " must be above 0 and at most " + most + ", got " + value);
    }
  }

  /** Collects options; those not set keep their defaults. Not thread-safe. */
  public static final class Builder {
    private double continuation = 1.5;
    private double neutralBendDeg = 95;
    private double crossingNeutralBendDeg = 82;
    private double crossing = 0.3;
    private double crowded = 0.4;
    private double gap = 0.4;
    private double gapDistancePx = 8;
    private double gapBendDeg = 90;
    private double evidence = 1.5;
    private double evidenceLimit = 6;
    private int tangentPixels = 8;
    private int maximumSweeps = 200;

    private Builder() {}

    /** Sets {@link StableOptions#continuation}. */
    public Builder continuation(double value) {
      continuation = value;
      return this;
    }

    /** Sets {@link StableOptions#neutralBendDeg}. */
    public Builder neutralBendDeg(double value) {
      neutralBendDeg = value;
      return this;
    }

    /** Sets {@link StableOptions#crossingNeutralBendDeg}. */
    public Builder crossingNeutralBendDeg(double value) {
      crossingNeutralBendDeg = value;
      return this;
    }

    /** Sets {@link StableOptions#crossing}. */
    public Builder crossing(double value) {
      crossing = value;
      return this;
    }

    /** Sets {@link StableOptions#crowded}. */
    public Builder crowded(double value) {
      crowded = value;
      return this;
    }

    /** Sets {@link StableOptions#gap}. */
    public Builder gap(double value) {
      gap = value;
      return this;
    }

    /** Sets {@link StableOptions#gapDistancePx}. */
    public Builder gapDistancePx(double value) {
      gapDistancePx = value;
      return this;
    }

    /** Sets {@link StableOptions#gapBendDeg}. */
    public Builder gapBendDeg(double value) {
      gapBendDeg = value;
      return this;
    }

    /** Sets {@link StableOptions#evidence}. */
    public Builder evidence(double value) {
      evidence = value;
      return this;
    }

    /** Sets {@link StableOptions#evidenceLimit}. */
    public Builder evidenceLimit(double value) {
      evidenceLimit = value;
      return this;
    }

    /** Sets {@link StableOptions#tangentPixels}. */
    public Builder tangentPixels(int value) {
      tangentPixels = value;
      return this;
    }

    /** Sets {@link StableOptions#maximumSweeps}. */
    public Builder maximumSweeps(int value) {
      maximumSweeps = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public StableOptions build() {
      return new StableOptions(
          continuation,
          neutralBendDeg,
          crossingNeutralBendDeg,
          crossing,
          crowded,
          gap,
          gapDistancePx,
          gapBendDeg,
          evidence,
          evidenceLimit,
          tangentPixels,
          maximumSweeps);
    }
  }
}
