// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import io.github.seqnet.Descriptor;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.Objects;

/** The built-in preprocessing methods. They have no parameters. */
enum BuiltInPreprocessing implements Preprocessing {
  NONE("none") {
    @Override
    public RgbImage apply(RgbImage image) {
      return Objects.requireNonNull(image, "image");
    }
  },
  ILLUMINATION_CORRECTION("illumination-correction") {
    @Override
    public RgbImage apply(RgbImage image) {
      return Illumination.even(Objects.requireNonNull(image, "image"));
    }

    @Override
    public RgbImage apply(RgbImage image, FieldOfView view) {
      return Illumination.even(
          Objects.requireNonNull(image, "image"), Objects.requireNonNull(view, "view"));
    }
  };

  private final String id;

  BuiltInPreprocessing(String id) {
    this.id = id;
  }

  @Override
  public Descriptor descriptor() {
    return Descriptor.of(id);
  }

  @Override
  public String toString() {
    return id;
  }
}
