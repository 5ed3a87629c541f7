// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import io.github.seqnet.image.RgbImage;
import java.io.Serializable;
import java.util.Objects;

/**
 * A photograph with the metadata of its file.
 *
 * @param image the photograph, upright, in sRGB
 * @param metadata what the file says about it, and warnings about how it was read
 */
public record LoadedImage(RgbImage image, ImageMetadata metadata) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Checks that nothing is null. */
  public LoadedImage {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(metadata, "metadata");
  }
}
