package io.github.seqnet.graph.landmark;

/**
 * The optic disc as a circle. Coordinates are pixel centers, x right, y down. Immutable.
 *
 * @param centerX column of the center, may lie between pixels
 * @param centerY row of the center
 * @param radiusPx above 0
 */
public record OpticDisc(double centerX, double centerY, double radiusPx) {
  /**
   * @throws IllegalArgumentException if a value is not finite or the radius not above 0
   */
  public OpticDisc {
    if (!Double.isFinite(centerX) || !Double.isFinite(centerY)) {
      throw new IllegalArgumentException(
          "center of the optic disc must be finite, got x=" + centerX + ", y=" + centerY);
    }
    if (!(radiusPx > 0) || Double.isInfinite(radiusPx)) {
      throw new IllegalArgumentException("radiusPx must be above 0 and finite, got " + radiusPx);
    }
  }

  /** The diameter in pixels. */
  public double diameterPx() {
    return 2 * radiusPx;
  }

  /** The distance of a point from the center, in disc diameters; 0.5 is the margin. */
  public double distanceInDiameters(double x, double y) {
    return Math.hypot(x - centerX, y - centerY) / (2 * radiusPx);
  }

  /** Whether a point lies inside the circle or on its margin. */
  public boolean contains(double x, double y) {
    return Math.hypot(x - centerX, y - centerY) <= radiusPx;
  }

  /**
   * The same disc in an image of another size, such as the working resolution of a network.
   *
   * @param factorX new width / old width, above 0
   * @param factorY new height / old height, above 0; the radius follows the mean of both
   */
  public OpticDisc scaledBy(double factorX, double factorY) {
    return new OpticDisc(
        (centerX + 0.5) * factorX - 0.5,
        (centerY + 0.5) * factorY - 0.5,
        radiusPx * (factorX + factorY) / 2);
  }
}
