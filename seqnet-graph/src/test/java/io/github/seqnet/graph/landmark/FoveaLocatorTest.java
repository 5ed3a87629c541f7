// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.landmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoveaLocatorTest {
  /** Width, disc and fovea; the fovea lies 2.5 disc diameters beside the disc. */
  @ParameterizedTest
  @CsvSource({
    "400, 310, 190, 28, 170, 205, RIGHT",
    "400, 90, 190, 28, 230, 205, LEFT",
    "800, 620, 380, 56, 340, 410, RIGHT",
    "800, 180, 380, 56, 460, 410, LEFT",
    "400, 300, 180, 28, 163, 212, RIGHT",
    "400, 300, 205, 28, 161, 203, RIGHT",
  })
  void findsTheFoveaAndTellsTheEye(
      int size, double x, double y, double radius, double foveaX, double foveaY, Laterality eye) {
    OpticDisc disc = new OpticDisc(x, y, radius);
    FieldOfView fieldOfView = round(size);
    RgbImage image = eye(size, disc, foveaX, foveaY, 0.35, 0);
    Fovea fovea = FoveaLocator.locate(image, fieldOfView, disc).orElseThrow();
    assertEquals(foveaX, fovea.x(), 0.35 * radius);
    assertEquals(foveaY, fovea.y(), 0.35 * radius);
    assertEquals(eye, LateralityEstimate.of(disc, fovea).laterality());
    LateralityEstimate both = LateralityEstimate.of(disc, fovea, fieldOfView);
    assertEquals(eye, both.laterality());
    assertTrue(both.confidence() >= LateralityEstimate.of(disc, fovea).confidence());
  }

  @Test
  void shadingIsNotAFovea() {
    OpticDisc disc = new OpticDisc(200, 200, 28);
    RgbImage image = eye(400, disc, 0, 0, 0, 0.6);
    assertTrue(FoveaLocator.locate(image, round(400), disc).isEmpty());
  }

  @Test
  void evenRetinaAndCropsHaveNone() {
    OpticDisc disc = new OpticDisc(310, 190, 28);
    assertTrue(FoveaLocator.locate(eye(400, disc, 0, 0, 0, 0), round(400), disc).isEmpty());
    // A crop around the disc that ends before the fovea.
    OpticDisc inCrop = new OpticDisc(60, 60, 28);
    float[] samples = new float[3 * 120 * 120];
    eye(400, disc, 170, 205, 0.35, 0).copyTo(250, 130, 120, 120, samples, 0, 360);
    RgbImage crop = RgbImage.wrap(120, 120, samples);
    assertTrue(FoveaLocator.locate(crop, FieldOfView.wholeImage(120, 120), inCrop).isEmpty());
  }

  @Test
  void disagreeingEvidenceLowersTheConfidence() {
    FieldOfView fieldOfView = round(400);
    OpticDisc right = new OpticDisc(280, 200, 28);
    Fovea nasal = new Fovea(380, 200, 0.8);
    assertEquals(Laterality.RIGHT, LateralityEstimate.of(right, fieldOfView).laterality());
    LateralityEstimate both = LateralityEstimate.of(right, nasal, fieldOfView);
    assertTrue(both.confidence() < 0.5, both.toString());
    assertEquals(
        LateralityEstimate.of(right, fieldOfView), LateralityEstimate.of(right, null, fieldOfView));
  }

  @Test
  void rejectsAnotherSizeAndValuesOutOfRange() {
    OpticDisc disc = new OpticDisc(20, 20, 5);
    RgbImage image = RgbImage.wrap(40, 40, new float[4800]);
    FieldOfView other = FieldOfView.wholeImage(4, 5);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> FoveaLocator.locate(image, other, disc));
    assertTrue(e.getMessage().contains("4 x 5"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Fovea(1, 2, 1.5));
    assertThrows(IllegalArgumentException.class, () -> new Fovea(Double.NaN, 2, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new LateralityEstimate(Laterality.LEFT, -0.1));
  }

  private static FieldOfView round(int size) {
    byte[] inside = new byte[size * size];
    for (int i = 0; i < inside.length; i++) {
      int row = i / size;
      inside[i] =
          (byte) (Math.hypot(i % size - size / 2.0, row - size / 2.0) < 0.48 * size ? 1 : 0);
    }
    return FieldOfView.given(BinaryMask.of(size, size, inside));
  }

  /**
   * A retina with a bright disc and a dark spot.
   *
   * @param depth how much darker the fovea is than the retina around it
   * @param shading how much darker the left rim is than the right one
   */
  private static RgbImage eye(
      int size, OpticDisc disc, double foveaX, double foveaY, double depth, double shading) {
    float[] samples = new float[3 * size * size];
    for (int y = 0, i = 0; y < size; y++) {
      for (int x = 0; x < size; x++, i++) {
        double spot = Math.hypot(x - foveaX, y - foveaY) / disc.diameterPx();
        double light = 1 - shading * (1 - x / (double) size);
        double dark = depth * Math.exp(-spot * spot / 0.18);
        boolean bright = disc.contains(x, y);
        samples[3 * i] = (float) ((bright ? 0.9 : 0.7) * light);
        samples[3 * i + 1] = (float) ((bright ? 0.75 : 0.4 * (1 - dark)) * light);
        samples[3 * i + 2] = (float) (0.15 * light);
      }
    }
    return RgbImage.wrap(size, size, samples);
  }
}
