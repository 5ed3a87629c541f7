// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.io.Serializable;
import java.util.Objects;

/**
 * The side length of a pixel: either unknown, so that lengths stay in pixels, or given in
 * micrometers. Pixels are square. Immutable.
 *
 * @param unit {@link Unit#PIXEL} or {@link Unit#MICROMETER}
 * @param perPixel the side length of one pixel in that unit, above 0; 1 for pixels
 */
public record Scale(Unit unit, double perPixel) implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Scale PIXELS = new Scale(Unit.PIXEL, 1);

  /**
   * @throws IllegalArgumentException if the unit is not a length or {@code perPixel} is not valid
   *     for it
   */
  public Scale {
    Objects.requireNonNull(unit, "unit");
    if (!unit.equals(Unit.PIXEL) && !unit.equals(Unit.MICROMETER)) {
      throw new IllegalArgumentException("unit of a scale must be px or um, got " + unit.symbol());
    }
    if (!(perPixel > 0) || Double.isInfinite(perPixel)) {
      throw new IllegalArgumentException(
          "perPixel must be above 0 and finite, got " + perPixel + " " + unit.symbol());
    }
    if (unit.equals(Unit.PIXEL) && perPixel != 1) {
      throw new IllegalArgumentException("perPixel must be 1 for pixels, got " + perPixel);
    }
  }

  /** Lengths stay in pixels. */
  public static Scale pixels() {
    return PIXELS;
  }

  /**
   * Lengths are converted to micrometers.
   *
   * @param perPixel the side of a pixel in micrometers, above 0
   * @throws IllegalArgumentException if it is not above 0 and finite
   */
  public static Scale micrometers(double perPixel) {
    return new Scale(Unit.MICROMETER, perPixel);
  }

  /** Whether the size of a pixel in micrometers is known. */
  public boolean isPhysical() {
    return unit.equals(Unit.MICROMETER);
  }

  /** The unit of a curvature, 1 / {@link #unit()}. */
  public Unit curvatureUnit() {
    return isPhysical() ? Unit.PER_MICROMETER : Unit.PER_PIXEL;
  }

  /** The unit of a squared curvature, 1 / {@link #unit()}^2. */
  public Unit squaredCurvatureUnit() {
    return isPhysical() ? Unit.PER_SQUARE_MICROMETER : Unit.PER_SQUARE_PIXEL;
  }
}
