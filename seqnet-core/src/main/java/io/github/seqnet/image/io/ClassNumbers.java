package io.github.seqnet.image.io;

import java.io.IOException;

/**
 * Tells gray images whose samples are the numbers of classes (0 background, 1 artery, 2 vein) from
 * masks and labels, which look black beside them. Exceptions say the reason alone.
 */
final class ClassNumbers {
  /** Numbers of classes are below, masks and labels have something brighter. */
  private static final float DARK = 16 / 255f;

  /** More levels than this are shades, such as those of a dark picture of 16 bits. */
  private static final int MOST_LEVELS = 16;

  private ClassNumbers() {}

  /**
   * Refuses more than two dark levels, of which a mask would keep the highest alone.
   *
   * @param rgb interleaved samples in 0..1
   */
  static void refuseInMask(float[] rgb) throws IOException {
    int levels = darkLevels(rgb);
    if (levels > 2 && levels <= MOST_LEVELS) {
      throw new IOException(
          "it has "
              + levels
              + " gray levels, all below 16 of 255, which seem to be numbers of classes;"
              + " a mask must have two levels, such as 0 and 255");
    }
  }

  /**
   * Refuses dark levels other than 0, all of which labels would take for background.
   *
   * @param rgb interleaved samples in 0..1
   */
  static void refuseInLabels(float[] rgb) throws IOException {
    int levels = darkLevels(rgb);
    if (levels > 0 && (levels > 1 || rgb[0] > 0)) {
      throw new IOException(
          "it is gray and darker than 16 of 255 all over, which seem to be numbers of classes or a"
              + " mask of 0 and 1; artery/vein labels must be colors: red artery, blue vein, green"
              + " crossing, white unknown, black background");
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
