// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.util.Arrays;

/** A line of pixels with the vessel's caliber at each pixel. The arrays are not copied. */
final class PixelPath {
  private final int[] path;
  private final float[] calibers;

  PixelPath(int[] path, float[] calibers) {
    this.path = path;
    this.calibers = calibers;
  }

  int[] path() {
    return path;
  }

  float[] calibers() {
    return calibers;
  }

  int first() {
    return path[0];
  }

  int last() {
    return path[path.length - 1];
  }

  /**
   * The length of a path in pixels: a step by side counts 1, one by corner the square root of 2.
   *
   * @param width of the image
   * @param positions {@code y * width + x}, each next to the one before
   * @param from the first of the path
   * @param to the last of the path, exclusive
   */
  static double lengthPx(int width, int[] positions, int from, int to) {
    int straight = 0;
    int diagonal = 0;
    for (int k = from + 1; k < to; k++) {
      int a = positions[k - 1];
      int b = positions[k];
      if (a % width == b % width || a / width == b / width) {
        straight++;
      } else {
        diagonal++;
      }
    }
    return straight + Math.sqrt(2) * diagonal;
  }

  double lengthPx(int width) {
    return lengthPx(width, path, 0, path.length);
  }

  PixelPath turned() {
    int size = path.length;
    int[] back = new int[size];
    float[] backCalibers = new float[size];
    for (int k = 0; k < size; k++) {
      back[k] = path[size - 1 - k];
      backCalibers[k] = calibers[size - 1 - k];
    }
    return new PixelPath(back, backCalibers);
  }

  /** This line extended by one that starts at its last pixel. */
  PixelPath then(PixelPath next) {
    int size = path.length;
    int[] longer = Arrays.copyOf(path, size + next.path.length - 1);
    float[] longerCalibers = Arrays.copyOf(calibers, longer.length);
    System.arraycopy(next.path, 1, longer, size, next.path.length - 1);
    System.arraycopy(next.calibers, 1, longerCalibers, size, next.path.length - 1);
    return new PixelPath(longer, longerCalibers);
  }

  /** A closed line, rotated so that it starts and ends at its uppermost, leftmost pixel. */
  PixelPath fromUppermost() {
    int uppermost = 0;
    for (int k = 1; k < path.length; k++) {
      uppermost = path[k] < path[uppermost] ? k : uppermost;
    }
    PixelPath begin =
        new PixelPath(
            Arrays.copyOfRange(path, uppermost, path.length),
            Arrays.copyOfRange(calibers, uppermost, path.length));
    return begin.then(
        new PixelPath(Arrays.copyOf(path, uppermost + 1), Arrays.copyOf(calibers, uppermost + 1)));
  }
}
