// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.evaluate;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.ArteryVeinMap;

/** Adapts maps and annotations for networks that find vessels only. */
final class VesselsOnly {
  private VesselsOnly() {}

  /** An annotated image as if its vessels alone were annotated. */
  static LabeledImage groundTruth(LabeledImage image) {
    return new LabeledImage(
        image.name(),
        image.image(),
        ArteryVeinMap.unknown(image.labels().vessels()),
        image.fieldOfView(),
        LabelKind.VESSEL);
  }
}
