// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import java.util.Arrays;

/**
 * The eight flips and rotations of a square window for test-time augmentation. The bits of an
 * augmentation are flip left to right (1), flip top to bottom (2), and transpose afterwards (4).
 */
final class TestTimeAugmentation {
  /** The number of flips and rotations, the identity included. */
  static final int COUNT = 8;

  private TestTimeAugmentation() {}

  /**
   * Checks how many flips and rotations are averaged.
   *
   * @throws IllegalArgumentException if the number is not in 1..{@value #COUNT}
   */
  static void requireCount(int augmentations) {
    if (augmentations < 1 || augmentations > COUNT) {
      throw new IllegalArgumentException(
          "augmentations must be in 1.." + COUNT + ", got " + augmentations);
    }
  }

  /** Flips and rotates a window of {@code side * side * channels} values, channels last. */
  static void turn(
      float[] square, int side, int channels, int augmentation, float[] target, int offset) {
    if (augmentation == 0) {
      System.arraycopy(square, 0, target, offset, side * side * channels);
      return;
    }
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int from = origin(x, y, side, augmentation) * channels;
        int to = offset + (y * side + x) * channels;
        for (int c = 0; c < channels; c++) {
          target[to + c] = square[from + c];
        }
      }
    }
  }

  /** Undoes {@link #turn} for one channel. */
  static float[] back(float[] turned, int offset, int side, int augmentation) {
    if (augmentation == 0) {
      return Arrays.copyOfRange(turned, offset, offset + side * side);
    }
    float[] square = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        square[origin(x, y, side, augmentation)] = turned[offset + y * side + x];
      }
    }
    return square;
  }

  /** The index of the pixel that moves to (x, y). */
  private static int origin(int x, int y, int side, int augmentation) {
    int column = (augmentation & 4) == 0 ? x : y;
    int row = (augmentation & 4) == 0 ? y : x;
    if ((augmentation & 1) != 0) {
      column = side - 1 - column;
    }
    if ((augmentation & 2) != 0) {
      row = side - 1 - row;
    }
    return row * side + column;
  }
}
