// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.ArteryVeinCorrector;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.VesselModelOptions;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.FieldOfViewFinder;
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

class TrainMapCorrectionTest {
  @TempDir private Path folder;

  @Test
  void trainsSavesAndAppliesACorrection() throws IOException {
    SyntheticFundus fundus = FundusGenerator.generate(FundusOptions.defaults());
    LabeledImage photograph =
        new LabeledImage(
            "generated",
            fundus.image(),
            fundus.labels(),
            FieldOfViewFinder.find(fundus.image()),
            LabelKind.ARTERY_VEIN);
    try (VesselModel model = SeqNet.pretrained()) {
      TrainMapCorrection.Pair pair =
          TrainMapCorrection.pair(
              model, photograph, new TrainMapCorrection.Variant(0, 1), /* wide= */ false);
      for (LabeledImage image : List.of(pair.maps(), pair.photograph())) {
        assertEquals(TrainMapCorrection.SIDE, image.width());
        assertEquals(TrainMapCorrection.SIDE, image.height());
        assertTrue(image.labels().vessels().count() > 0);
      }
      TrainedModel correction =
          TrainMapCorrection.train(
              List.of(pair),
              model.model().specification().preprocessing(),
              1,
              Duration.ofHours(1),
              folder,
              List.of("generated"));
      assertTrue(Files.readString(folder.resolve(Trainer.STEPS)).lines().count() > 1, "no step");
      Path file = folder.resolve("corrected.seqnet");
      WeightFile.write(file, model.model().withCorrection(correction));
      assertTrue(Files.size(file) > 0);
      VesselMaps before = model.predict(fundus.image());
      try (ArteryVeinCorrector corrector =
          ArteryVeinCorrector.of(
              TrainedModel.read(file).correction().orElseThrow(), VesselModelOptions.defaults())) {
        VesselMaps after =
            corrector.correct(
                before, fundus.image(), FieldOfView.wholeImage(before.width(), before.height()));
        assertFalse(after.artery().equals(before.artery()));
        assertEquals(before.vessel(), after.vessel());
      }
    }
  }
}
