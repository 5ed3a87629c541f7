// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import org.junit.jupiter.api.Test;

class LabeledImageTest {
  private static LabeledImage image(int width, int height, byte[] codes) {
    return new LabeledImage(
        "i",
        RgbImage.wrap(width, height, new float[width * height * 3]),
        ArteryVeinMap.wrap(width, height, codes),
        FieldOfView.wholeImage(width, height),
        LabelKind.ARTERY_VEIN);
  }

  @Test
  void resizingKeepsWhatCoversMoreThanHalf() {
    // Stripes of 16 columns each: background, artery, vein, crossing, unknown.
    byte[] codes = new byte[80 * 32];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (i % 80 / 16);
    }
    LabeledImage small = image(80, 32, codes).resized(20, 8);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 20; x++) {
        assertEquals(VesselLabel.ofCode(x / 4), small.labels().get(x, y), "x=" + x);
      }
    }
    assertEquals(160, small.fieldOfView().mask().count());
  }

  @Test
  void resizingLosesWhatCoversLess() {
    // One column in eight, shrunk eight times, covers an eighth of each pixel.
    byte[] codes = new byte[64 * 64];
    for (int i = 0; i < codes.length; i += 8) {
      codes[i] = 1;
    }
    assertEquals(0, image(64, 64, codes).resized(8, 8).labels().vessels().count());
  }

  @Test
  void anArteryBesideAVeinIsAVesselAllOver() {
    // Neither covers half of the pixel between them; together they do.
    byte[] codes = new byte[64 * 64];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (i % 64 < 20 ? 0 : i % 64 < 30 ? 1 : i % 64 < 40 ? 2 : 0);
    }
    LabeledImage small = image(64, 64, codes).resized(16, 16);
    assertEquals(VesselLabel.BACKGROUND, small.labels().get(4, 8));
    assertEquals(VesselLabel.ARTERY, small.labels().get(6, 8));
    assertEquals(VesselLabel.ARTERY, small.labels().get(7, 8));
    assertEquals(VesselLabel.VEIN, small.labels().get(8, 8));
    assertEquals(VesselLabel.BACKGROUND, small.labels().get(10, 8));
  }

  @Test
  void resizingKeepsTheFieldOfView() {
    byte[] left = new byte[64 * 64];
    byte[] smallLeft = new byte[16 * 16];
    for (int i = 0; i < left.length; i++) {
      left[i] = (byte) (i % 64 < 32 ? 1 : 0);
    }
    for (int i = 0; i < smallLeft.length; i++) {
      smallLeft[i] = (byte) (i % 16 < 8 ? 1 : 0);
    }
    FieldOfView view = new FieldOfView(BinaryMask.of(64, 64, left), FieldOfView.Source.GIVEN);
    assertEquals(
        new FieldOfView(BinaryMask.of(16, 16, smallLeft), FieldOfView.Source.GIVEN),
        image(64, 64, new byte[64 * 64]).withFieldOfView(view).resized(16, 16).fieldOfView());
  }

  @Test
  void refusesLabelsOfAnotherSize() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new LabeledImage(
                    "i",
                    RgbImage.wrap(2, 1, new float[6]),
                    ArteryVeinMap.wrap(1, 1, new byte[1]),
                    FieldOfView.wholeImage(2, 1),
                    LabelKind.VESSEL));
    assertEquals("i: labels must be 2 x 1 pixels like the photograph, got 1 x 1", e.getMessage());
  }

  @Test
  void findsAFieldOfViewOnlyIfThereIsNone() {
    float[] samples = new float[3 * 120 * 120];
    for (int i = 0; i < 120 * 120; i++) {
      int row = i / 120;
      if (Math.hypot(i % 120 - 60, row - 60) < 50) {
        samples[3 * i] = 0.6f;
        samples[3 * i + 1] = 0.3f;
        samples[3 * i + 2] = 0.1f;
      }
    }
    LabeledImage whole =
        new LabeledImage(
            "i",
            RgbImage.wrap(120, 120, samples),
            ArteryVeinMap.wrap(120, 120, new byte[120 * 120]),
            FieldOfView.wholeImage(120, 120),
            LabelKind.ARTERY_VEIN);
    LabeledImage found = whole.withFoundFieldOfView();
    assertEquals(FieldOfView.Source.FOUND, found.fieldOfView().source());
    assertEquals(Math.PI * 2500, found.fieldOfView().mask().count(), 250);
    assertSame(found, found.withFoundFieldOfView());
  }
}
