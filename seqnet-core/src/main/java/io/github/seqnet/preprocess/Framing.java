// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import java.util.Locale;
import java.util.Objects;

/**
 * How a photograph is brought to the working resolution of a network.
 *
 * <p>Cameras differ in how much black surrounds the retina and in the shape of their frames. A
 * network sees vessels of about the same caliber in all of them if the retina, not the frame, has a
 * fixed size.
 */
public enum Framing {
  /**
   * The whole frame, squeezed to a square whose side is the working size. Pixels are not square
   * unless the frame is. This is what the published SeqNet does.
   */
  WHOLE_FRAME,

  /**
   * The bounding box of the field of view, with square pixels: its longer side is the working size.
   * The whole frame where the search found no surround.
   */
  FIELD_OF_VIEW;

  /** The name in commands and files, such as {@code field-of-view}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The framing with an id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Framing ofId(String id) {
    Objects.requireNonNull(id, "id");
    for (Framing framing : values()) {
      if (framing.id().equals(id)) {
        return framing;
      }
    }
    throw new IllegalArgumentException(
        "framing must be whole-frame or field-of-view, got '" + id + "'");
  }
}
