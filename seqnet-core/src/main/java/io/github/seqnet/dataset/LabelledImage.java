package io.github.seqnet.dataset;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;

/**
 * A photograph with what an annotator saw in it, all of one size. Immutable and safe to share
 * between threads.
 *
 * @param name the name of the sample, such as {@code 01_test}
 * @param image the photograph
 * @param labels the annotation, at the size of the photograph
 * @param fieldOfView where the photograph shows the retina, at the same size
 * @param kind what the annotation tells
 */
public record LabelledImage(
    String name, RgbImage image, ArteryVeinMap labels, FieldOfView fieldOfView, LabelKind kind) {
  /**
   * @throws IllegalArgumentException if the sizes differ
   */
  public LabelledImage {
    checkSize(name, "labels", image, labels.width(), labels.height());
    checkSize(
        name, "field of view", image, fieldOfView.mask().width(), fieldOfView.mask().height());
  }

  private static void checkSize(String name, String what, RgbImage image, int width, int height) {
    if (width != image.width() || height != image.height()) {
      throw new IllegalArgumentException(
          "%s: %s must be %d x %d pixels as the photograph, got %d x %d"
              .formatted(name, what, image.width(), image.height(), width, height));
    }
  }

  /** The number of columns. */
  public int width() {
    return image.width();
  }

  /** The number of rows. */
  public int height() {
    return image.height();
  }
}
