// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The distinct levels of a gray image with few levels. Distinguishes images of class indices from
 * masks and photographs.
 */
final class GrayLevels {
  /** The number of labels. */
  private static final int MOST_CLASSES = 5;

  /** The largest values of a sample, by bit depth. */
  private static final int[] DEPTHS = {255, 65535, 15, 1, 3};

  private static final float TOLERANCE = 1e-6f;

  /** In ascending order; empty if the image is colored or has more levels. */
  private final float[] levels;

  /** The brightest level of a gray image; 0 if the image is colored. */
  private final float brightest;

  private GrayLevels(float[] levels, float brightest) {
    this.levels = levels;
    this.brightest = brightest;
  }

  static GrayLevels of(float[] rgb) {
    float[] levels = new float[MOST_CLASSES + 1];
    int count = 0;
    float brightest = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      float level = rgb[i];
      if (rgb[i + 1] != level || rgb[i + 2] != level) {
        return new GrayLevels(new float[0], 0);
      }
      brightest = Math.max(brightest, level);
      int known = 0;
      while (known < count && levels[known] != level) {
        known++;
      }
      if (known == count && count < levels.length) {
        levels[count++] = level;
      }
    }
    if (count > MOST_CLASSES) {
      return new GrayLevels(new float[0], brightest);
    }
    float[] sorted = Arrays.copyOf(levels, count);
    Arrays.sort(sorted);
    return new GrayLevels(sorted, brightest);
  }

  /**
   * Whether the image is gray and almost black everywhere, such as a mask with values 0 and 1 of
   * 255.
   */
  boolean areAllDark() {
    return brightest > 0 && brightest < 16 / 255f;
  }

  /** Whether there are three to five levels that are multiples of one number. */
  boolean lookLikeClassIndices() {
    return levels.length > 2 && unit().isPresent();
  }

  /** The difference between the levels of neighboring classes. */
  Optional<Float> unit() {
    if (levels.length == 0) {
      return Optional.empty();
    }
    for (int depth : DEPTHS) {
      if (areMultiples(1f / depth)) {
        return Optional.of(1f / depth);
      }
    }
    return Optional.empty();
  }

  private boolean areMultiples(float unit) {
    for (float level : levels) {
      float index = level / unit;
      if (Math.round(index) >= MOST_CLASSES || Math.abs(index - Math.round(index)) > 1e-3f) {
        return false;
      }
    }
    return true;
  }

  /** For messages. */
  String describe() {
    if (levels.length == 0) {
      return "all levels below 16 of 255";
    }
    StringBuilder text = new StringBuilder("the levels ");
    for (int i = 0; i < levels.length; i++) {
      text.append(i == 0 ? "" : i == levels.length - 1 ? " and " : ", ");
      float level = levels[i] * 255;
      text.append(
          Math.abs(level - Math.round(level)) < TOLERANCE * 255
              ? Integer.toString(Math.round(level))
              : String.format(Locale.ROOT, "%.3f", level));
    }
    return text.append(" of 255").toString();
  }
}
