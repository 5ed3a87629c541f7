// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.testing.Shared;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The real data sets, where they are at hand: every file pairs up. */
class SharedDatasetsTest {
  @Test
  void driveTrainingAndTestPairUp() throws IOException {
    Dataset training = PublicDataset.DRIVE.open(Shared.path("data/DRIVE"), Split.TRAINING);
    Dataset test = PublicDataset.DRIVE.open(Shared.path("data/DRIVE"), Split.TEST);
    assertEquals(20, training.size());
    assertEquals(20, test.size());
    assertEquals("21_training", training.samples().get(0).name());
    assertEquals("01_test", test.samples().get(0).name());
  }

  @Test
  void lesAvPairsUp() throws IOException {
    assertEquals(11, PublicDataset.LES_AV.open(Shared.path("data/LES-AV"), Split.ALL).size());
  }

  @Test
  void hrfPairsUp() throws IOException {
    assertEquals(24, PublicDataset.HRF.open(Shared.path("data/HRF"), Split.ALL).size());
    assertEquals(15, PublicDataset.HRF.open(Shared.path("data/HRF"), Split.TRAINING).size());
  }

  @Test
  void driveImagesLoadWithArteriesVeinsAndField() throws IOException {
    for (Split split : new Split[] {Split.TRAINING, Split.TEST}) {
      for (Sample sample : PublicDataset.DRIVE.open(Shared.path("data/DRIVE"), split).samples()) {
        LabeledImage image = sample.load();
        assertEquals(565, image.width());
        assertEquals(584, image.height());
        assertEquals(FieldOfView.Source.GIVEN, image.fieldOfView().source());
        int vessels = image.labels().vessels().count();
        // Vessels take up about a tenth of the field of view, which is about two thirds of it all.
        assertTrue(vessels > 15_000 && vessels < 45_000, sample.name() + ": " + vessels);
        assertTrue(image.fieldOfView().mask().count() > 200_000, sample.name());
      }
    }
  }

  /** Their masks are LZW TIFFs of differences in several strips. */
  @Test
  void hrfFieldsOfViewCoverMostOfTheImage() throws IOException {
    for (Sample sample :
        PublicDataset.HRF.open(Shared.path("data/HRF"), Split.ALL).samples().subList(0, 3)) {
      LabeledImage image = sample.load();
      double share = image.fieldOfView().mask().count() / ((double) image.width() * image.height());
      assertTrue(share > 0.75 && share < 0.9, sample.name() + ": " + share);
    }
  }
}
