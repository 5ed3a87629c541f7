// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.augmentation.CropTransform;
import io.github.seqnet.augmentation.PhotometricTransform;
import io.github.seqnet.augmentation.PhotometricTransform.Kind;
import io.github.seqnet.augmentation.TrainingCrop;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.RgbImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Changes whole photographs as if another camera had taken them, before they are prepared. */
final class OtherCamera {
  /**
   * Color differences between cameras and eyes. They are applied before illumination correction,
   * because they occur before it.
   */
  private static final List<CropTransform> COLORS =
      Stream.of(
              Kind.GAMMA,
              Kind.CHANNEL_GAIN,
              Kind.CHANNEL_MIX,
              Kind.ILLUMINATION_GRADIENT,
              Kind.VIGNETTE,
              Kind.BLUR,
              Kind.COMPRESSION,
              Kind.NOISE)
          .<CropTransform>map(PhotometricTransform::of)
          .toList();

  private OtherCamera() {}

  /** The photograph with other colors; black outside of the field of view. */
  static LabeledImage of(LabeledImage image, long seed) {
    int side = Math.max(image.width(), image.height());
    float[] samples = new float[3 * side * side];
    image.image().copyTo(0, 0, image.width(), image.height(), samples, 0, 3 * side);
    TrainingCrop crop = TrainingCrop.wrap(side, samples, new byte[side * side]);
    SplittableRandom random = new SplittableRandom(seed);
    COLORS.forEach(transform -> transform.apply(crop, random));
    byte[] inside = image.fieldOfView().mask().toArray();
    float[] changed = new float[3 * inside.length];
    for (int i = 0; i < changed.length; i++) {
      int pixel = i / 3;
      int at = 3 * (pixel / image.width() * side + pixel % image.width()) + i % 3;
      changed[i] = inside[pixel] == 0 ? 0 : Math.max(0, Math.min(1, samples[at]));
    }
    return new LabeledImage(
        image.name(),
        RgbImage.wrap(image.width(), image.height(), changed),
        image.labels(),
        image.fieldOfView(),
        image.kind());
  }
}
