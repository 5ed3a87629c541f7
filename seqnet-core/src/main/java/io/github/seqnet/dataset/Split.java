package io.github.seqnet.dataset;

import java.util.Arrays;
import java.util.Optional;

/** Which part of a data set is meant. */
public enum Split {
  /** The images for training and for every choice. */
  TRAINING,
  /** The images for reporting only. */
  TEST,
  /** Every image. */
  ALL;

  /**
   * The part that a text such as {@code drive:data/DRIVE@test} names behind its last at sign, in
   * upper or lower case; empty if it names none, as a folder may have an at sign in its name too.
   */
  public static Optional<Split> namedIn(String text) {
    int at = text.lastIndexOf('@');
    return Arrays.stream(values())
        .filter(split -> at > 0 && split.name().equalsIgnoreCase(text.substring(at + 1)))
        .findFirst();
  }
}
