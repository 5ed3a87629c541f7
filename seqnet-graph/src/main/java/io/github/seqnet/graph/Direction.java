// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.io.Serializable;

/**
 * A direction in the image: a vector of length 1, x right, y down.
 *
 * @param dx to the right
 * @param dy downwards
 */
public record Direction(double dx, double dy) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if the length is not 1 (to within 1e-6)
   */
  public Direction {
    if (!(Math.abs(Math.hypot(dx, dy) - 1) <= 1e-6)) {
      throw new IllegalArgumentException(
          "a direction must have length 1, got (" + dx + ", " + dy + ")");
    }
  }

  /**
   * The direction from one point to another.
   *
   * @throws IllegalArgumentException if the points are the same
   */
  public static Direction between(double fromX, double fromY, double toX, double toY) {
    double length = Math.hypot(toX - fromX, toY - fromY);
    if (!(length > 0)) {
      throw new IllegalArgumentException("no direction from a point to itself");
    }
    return new Direction((toX - fromX) / length, (toY - fromY) / length);
  }

  /** The angle to another direction in radians, 0..pi. */
  public double angleRad(Direction other) {
    return Math.atan2(Math.abs(dx * other.dy - dy * other.dx), dx * other.dx + dy * other.dy);
  }
}
