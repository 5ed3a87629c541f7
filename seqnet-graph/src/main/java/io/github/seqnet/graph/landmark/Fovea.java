// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.landmark;

import java.io.Serializable;

/**
 * The fovea: the center of the macula. Coordinates are pixel centers, x right, y down. Immutable.
 *
 * @param x column, may lie between pixels
 * @param y row, may lie between pixels
 * @param confidence the contrast of the fovea to its surroundings, 0..1; 1 for a fovea that the
 *     caller gives
 */
public record Fovea(double x, double y, double confidence) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if a coordinate is not finite or the confidence is not in 0..1
   */
  public Fovea {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException("fovea must be finite, got x=" + x + ", y=" + y);
    }
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence must be in 0..1, got " + confidence);
    }
  }
}
