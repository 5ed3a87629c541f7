// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.landmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpticDiscLocatorTest {
  private static final int SIZE = 400;
  private static final OpticDiscLocator LOCATOR =
      OpticDiscLocator.with(OpticDiscOptions.defaults());

  @Test
  void findsABrightDiscWhereVesselsConverge() {
    OpticDisc disc = LOCATOR.locate(eye(290, 190, 28, true), round()).disc().orElseThrow();
    // The working image has pixels of 1.5 px, and vessels hide part of the margin.
    assertEquals(290, disc.centerX(), 5);
    assertEquals(190, disc.centerY(), 5);
    assertEquals(28, disc.radiusPx(), 6);
  }

  @Test
  void findsItWithTheVesselsGiven() {
    OpticDisc disc =
        LOCATOR.locate(eye(120, 215, 25, true), round(), vessels(120, 215)).disc().orElseThrow();
    assertEquals(120, disc.centerX(), 5);
    assertEquals(215, disc.centerY(), 5);
  }

  @Test
  void aBrightSpotWithoutVesselsIsNotPreferred() {
    float[] samples = eye(290, 190, 28, true).toArray();
    paint(samples, 110, 240, 28);
    OpticDisc disc =
        LOCATOR.locate(RgbImage.wrap(SIZE, SIZE, samples), round()).disc().orElseThrow();
    assertEquals(290, disc.centerX(), 5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.2, 0.08})
  void findsTheDiscOfAnUnderexposedPhotograph(double exposure) {
    float[] samples = eye(290, 190, 28, true).toArray();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.round(255 * exposure * samples[i]) / 255f;
    }
    OpticDisc disc =
        LOCATOR.locate(RgbImage.wrap(SIZE, SIZE, samples), round()).disc().orElseThrow();
    assertEquals(290, disc.centerX(), 6);
    assertEquals(190, disc.centerY(), 6);
    assertEquals(28, disc.radiusPx(), 7);
  }

  @Test
  void confidenceFallsWithARival() {
    byte[] vessels = vessels(300, 200).toArray();
    byte[] others = vessels(100, 200).toArray();
    for (int i = 0; i < vessels.length; i++) {
      vessels[i] |= others[i];
    }
    float[] samples = eye(300, 200, 26, true).toArray();
    double alone = confidence(samples, vessels(300, 200));
    paint(samples, 100, 200, 26);
    double rivaled = confidence(samples, BinaryMask.wrap(SIZE, SIZE, vessels));
    assertTrue(rivaled < 0.5 * alone, rivaled + " after " + alone);
  }

  private static double confidence(float[] samples, BinaryMask vessels) {
    RgbImage image = RgbImage.wrap(SIZE, SIZE, samples.clone());
    return LOCATOR.locate(image, round(), vessels).disc().orElseThrow().confidence();
  }

  @Test
  void saysWhenThereIsNone() {
    OpticDiscSearch search = LOCATOR.locate(eye(290, 190, 28, false), round());
    OpticDiscSearch.NotFound notFound = assertInstanceOf(OpticDiscSearch.NotFound.class, search);
    assertTrue(notFound.reason().contains("below"), notFound.reason());
    assertTrue(search.disc().isEmpty());
  }

  @Test
  void blackAndTinyImagesHaveNone() {
    RgbImage black = RgbImage.wrap(SIZE, SIZE, new float[SIZE * SIZE * 3]);
    assertTrue(LOCATOR.locate(black, round()).disc().isEmpty());
    RgbImage tiny = RgbImage.wrap(1, 1, new float[3]);
    OpticDiscSearch search = LOCATOR.locate(tiny, FieldOfView.wholeImage(1, 1));
    assertEquals(
        "the field of view is 1 px wide, too small for a disc to be seen",
        assertInstanceOf(OpticDiscSearch.NotFound.class, search).reason());
    RgbImage narrow = RgbImage.wrap(500, 1, new float[1500]);
    assertTrue(LOCATOR.locate(narrow, FieldOfView.wholeImage(500, 1)).disc().isEmpty());
  }

  @Test
  void emptyFieldOfViewHasNone() {
    FieldOfView nothing =
        new FieldOfView(BinaryMask.of(SIZE, SIZE, new byte[SIZE * SIZE]), FieldOfView.Source.GIVEN);
    OpticDiscSearch search = LOCATOR.locate(eye(290, 190, 28, true), nothing);
    assertEquals(
        "the field of view is empty",
        assertInstanceOf(OpticDiscSearch.NotFound.class, search).reason());
  }

  @Test
  void differentSizesAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> LOCATOR.locate(eye(290, 190, 28, true), FieldOfView.wholeImage(5, 6)));
    assertEquals("field of view must be 400 x 400 pixels as the image, got 5 x 6", e.getMessage());
  }

  @Test
  void optionsAndDiscNameWhatIsWrong() {
    assertEquals(
        "smallestRadius and largestRadius must be 0 < smallest <= largest < 0.5, got 0.2 and 0.1",
        assertThrows(
                IllegalArgumentException.class,
                () -> OpticDiscOptions.defaults().withRadii(0.2, 0.1))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new OpticDisc(1, 2, 0));
    assertThrows(IllegalArgumentException.class, () -> new OpticDisc(Double.NaN, 2, 3));
  }

  @Test
  void discScalesWithPixelCenters() {
    // Pixel centers: the middle of the first pixel is 0, of an image twice as large 0.5.
    assertEquals(new OpticDisc(20.5, 40.5, 10), new OpticDisc(10, 20, 5).scaledBy(2, 2));
    assertEquals(0.5, new OpticDisc(10, 20, 5).distanceInDiameters(15, 20));
  }

  private static FieldOfView round() {
    byte[] inside = new byte[SIZE * SIZE];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = (byte) (distance(i, 200, 200) < 195 ? 1 : 0);
    }
    return new FieldOfView(BinaryMask.of(SIZE, SIZE, inside), FieldOfView.Source.GIVEN);
  }

  /** Eight vessels that leave the disc in all directions and bend. */
  private static BinaryMask vessels(double x, double y) {
    byte[] mask = new byte[SIZE * SIZE];
    for (int k = 0; k < 8; k++) {
      double direction = 2 * Math.PI * (k + 0.2) / 8;
      for (double r = 0; r < 300; r += 0.5) {
        double a = direction + r * 0.001;
        for (int dy = -2; dy <= 2; dy++) {
          for (int dx = -2; dx <= 2; dx++) {
            int px = (int) Math.round(x + r * Math.cos(a)) + dx;
            int py = (int) Math.round(y + r * Math.sin(a)) + dy;
            if (px >= 0 && px < SIZE && py >= 0 && py < SIZE) {
              mask[py * SIZE + px] = 1;
            }
          }
        }
      }
    }
    return BinaryMask.of(SIZE, SIZE, mask);
  }

  private static RgbImage eye(double x, double y, double radius, boolean disc) {
    float[] samples = new float[SIZE * SIZE * 3];
    byte[] vessels = vessels(x, y).toArray();
    byte[] inside = round().mask().toArray();
    for (int i = 0; i < vessels.length; i++) {
      if (inside[i] != 0) {
        float light = 1 - 0.001f * (float) distance(i, 200, 200);
        samples[3 * i] = 0.7f * light;
        samples[3 * i + 1] = 0.4f * light;
      }
    }
    if (disc) {
      paint(samples, x, y, radius);
    }
    for (int i = 0; i < vessels.length; i++) {
      if (inside[i] != 0 && vessels[i] != 0) {
        samples[3 * i] *= 0.7f;
        samples[3 * i + 1] *= 0.6f;
      }
    }
    return RgbImage.wrap(SIZE, SIZE, samples);
  }

  private static void paint(float[] samples, double x, double y, double radius) {
    for (int i = 0; i < SIZE * SIZE; i++) {
      if (distance(i, x, y) <= radius) {
        samples[3 * i] = 0.95f;
        samples[3 * i + 1] = 0.8f;
        samples[3 * i + 2] = 0.4f;
      }
    }
  }

  private static double distance(int position, double x, double y) {
    int column = position % SIZE;
    int row = position / SIZE;
    return Math.hypot(column - x, row - y);
  }
}
