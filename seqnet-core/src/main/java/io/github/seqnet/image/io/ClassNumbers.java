// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.IOException;

/**
 * Detects gray images of class indices (0 background, 1 artery, 2 vein), which must not be read as
 * masks: only the highest class would remain. Messages contain the reason only.
 */
final class ClassNumbers {
  /** Class indices are below this level; masks have brighter pixels. */
  private static final float DARK = 16 / 255f;

  /** An image with more levels is a shaded image, such as a dark image of 16 bits. */
  private static final int MOST_LEVELS = 16;

  private ClassNumbers() {}

  /**
   * Rejects images of more than two levels that are all dark.
   *
   * @param rgb interleaved samples in 0..1
   */
  static void refuseInMask(float[] rgb) throws IOException {
    int levels = darkLevels(rgb);
    if (levels > 2 && levels <= MOST_LEVELS) {
      throw new IOException(
          "it has "
              + levels
              + " gray levels below 16 of 255, which look like class indices; a mask must have two"
              + " levels, such as 0 and 255. Read class indices with --encoding class-index"
              + " (LabelEncoding.classIndex())");
    }
  }

  /**
   * The number of levels of a gray image that is dark all over, counted up to one more than {@link
   * #MOST_LEVELS}; 0 for any other image.
   */
  private static int darkLevels(float[] rgb) {
    float[] levels = new float[MOST_LEVELS + 1];
    int count = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      float level = rgb[i];
      if (level >= DARK || rgb[i + 1] != level || rgb[i + 2] != level) {
        return 0;
      }
      int known = 0;
      while (known < count && levels[known] != level) {
        known++;
      }
      if (known == count && count < levels.length) {
        levels[count++] = level;
      }
    }
    return count;
  }
}
