// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.image.BinaryMask;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The region in which labels are not changed, such as the optic cup, where vessels overlap.
 * Segments with at least half of their path inside keep their label and still influence others.
 * Immutable and safe to share between threads.
 */
public final class FrozenRegion implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final FrozenRegion NONE = new FrozenRegion(0, 0, -1, null);

  private final double centerX;
  private final double centerY;
  private final double radius;
  private final @Nullable BinaryMask mask;

  private FrozenRegion(double centerX, double centerY, double radius, @Nullable BinaryMask mask) {
    this.centerX = centerX;
    this.centerY = centerY;
    this.radius = radius;
    this.mask = mask;
  }

  /** Nowhere. */
  public static FrozenRegion none() {
    return NONE;
  }

  /**
   * A disc.
   *
   * @param centerX column of its center in pixels
   * @param centerY row of its center in pixels
   * @param radiusPx its radius in pixels, 0 or more
   * @throws IllegalArgumentException if a value is not finite or the radius is negative
   */
  public static FrozenRegion circle(double centerX, double centerY, double radiusPx) {
    if (!Double.isFinite(centerX) || !Double.isFinite(centerY)) {
      throw new IllegalArgumentException(
          "the circle's center must be finite, got x=" + centerX + ", y=" + centerY);
    }
    if (!(radiusPx >= 0 && radiusPx < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("radiusPx must be 0 or more, got " + radiusPx);
    }
    return new FrozenRegion(centerX, centerY, radiusPx, null);
  }

  /** The set pixels of a mask of the graph's size. */
  public static FrozenRegion mask(BinaryMask mask) {
    return new FrozenRegion(0, 0, -1, Objects.requireNonNull(mask, "mask"));
  }

  /** Whether a pixel is inside. */
  boolean contains(int x, int y) {
    if (mask != null) {
      return mask.get(x, y);
    }
    return radius >= 0 && Math.hypot(x - centerX, y - centerY) <= radius;
  }

  void checkSize(int width, int height) {
    if (mask != null && (mask.width() != width || mask.height() != height)) {
      throw new IllegalArgumentException(
          "frozen mask must be "
              + width
              + " x "
              + height
              + " pixels as the graph, got "
              + mask.width()
              + " x "
              + mask.height());
    }
  }
}
