// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GradabilityAssessorTest {
  private static final int SIDE = 420;

  @Test
  void acceptsAGeneratedPhotograph() {
    Gradability result = assess(fundus());
    assertTrue(result.isGradable(), result.toString());
    assertTrue(result.reasons().isEmpty(), result.toString());
  }

  @Test
  void scoreFallsWithDarkness() {
    double before = 1;
    for (double share : new double[] {1, 0.5, 0.2, 0.12, 0.05}) {
      float[] samples = fundus().toArray();
      for (int i = 0; i < samples.length; i++) {
        samples[i] *= (float) share;
      }
      double score = assess(RgbImage.wrap(SIDE, SIDE, samples)).score();
      assertTrue(score <= before, "share " + share + ": " + score + " after " + before);
      before = score;
    }
    assertTrue(before < Gradability.DEFAULT_MINIMUM);
  }

  @Test
  void scoreFallsWithNoise() {
    double before = 1;
    for (double noise : new double[] {0, 0.1, 0.3, 0.8}) {
      SplittableRandom random = new SplittableRandom(4);
      float[] samples = fundus().toArray();
      for (int i = 0; i < samples.length; i++) {
        double value = samples[i] + noise * (random.nextDouble() - 0.5);
        samples[i] = (float) Math.max(0, Math.min(1, value));
      }
      double score = assess(RgbImage.wrap(SIDE, SIDE, samples)).score();
      assertTrue(score <= before, "noise " + noise + ": " + score + " after " + before);
      before = score;
    }
    assertTrue(before < Gradability.DEFAULT_MINIMUM);
  }

  @Test
  void scoreFallsWithBlur() {
    double before = 1;
    for (int radius : new int[] {0, 1, 2, 4}) {
      double score = assess(Degradations.blurred(fundus(), radius)).score();
      assertTrue(score <= before, "radius " + radius + ": " + score + " after " + before);
      before = score;
    }
    assertTrue(before < Gradability.DEFAULT_MINIMUM);
  }

  @Test
  void scoreFallsWithOcclusion() {
    FieldOfView fieldOfView = FieldOfViewFinder.find(fundus());
    double before = 1;
    for (double part : new double[] {0.25, 0.4, 0.5, 0.75}) {
      RgbImage covered = Degradations.covered(fundus(), part);
      double score = GradabilityAssessor.assess(covered, fieldOfView).score();
      assertTrue(score < before || score == 0, part + ": " + score + " after " + before);
      before = score;
      double found = assess(covered).score();
      assertTrue(found < 1, "part " + part + ", field of view searched again: " + found);
    }
    assertTrue(before < Gradability.DEFAULT_MINIMUM);
  }

  /** A lid or a finger: as bright as the retina, of a similar color, and without vessels. */
  @Test
  void scoreFallsWithACoveringInTheColorOfSkin() {
    RgbImage image = fundus();
    FieldOfView fieldOfView = FieldOfViewFinder.find(image);
    for (boolean fromTheSide : new boolean[] {false, true}) {
      double before = 1;
      for (double part : new double[] {0.35, 0.5, 0.65}) {
        RgbImage covered = Degradations.coveredBySkin(image, part, fromTheSide);
        Gradability result = GradabilityAssessor.assess(covered, fieldOfView);
        assertTrue(result.score() < before || result.score() == 0, part + ": " + result);
        before = result.score();
      }
      assertFalse(before >= Gradability.DEFAULT_MINIMUM, "score " + before);
    }
    Gradability half =
        GradabilityAssessor.assess(Degradations.coveredBySkin(image, 0.5, true), fieldOfView);
    assertFalse(half.isGradable(), half.toString());
    assertTrue(half.reasons().toString().contains("is it covered?"), half.toString());
  }

  /** A field of view that leaves out what a lid hides is still that of a larger circle. */
  @Test
  void missingPartsOfARoundRetinaLowerTheScore() {
    RgbImage image = fundus();
    byte[] round = FieldOfViewFinder.find(image).mask().toArray();
    double before = GradabilityAssessor.assess(image, FieldOfViewFinder.find(image)).score();
    for (double part : new double[] {0.15, 0.25, 0.4}) {
      byte[] rest = round.clone();
      Arrays.fill(rest, 0, SIDE * (int) (part * SIDE), (byte) 0);
      FieldOfView without = FieldOfView.found(BinaryMask.wrap(SIDE, SIDE, rest), 1);
      double score = GradabilityAssessor.assess(image, without).score();
      assertTrue(score < before, part + ": " + score + " after " + before);
      before = score;
    }
  }

  @Test
  void fewVesselsLowerTheScore() {
    RgbImage image = fundus();
    FieldOfView fieldOfView = FieldOfViewFinder.find(image);
    BinaryMask none = BinaryMask.of(SIDE, SIDE, new byte[SIDE * SIDE]);
    Gradability result = GradabilityAssessor.assess(image, fieldOfView, null, none);
    assertEquals(0, result.score());
    assertTrue(result.reasons().get(0).startsWith("vessels"), result.reasons().toString());
    BinaryMask many = BinaryMask.full(SIDE, SIDE);
    assertEquals(
        GradabilityAssessor.assess(image, fieldOfView).score(),
        GradabilityAssessor.assess(image, fieldOfView, null, many).score());
  }

  @Test
  void rejectsAStreetScene() {
    for (int seed = 0; seed < 3; seed++) {
      Gradability result = assess(Degradations.street(SIDE, SIDE, seed));
      assertFalse(result.isGradable(), result.toString());
      assertFalse(result.reasons().isEmpty());
    }
  }

  @Test
  void rejectsImagesThatShowNoRetina() {
    SplittableRandom random = new SplittableRandom(5);
    float[] noise = new float[3 * SIDE * SIDE];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextDouble();
    }
    float[] gray = new float[3 * SIDE * SIDE];
    Arrays.fill(gray, 0.6f);
    float[] text = new float[3 * SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      boolean ink = i / SIDE % 12 < 5 && i % SIDE % 7 < 3;
      Arrays.fill(text, 3 * i, 3 * i + 3, ink ? 0.1f : 0.95f);
    }
    for (float[] samples : new float[][] {noise, gray, text, new float[3 * SIDE * SIDE]}) {
      Gradability result = assess(RgbImage.wrap(SIDE, SIDE, samples));
      assertFalse(result.isGradable(), result.toString());
      assertFalse(result.reasons().isEmpty());
    }
  }

  @Test
  void rejectsAnotherSizeAndAnotherRange() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> GradabilityAssessor.assess(fundus(), FieldOfView.wholeImage(4, 5)));
    assertTrue(e.getMessage().contains("4 x 5"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> assess(fundus()).isGradable(1.5));
    assertEquals(
        0,
        GradabilityAssessor.assess(RgbImage.wrap(1, 1, new float[3]), FieldOfView.wholeImage(1, 1))
            .score());
  }

  private static RgbImage fundus() {
    return FundusGenerator.generate(FundusOptions.defaults().withSize(SIDE, SIDE)).image();
  }

  private static Gradability assess(RgbImage image) {
    return GradabilityAssessor.assess(image, FieldOfViewFinder.find(image));
  }
}
