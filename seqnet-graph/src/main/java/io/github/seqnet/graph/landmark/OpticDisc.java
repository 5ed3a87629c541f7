// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.landmark;

import java.io.Serializable;
import java.util.Collection;
import java.util.OptionalDouble;

/**
 * The optic disc as a circle. Coordinates are pixel centers, x right, y down. Immutable.
 *
 * @param centerX column of the center, may lie between pixels
 * @param centerY row of the center
 * @param radiusPx above 0
 * @param confidence how reliable size and location are, 0..1; 1 for a disc that the caller gives.
 *     See {@link OpticDiscLocator}.
 */
public record OpticDisc(double centerX, double centerY, double radiusPx, double confidence)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if a value is not finite, the radius is not above 0, or the
   *     confidence is not in 0..1
   */
  public OpticDisc {
    if (!Double.isFinite(centerX) || !Double.isFinite(centerY)) {
      throw new IllegalArgumentException(
          "center of the optic disc must be finite, got x=" + centerX + ", y=" + centerY);
    }
    if (!(radiusPx > 0) || Double.isInfinite(radiusPx)) {
      throw new IllegalArgumentException("radiusPx must be above 0 and finite, got " + radiusPx);
    }
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence must be in 0..1, got " + confidence);
    }
  }

  /** A disc that the caller knows: confidence 1. */
  public OpticDisc(double centerX, double centerY, double radiusPx) {
    this(centerX, centerY, radiusPx, 1);
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
        radiusPx * (factorX + factorY) / 2,
        confidence);
  }

  /**
   * The relative deviation of the radius from that of other discs, {@code radius / median - 1}.
   * Photographs of one camera and field angle show discs of similar size: a deviation beyond 0.25
   * most often means that the cup or a peripapillary atrophy was taken for the disc.
   *
   * @param medianRadiusPx the median radius of the batch, see {@link #medianRadius}, above 0
   */
  public double deviationFrom(double medianRadiusPx) {
    if (!(medianRadiusPx > 0) || Double.isInfinite(medianRadiusPx)) {
      throw new IllegalArgumentException(
          "medianRadiusPx must be above 0 and finite, got " + medianRadiusPx);
    }
    return radiusPx / medianRadiusPx - 1;
  }

  /** The median radius in pixels of a batch of photographs of one size; empty for no discs. */
  public static OptionalDouble medianRadius(Collection<OpticDisc> discs) {
    double[] radii = discs.stream().mapToDouble(OpticDisc::radiusPx).sorted().toArray();
    int half = radii.length / 2;
    return radii.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            radii.length % 2 == 1 ? radii[half] : (radii[half - 1] + radii[half]) / 2);
  }
}
