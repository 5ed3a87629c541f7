// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.thinning;

import io.github.seqnet.image.BinaryMask;
import java.io.Serializable;

/**
 * One of the eight ways to turn and mirror an image. {@link #of} chooses it by the content of a
 * mask, so that whatever is computed in this orientation does not depend on how the image was
 * turned. Immutable.
 *
 * @param transposed whether rows and columns are swapped, first
 * @param mirroredX whether left and right are swapped, then
 * @param mirroredY whether up and down are swapped, then
 */
public record Orientation(boolean transposed, boolean mirroredX, boolean mirroredY)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Orientation UPRIGHT = new Orientation(false, false, false);

  /**
   * The orientation in which a mask comes first: wide before tall, and of equally wide ones the
   * first in lexicographic order of the pixels, row by row. Masks that differ by turns and mirrors
   * alone are equal in this orientation.
   *
   * <p>Cost: the pixels up to the first difference between the orientations, all in the worst case.
   *
   * @param mask the mask
   */
  public static Orientation of(BinaryMask mask) {
    byte[] pixels = mask.toArray();
    Orientation best = null;
    for (int k = 0; k < 8; k++) {
      Orientation next = new Orientation((k & 4) != 0, (k & 1) != 0, (k & 2) != 0);
      boolean wide =
          next.transposed ? mask.height() >= mask.width() : mask.width() >= mask.height();
      if (wide && (best == null || next.compare(best, pixels, mask.width(), mask.height()) < 0)) {
        best = next;
      }
    }
    return best == null ? UPRIGHT : best;
  }

  /** Whether an image stays as it is. */
  public boolean isUpright() {
    return equals(UPRIGHT);
  }

  /** Compares the pixels of a mask in this orientation with those in another of the same size. */
  private int compare(Orientation other, byte[] pixels, int width, int height) {
    int columns = transposed ? height : width;
    int rows = transposed ? width : height;
    for (int y = 0; y < rows; y++) {
      int a = source(0, y, width, height);
      int stepA = columns > 1 ? source(1, y, width, height) - a : 0;
      int b = other.source(0, y, width, height);
      int stepB = columns > 1 ? other.source(1, y, width, height) - b : 0;
      for (int x = 0; x < columns; x++) {
        int difference = pixels[a] - pixels[b];
        if (difference != 0) {
          return difference;
        }
        a += stepA;
        b += stepB;
      }
    }
    return 0;
  }

  /** Where the pixel of the oriented image comes from, for an image of the given size. */
  private int source(int x, int y, int width, int height) {
    int columns = transposed ? height : width;
    int rows = transposed ? width : height;
    int u = mirroredX ? columns - 1 - x : x;
    int v = mirroredY ? rows - 1 - y : y;
    return transposed ? u * width + v : v * width + u;
  }

  /**
   * Turns a mask into this orientation.
   *
   * @param mask the mask as it is
   */
  public BinaryMask apply(BinaryMask mask) {
    if (equals(UPRIGHT)) {
      return mask;
    }
    int columns = transposed ? mask.height() : mask.width();
    int rows = transposed ? mask.width() : mask.height();
    byte[] pixels = mask.toArray();
    byte[] result = new byte[pixels.length];
    for (int y = 0; y < rows; y++) {
      int from = source(0, y, mask.width(), mask.height());
      int step = columns > 1 ? source(1, y, mask.width(), mask.height()) - from : 0;
      for (int x = 0; x < columns; x++) {
        result[y * columns + x] = pixels[from];
        from += step;
      }
    }
    return BinaryMask.wrap(columns, rows, result);
  }

  /**
   * Turns a mask back that is in this orientation.
   *
   * @param mask the mask as {@link #apply} gave it
   */
  public BinaryMask undo(BinaryMask mask) {
    if (equals(UPRIGHT)) {
      return mask;
    }
    int width = transposed ? mask.height() : mask.width();
    int height = transposed ? mask.width() : mask.height();
    byte[] pixels = mask.toArray();
    byte[] result = new byte[pixels.length];
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        result[source(x, y, width, height)] = pixels[y * mask.width() + x];
      }
    }
    return BinaryMask.wrap(width, height, result);
  }

  /**
   * The position, in the image as it was, of a pixel of the image in this orientation.
   *
   * @param position {@code y * columns + x} in this orientation
   * @param width the number of columns of the image as it was
   * @param height the number of rows of the image as it was
   */
  public int undo(int position, int width, int height) {
    int columns = transposed ? height : width;
    return source(position % columns, position / columns, width, height);
  }
}
