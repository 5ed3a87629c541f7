// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.augmentation.TrainingImage;
import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainPartnerTest {
  private static final SyntheticFundus FUNDUS = FundusGenerator.generate(FundusOptions.defaults());

  @TempDir private Path folder;

  private static LabeledImage photograph(LabelKind kind) {
    return new LabeledImage(
        "generated", FUNDUS.image(), FUNDUS.labels(), FieldOfViewFinder.find(FUNDUS.image()), kind);
  }

  @Test
  void trainsSavesAndAppliesAPartner() throws IOException {
    try (VesselModel model = SeqNet.pretrained()) {
      Preprocessing preprocessing = model.model().specification().preprocessing();
      List<TrainingImage> images =
          TrainPartner.variants(photograph(LabelKind.ARTERY_VEIN), preprocessing).stream()
              .map(TrainingImage::of)
              .toList();
      TrainedModel partner =
          TrainPartner.train(
              images, preprocessing, 96, 1, Duration.ofHours(1), folder, List.of("generated"));
      assertTrue(Files.readString(folder.resolve(Trainer.STEPS)).lines().count() > 1, "no step");
      Path file = folder.resolve("joined.seqnet");
      WeightFile.write(file, model.model().withPartner(partner));
      VesselMaps before = model.predict(FUNDUS.image());
      try (VesselModel joined = VesselModel.of(TrainedModel.read(file))) {
        VesselMaps after = joined.predict(FUNDUS.image());
        assertNotEquals(before.vessel(), after.vessel());
        assertNotEquals(before.artery(), after.artery());
      }
    }
  }

  @Test
  void strokesAreNarrowedAndDrawnVesselsAreNot() {
    int drawn = pixels(LabelKind.ARTERY_VEIN);
    int narrowed = pixels(LabelKind.ARTERY_VEIN_STROKES);
    assertTrue(narrowed < 0.9 * drawn && narrowed > 0.3 * drawn, narrowed + " of " + drawn);
  }

  private static int pixels(LabelKind kind) {
    return TrainPartner.variants(photograph(kind), Preprocessing.NONE)
        .get(0)
        .labels()
        .vessels()
        .count();
  }
}
