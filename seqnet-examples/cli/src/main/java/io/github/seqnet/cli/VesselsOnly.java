package io.github.seqnet.cli;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselMaps;

/** What is judged of a network that finds vessels and tells no arteries from veins. */
final class VesselsOnly {
  private VesselsOnly() {}

  /** Vessels, and neither arteries nor veins. */
  static VesselMaps maps(ProbabilityMap vessel) {
    ProbabilityMap nothing =
        ProbabilityMap.wrap(
            vessel.width(), vessel.height(), new float[vessel.width() * vessel.height()]);
    return new VesselMaps(vessel, nothing, nothing);
  }

  /** An annotated image as if its vessels alone were annotated. */
  static LabeledImage truth(LabeledImage image) {
    return new LabeledImage(
        image.name(),
        image.image(),
        ArteryVeinMap.unknown(image.labels().vessels()),
        image.fieldOfView(),
        LabelKind.VESSEL);
  }
}
