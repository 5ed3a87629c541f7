// SPDX-License-Identifier: MIT
package io.github.seqnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.augmentation.AugmentationOptions;
import io.github.seqnet.augmentation.CropOptions;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ColorEncoding;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.pipeline.PipelineOptions;
import io.github.seqnet.pipeline.VesselPipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Missing arguments are rejected by name where they are given, instead of failing later. */
class MissingArgumentsTest {
  @Test
  void pipelinesAndTheirOptions() {
    VesselPipeline pipeline =
        VesselPipeline.of(
            (image, listener) -> {
              throw new AssertionError();
            });
    assertMissing("predictor", () -> VesselPipeline.of(null));
    assertMissing("newRefiner", () -> pipeline.withRefiner(null));
    assertMissing("newOptions", () -> pipeline.withOptions(null));
    assertMissing("fieldOfView", () -> PipelineOptions.defaults().withFieldOfView(null));
    assertMissing("green", () -> ColorEncoding.defaults().withGreen(null));
    BinaryMask mask = BinaryMask.full(2, 2);
    assertMissing("mask", () -> new FieldOfView(null, FieldOfView.Source.GIVEN));
    assertMissing("source", () -> new FieldOfView(mask, null));
  }

  @Test
  void optionsOfTraining() {
    assertMissing("order", () -> CropOptions.defaults().withOrder(null));
    assertMissing("policy", () -> CropOptions.defaults().withPolicy(null));
    assertMissing("padding", () -> CropOptions.defaults().withPadding(null));
    assertMissing("zoom", () -> AugmentationOptions.defaults().withZoom(null));
    assertMissing("shift", () -> AugmentationOptions.defaults().withShift(null));
  }

  private static void assertMissing(String name, Executable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
  }
}
