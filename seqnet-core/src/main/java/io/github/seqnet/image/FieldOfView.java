package io.github.seqnet.image;

import java.util.Objects;

/**
 * The part of a photograph that shows the retina.
 *
 * @param mask set inside the field of view
 * @param source where the mask comes from; {@link Source#WHOLE_IMAGE} says that none was found
 */
public record FieldOfView(BinaryMask mask, Source source) {
  /** Where a field of view comes from. */
  public enum Source {
    /** Given by the caller, as a file or a mask. */
    GIVEN,
    /** Found in the image. */
    FOUND,
    /** None was found or wanted: every pixel counts. */
    WHOLE_IMAGE
  }

  /**
   * @throws NullPointerException if one is null
   */
  public FieldOfView {
    Objects.requireNonNull(mask, "mask");
    Objects.requireNonNull(source, "source");
  }

  /** The field of view that holds every pixel. */
  public static FieldOfView wholeImage(int width, int height) {
    return new FieldOfView(BinaryMask.full(width, height), Source.WHOLE_IMAGE);
  }
}
