package io.github.seqnet.graph.biomarker;

/**
 * What one pixel is long: either nothing is known and lengths stay in pixels, or its side is given
 * in micrometers (square pixels). Immutable.
 *
 * @param unit {@link Unit#PIXEL} or {@link Unit#MICROMETER}
 * @param perPixel the length of one pixel in that unit, above 0; 1 for pixels
 */
public record Scale(Unit unit, double perPixel) {
  private static final Scale PIXELS = new Scale(Unit.PIXEL, 1);

  /**
   * @throws IllegalArgumentException if the unit is no length or {@code perPixel} does not fit it
   */
  public Scale {
    if (unit != Unit.PIXEL && unit != Unit.MICROMETER) {
      throw new IllegalArgumentException(
          "unit of a scale must be PIXEL or MICROMETER, got " + unit);
    }
    if (!(perPixel > 0) || Double.isInfinite(perPixel)) {
      throw new IllegalArgumentException(
          "perPixel must be above 0 and finite, got " + perPixel + " " + unit.symbol());
    }
    if (unit == Unit.PIXEL && perPixel != 1) {
      throw new IllegalArgumentException("one pixel must be 1 px long, got " + perPixel);
    }
  }

  /** Lengths stay in pixels. */
  public static Scale pixels() {
    return PIXELS;
  }

  /**
   * Lengths come out in micrometers.
   *
   * @param perPixel the side of a pixel in micrometers, above 0
   * @throws IllegalArgumentException if it is not above 0 and finite
   */
  public static Scale micrometers(double perPixel) {
    return new Scale(Unit.MICROMETER, perPixel);
  }

  /** The unit of a curvature, 1 / {@link #unit()}. */
  public Unit curvatureUnit() {
    return unit == Unit.PIXEL ? Unit.PER_PIXEL : Unit.PER_MICROMETER;
  }
}
