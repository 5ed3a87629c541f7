// SPDX-License-Identifier: MIT
package io.github.seqnet.synthetic;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.RgbImage;
import java.io.Serializable;
import java.util.Objects;

/**
 * A generated fundus photograph with its ground truth, all of the same size. Immutable.
 *
 * @param image the photograph
 * @param labels the label of each pixel; crossing where an artery and a vein overlap
 * @param fieldOfView the pixels that show the retina
 */
public record SyntheticFundus(RgbImage image, ArteryVeinMap labels, BinaryMask fieldOfView)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Null components are rejected with their name. */
  public SyntheticFundus {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(fieldOfView, "fieldOfView");
  }

  /** The exact vessel mask: every pixel with a label. */
  public BinaryMask vessels() {
    return labels.vessels();
  }
}
