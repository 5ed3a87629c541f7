// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.TracingOptions;
import io.github.seqnet.graph.VesselCleaner;
import io.github.seqnet.image.FieldOfView;
import java.io.Serializable;

/**
 * Options for removing artifacts of a vessel map before and after thinning: small holes, specks,
 * and spurs of the skeleton. Each would count as a vessel or a junction. Immutable.
 *
 * @param holePixels the size in pixels up to which holes are filled; 0 keeps all, {@link
 *     #AUTOMATIC} adapts to the size of the field of view
 * @param speckPixels the size in pixels up to which groups of vessel pixels are removed; 0 keeps
 *     all, {@link #AUTOMATIC} adapts to the size of the field of view
 * @param spurWidths the length in vessel widths up to which spurs are removed, 0..10; 0 keeps all
 */
public record Tidying(int holePixels, int speckPixels, double spurWidths) implements Serializable {
  private static final long serialVersionUID = 1;

  /** A number of pixels that follows from the size of the field of view. */
  public static final int AUTOMATIC = -1;

  private static final double HOLE_PART = 5e-5;
  private static final double SPECK_PART = 2.6e-4;
  private static final Tidying DEFAULTS = new Tidying(AUTOMATIC, AUTOMATIC, 2);
  private static final Tidying NONE = new Tidying(0, 0, 0);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public Tidying {
    if (holePixels < AUTOMATIC || speckPixels < AUTOMATIC) {
      throw new IllegalArgumentException(
          "holePixels and speckPixels must be 0 or more, or AUTOMATIC, got "
              + holePixels
              + " and "
              + speckPixels);
    }
    if (!(spurWidths >= 0 && spurWidths <= 10)) {
      throw new IllegalArgumentException("spurWidths must be in 0..10, got " + spurWidths);
    }
  }

  /**
   * Fills holes of up to 0.005 % and removes specks of up to 0.026 % of the field of view (11 and
   * 60 pixels in DRIVE), and removes spurs of up to two vessel widths. With these sizes, the counts
   * of bifurcations in maps and annotations of DRIVE's training images agree better than with
   * shorter spurs. Larger holes are gaps between vessels, whose calibers would suffer.
   */
  public static Tidying defaults() {
    return DEFAULTS;
  }

  /** Removes nothing. */
  public static Tidying none() {
    return NONE;
  }

  /** This tidying with another size of holes. */
  public Tidying withHolePixels(int pixels) {
    return new Tidying(pixels, speckPixels, spurWidths);
  }

  /** This tidying with another size of specks. */
  public Tidying withSpeckPixels(int pixels) {
    return new Tidying(holePixels, pixels, spurWidths);
  }

  /** This tidying with another length of spurs. */
  public Tidying withSpurWidths(double widths) {
    return new Tidying(holePixels, speckPixels, widths);
  }

  /** The cleaner of maps with this field of view. */
  public VesselCleaner cleaner(FieldOfView fieldOfView) {
    int pixels = fieldOfView.mask().count();
    return new VesselCleaner(
        holePixels == AUTOMATIC ? (int) (HOLE_PART * pixels) : holePixels,
        speckPixels == AUTOMATIC ? (int) (SPECK_PART * pixels) : speckPixels);
  }

  /** The options for tracing a skeleton. */
  public TracingOptions tracing() {
    return TracingOptions.defaults().withSpurWidths(spurWidths);
  }
}
