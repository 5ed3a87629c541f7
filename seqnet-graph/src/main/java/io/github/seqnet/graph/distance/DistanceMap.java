// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.distance;

import io.github.seqnet.image.BinaryMask;
import java.io.Serializable;
import java.util.Objects;

/**
 * The exact Euclidean distance, in pixels, from each pixel's center to the center of the nearest
 * pixel that is not set, and which pixel that is. It is 0 at pixels that are not set. Where several
 * are equally near, the one with the smallest x is taken, and of those the uppermost.
 *
 * <p>Two scans after Meijster, Roerdink and Hesselink, "A general algorithm for computing distance
 * transforms in linear time", 2000, doi:10.1007/0-306-47025-X_36: linear in the number of pixels,
 * eight bytes each. {@link #squaredAt} gives distances at a few pixels without the map.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class DistanceMap implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int NONE = -1;

  private final int width;
  private final int height;
  private final int[] nearestX;
  private final int[] nearestY;

  private DistanceMap(int width, int height, int[] nearestX, int[] nearestY) {
    this.width = width;
    this.height = height;
    this.nearestX = nearestX;
    this.nearestY = nearestY;
  }

  /**
   * The distances inside of a mask.
   *
   * @param mask the pixels to measure from
   * @param border whether the outside of the image counts as background
   */
  public static DistanceMap of(BinaryMask mask, BorderMode border) {
    Objects.requireNonNull(border, "border");
    int width = mask.width();
    int height = mask.height();
    int[] nearestX = new int[width * height];
    int[] nearestY = new int[width * height];
    DistanceKernel.transform(
        mask.toArray(), width, height, border == BorderMode.BACKGROUND, nearestX, nearestY);
    return new DistanceMap(width, height, nearestX, nearestY);
  }

  /**
   * The squared distances at chosen pixels, with memory for these only. Faster than the whole map
   * where the pixels are few, as on a skeleton; pixels that follow each other are measured fastest.
   *
   * @param mask the pixels to measure from
   * @param positions where to measure, as {@code y * width + x}
   * @param border whether the outside of the image counts as background
   * @return the squared distance in pixels for each position, 0 where the mask is not set, {@link
   *     Long#MAX_VALUE} where there is no background at all
   * @throws IndexOutOfBoundsException if a position is not inside of the mask
   */
  public static long[] squaredAt(BinaryMask mask, int[] positions, BorderMode border) {
    Objects.requireNonNull(border, "border");
    for (int position : positions) {
      if (position < 0 || position >= mask.width() * mask.height()) {
        throw new IndexOutOfBoundsException(
            "position must be in 0.." + (mask.width() * mask.height() - 1) + ", got " + position);
      }
    }
    return DistanceKernel.squaredAt(mask, positions, border == BorderMode.BACKGROUND);
  }

  /** The number of columns. */
  public int width() {
    return width;
  }

  /** The number of rows. */
  public int height() {
    return height;
  }

  /**
   * The squared distance to the nearest background pixel, a whole number; {@link Long#MAX_VALUE}
   * where there is no background at all.
   *
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public long squared(int x, int y) {
    int i = index(x, y);
    if (nearestY[i] == NONE && nearestX[i] == NONE) {
      return Long.MAX_VALUE;
    }
    long dx = nearestX[i] - (x + 1L);
    long dy = nearestY[i] - (y + 1L);
    return dx * dx + dy * dy;
  }

  /**
   * The distance to the nearest background pixel in pixels; {@link Double#POSITIVE_INFINITY} where
   * there is no background at all.
   *
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public double px(int x, int y) {
    long squared = squared(x, y);
    return squared == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : Math.sqrt((double) squared);
  }

  /**
   * Whether there is any background, so that {@link #nearestX} and {@link #nearestY} mean
   * something.
   */
  public boolean hasBackground() {
    return nearestX[0] != NONE;
  }

  /**
   * The column of the nearest background pixel: -1 and {@link #width()} are the columns beyond the
   * edge.
   *
   * @throws IndexOutOfBoundsException if there is no such pixel
   * @throws IllegalStateException if there is no background at all
   */
  public int nearestX(int x, int y) {
    int i = index(x, y);
    checkBackground();
    return nearestX[i] - 1;
  }

  /**
   * The row of the nearest background pixel: -1 and {@link #height()} are the rows beyond the edge.
   *
   * @throws IndexOutOfBoundsException if there is no such pixel
   * @throws IllegalStateException if there is no background at all
   */
  public int nearestY(int x, int y) {
    int i = index(x, y);
    checkBackground();
    return nearestY[i] - 1;
  }

  private void checkBackground() {
    if (!hasBackground()) {
      throw new IllegalStateException("the mask has no background to be near to");
    }
  }

  private int index(int x, int y) {
    if (x < 0 || x >= width || y < 0 || y >= height) {
      throw new IndexOutOfBoundsException(
          "pixel x=" + x + ", y=" + y + " is outside of " + width + " x " + height);
    }
    return y * width + x;
  }

  @Override
  public String toString() {
    return "DistanceMap[" + width + " x " + height + "]";
  }
}
