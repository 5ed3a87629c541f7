// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import java.io.Serializable;

/**
 * The SeqNet paper's propagation. Lengths are in pixels of an image whose longer side is 576 and
 * grow in proportion for wider images. The maxima are not printed in the paper.
 *
 * @param sweeps how often all segments are visited, 0..1000; 5 in the paper
 * @param maximumBendDeg the term A is 0 where two ends miss being straight continuations by this
 *     many degrees, in (0, 180]
 * @param maximumGapBendDeg the term L is 0 where the gap misses leading straight on by this many
 *     degrees, in (0, 180]
 * @param maximumCaliberDifferencePx the term T is 0 where mean calibers differ by this, above 0
 * @param maximumDistancePx the term D is 0 at this distance, and ends farther apart are not
 *     connected; above 0
 * @param tangentPixels how many pixels along the path a tangent is measured, 1..100; 5 in the paper
 */
public record PaperOptions(
    int sweeps,
    double maximumBendDeg,
    double maximumGapBendDeg,
    double maximumCaliberDifferencePx,
    double maximumDistancePx,
    int tangentPixels)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final PaperOptions DEFAULTS = new PaperOptions(5, 60, 45, 1.5, 8, 5);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public PaperOptions {
    StableOptions.check("sweeps", sweeps, 0, 1000);
    StableOptions.checkPositive("maximumBendDeg", maximumBendDeg, 180);
    StableOptions.checkPositive("maximumGapBendDeg", maximumGapBendDeg, 180);
    StableOptions.checkPositive("maximumCaliberDifferencePx", maximumCaliberDifferencePx, 1e6);
    StableOptions.checkPositive("maximumDistancePx", maximumDistancePx, 1e6);
    StableOptions.check("tangentPixels", tangentPixels, 1, 100);
  }

  /** Five sweeps; maxima chosen on the training images of DRIVE and LES-AV. */
  public static PaperOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another number of sweeps. */
  public PaperOptions withSweeps(int value) {
    return new PaperOptions(
        value,
        maximumBendDeg,
        maximumGapBendDeg,
        maximumCaliberDifferencePx,
        maximumDistancePx,
        tangentPixels);
  }

  /** Returns these options with another maximum of the term A. */
  public PaperOptions withMaximumBendDeg(double value) {
    return new PaperOptions(
        sweeps,
        value,
        maximumGapBendDeg,
        maximumCaliberDifferencePx,
        maximumDistancePx,
        tangentPixels);
  }

  /** Returns these options with another maximum of the term L. */
  public PaperOptions withMaximumGapBendDeg(double value) {
    return new PaperOptions(
        sweeps,
        maximumBendDeg,
        value,
        maximumCaliberDifferencePx,
        maximumDistancePx,
        tangentPixels);
  }

  /** Returns these options with another maximum of the term T. */
  public PaperOptions withMaximumCaliberDifferencePx(double value) {
    return new PaperOptions(
        sweeps, maximumBendDeg, maximumGapBendDeg, value, maximumDistancePx, tangentPixels);
  }

  /** Returns these options with another maximum of the term D. */
  public PaperOptions withMaximumDistancePx(double value) {
    return new PaperOptions(
        sweeps,
        maximumBendDeg,
        maximumGapBendDeg,
        maximumCaliberDifferencePx,
        value,
        tangentPixels);
  }

  /** Returns these options with another length of tangents. */
  public PaperOptions withTangentPixels(int value) {
    return new PaperOptions(
        sweeps,
        maximumBendDeg,
        maximumGapBendDeg,
        maximumCaliberDifferencePx,
        maximumDistancePx,
        value);
  }
}
