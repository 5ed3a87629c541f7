// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.io.Serializable;
import java.util.Objects;

/**
 * The field of view of a photograph: the part of the frame that shows the retina. Immutable.
 *
 * @param mask set inside the field of view
 * @param source where the mask comes from
 * @param confidence 0..1. For {@link Source#FOUND}, how reliable the mask is; for {@link
 *     Source#WHOLE_IMAGE}, how certain it is that the image has no surround; 1 for {@link
 *     Source#GIVEN}. Values are comparable within one source; they are not probabilities.
 */
public record FieldOfView(BinaryMask mask, Source source, double confidence)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Where a field of view comes from. */
  public enum Source {
    /** Given by the caller, as a file or a mask. */
    GIVEN,
    /** Found in the image. */
    FOUND,
    /** Every pixel counts: the caller asked for that, or the search found no surround. */
    WHOLE_IMAGE
  }

  /**
   * @throws NullPointerException if the mask or the source is null
   * @throws IllegalArgumentException if the confidence is not in 0..1
   */
  public FieldOfView {
    Objects.requireNonNull(mask, "mask");
    Objects.requireNonNull(source, "source");
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence must be in 0..1, got " + confidence);
    }
  }

  /** A field of view with confidence 1. */
  public FieldOfView(BinaryMask mask, Source source) {
    this(mask, source, 1);
  }

  /** A field of view that the caller knows. */
  public static FieldOfView given(BinaryMask mask) {
    return new FieldOfView(mask, Source.GIVEN, 1);
  }

  /** A field of view that was found in the image. */
  public static FieldOfView found(BinaryMask mask, double confidence) {
    return new FieldOfView(mask, Source.FOUND, confidence);
  }

  /** Every pixel, because the caller asks for it. */
  public static FieldOfView wholeImage(int width, int height) {
    return wholeImage(width, height, 1);
  }

  /** Every pixel, because the search found no surround, with the confidence that there is none. */
  public static FieldOfView wholeImage(int width, int height, double confidence) {
    return new FieldOfView(BinaryMask.full(width, height), Source.WHOLE_IMAGE, confidence);
  }
}
