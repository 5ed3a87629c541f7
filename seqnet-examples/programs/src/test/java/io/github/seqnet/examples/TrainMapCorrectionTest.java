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
import io.github.seqnet.nn.training.Loss;
import io.github.seqnet.nn.training.LossGradients;
import io.github.seqnet.nn.training.LossInput;
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
import java.util.Random;
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
              Duration.ofMillis(1),
              folder,
              List.of("generated"));
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

  @Test
  void gradientOfTheLossEqualsFiniteDifferences() {
    Random random = new Random(2);
    float[][] p = new float[3][24];
    float[][] t = new float[3][24];
    float[] w = new float[24];
    for (int i = 0; i < 24; i++) {
      w[i] = random.nextInt(4) == 0 ? 0 : 1;
      for (int map = 0; map < 3; map++) {
        p[map][i] = 0.1f + 0.8f * random.nextFloat();
        t[map][i] = random.nextInt(2);
      }
    }
    Loss loss = new OnVessels(0.03);
    LossInput input = input(p, t, w);
    LossGradients gradients = LossGradients.zeros(input);
    loss.evaluate(input, gradients);
    for (int i = 0; i < 24; i++) {
      double[] values = new double[2];
      for (int side = 0; side < 2; side++) {
        float[][] moved = {p[0], p[1].clone(), p[2]};
        moved[1][i] += side == 0 ? -1e-3f : 1e-3f;
        LossInput there = input(moved, t, w);
        values[side] = loss.evaluate(there, LossGradients.zeros(there));
      }
      double difference = (values[1] - values[0]) / 2e-3;
      assertEquals(difference, gradients.of(Loss.Target.ARTERY)[i], 1e-3);
      assertEquals(0, gradients.of(Loss.Target.VESSEL)[i]);
    }
  }

  private static LossInput input(float[][] p, float[][] t, float[] w) {
    return new LossInput(1, 4, 6)
        .with(Loss.Target.VESSEL, p[0], t[0], w)
        .with(Loss.Target.ARTERY, p[1], t[1], w)
        .with(Loss.Target.VEIN, p[2], t[2], w);
  }
}
