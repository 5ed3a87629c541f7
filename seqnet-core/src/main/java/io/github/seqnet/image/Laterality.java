// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The eye that a fundus photograph shows: left ({@code OS}) or right ({@code OD}).
 *
 * <p>An unknown eye has no constant; methods return an empty {@link Optional} instead.
 */
public enum Laterality {
  /** The left eye: {@code OS}, or {@code L} in DICOM. */
  LEFT("OS"),
  /** The right eye: {@code OD}, or {@code R} in DICOM. */
  RIGHT("OD");

  private final String code;

  Laterality(String code) {
    this.code = code;
  }

  /** The ophthalmic abbreviation: {@code OS} for the left eye, {@code OD} for the right eye. */
  public String code() {
    return code;
  }

  /** The other eye. */
  public Laterality opposite() {
    return this == LEFT ? RIGHT : LEFT;
  }

  /**
   * Parses the notations in common use, ignoring case and surrounding white space: {@code left},
   * {@code L}, {@code OS} and {@code right}, {@code R}, {@code OD}.
   *
   * @param text the text of a table cell, a metadata field, or a DICOM element
   * @return the eye, or empty if the text names none or both ({@code B}, {@code OU})
   */
  public static Optional<Laterality> parse(String text) {
    Objects.requireNonNull(text, "text");
    return switch (text.strip().toUpperCase(Locale.ROOT)) {
      case "L", "LEFT", "OS" -> Optional.of(LEFT);
      case "R", "RIGHT", "OD" -> Optional.of(RIGHT);
      default -> Optional.empty();
    };
  }
}
