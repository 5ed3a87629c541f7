// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AugmentationOptionsTest {
  @Test
  void referenceIsThePublishedTraining() {
    AugmentationOptions reference = AugmentationOptions.reference();
    assertEquals(new Jitter(0.5, 0.2), reference.brightness());
    assertEquals(new Jitter(0.5, 0.2), reference.contrast());
    assertEquals(new Jitter(0.5, 0.2), reference.saturation());
    assertEquals(new Jitter(0.5, 180), reference.rotation());
    assertEquals(new Jitter(0.05, 5), reference.shear());
    assertEquals(0.5, reference.horizontalFlip());
    assertEquals(0.5, reference.verticalFlip());
    assertEquals(new Jitter(0.05, 0.1), reference.shift());
    assertEquals(new Jitter(0.05, 0.2), reference.zoom());
    assertEquals(24, CropOptions.reference().batchSize());
  }

  @Test
  void changesHappenAsOftenAsAsked() {
    TrainingImage image = TrainingImage.of(TestImages.ramp("ramp", 20, 20, 0.5f));
    SplittableRandom random = new SplittableRandom(11);
    int draws = 20_000;
    int brighter = 0;
    int saturated = 0;
    int turned = 0;
    double widest = 0;
    for (int i = 0; i < draws; i++) {
      Augmentation change = Augmentation.draw(image, AugmentationOptions.reference(), random);
      brighter += change.color().brightness() != 1 ? 1 : 0;
      saturated += change.color().saturation() != 1 ? 1 : 0;
      turned += Math.abs(change.geometry().xy()) > 1e-9 ? 1 : 0;
      widest = Math.max(widest, Math.abs(change.color().brightness() - 1));
    }
    // Four standard deviations of a binomial of 20 000 at 0.5 are 0.014.
    assertEquals(0.5, brighter / (double) draws, 0.014);
    assertEquals(0.5, saturated / (double) draws, 0.014);
    assertEquals(0.5, turned / (double) draws, 0.014);
    assertEquals(0.2, widest, 0.001);
  }

  @Test
  void switchingOneChangeOffLeavesTheOthers() {
    TrainingImage image = TrainingImage.of(TestImages.ramp("ramp", 20, 20, 0.5f));
    AugmentationOptions all = AugmentationOptions.reference();
    AugmentationOptions still = all.withRotation(Jitter.NONE).withFlips(0, 0);
    ColorMap one = Augmentation.draw(image, all, new SplittableRandom(3)).color();
    ColorMap other = Augmentation.draw(image, still, new SplittableRandom(3)).color();
    assertEquals(one, other);
  }

  @Test
  void namesWhatIsOutOfRange() {
    assertMessage("probability must be in 0..1, got 1.5", () -> new Jitter(1.5, 0));
    assertMessage("amount must be finite and at least 0, got -0.1", () -> new Jitter(0.5, -0.1));
    assertMessage(
        "amount of rotation must be in 0..180.0, got 200.0",
        () -> AugmentationOptions.none().withRotation(new Jitter(1, 200)));
    assertMessage(
        "probability of verticalFlip must be in 0..1, got NaN",
        () -> AugmentationOptions.none().withFlips(0, Double.NaN));
    assertMessage("size must be at least 1, got 0", () -> CropOptions.defaults().withSize(0));
    assertMessage(
        "minimumVesselFraction must be in 0..1, got 2.0",
        () -> CropOptions.defaults().withMinimumVesselFraction(2, 5));
    assertMessage(
        "a batch of 60000 x 1 crops of 128 x 128 pixels is larger than one Java array",
        () -> CropOptions.defaults().withBatch(60_000, 1));
  }

  private static void assertMessage(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
