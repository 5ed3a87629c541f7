// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import java.util.Arrays;
import java.util.Optional;

/** The part of a data set. */
public enum Split {
  /** The images for training and for every choice. */
  TRAINING,
  /** The images for reporting only. */
  TEST,
  /** Every image. */
  ALL;

  /**
   * The part that a text such as {@code drive:data/DRIVE@test} names after its last at sign,
   * ignoring case. Empty if there is none; a folder may have an at sign in its name, too.
   */
  public static Optional<Split> namedIn(String text) {
    int at = text.lastIndexOf('@');
    return Arrays.stream(values())
        .filter(split -> at > 0 && split.name().equalsIgnoreCase(text.substring(at + 1)))
        .findFirst();
  }
}
