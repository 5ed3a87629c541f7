// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IlluminationTest {
  private static final int SIDE = 192;

  /** A disc of retina with dark lines across, lit from one side or evenly, in any color. */
  private static RgbImage photograph(double fall, double red, double green, double blue) {
    double[] color = {red, green, blue};
    float[] samples = new float[3 * SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        if (inside(x, y)) {
          double light = 1 - fall * x / SIDE;
          double vessel = isVessel(x) ? 0.7 : 1;
          for (int c = 0; c < 3; c++) {
            samples[3 * (y * SIDE + x) + c] = (float) (color[c] * light * vessel);
          }
        }
      }
    }
    return RgbImage.wrap(SIDE, SIDE, samples);
  }

  private static boolean inside(int x, int y) {
    return Math.hypot(x - 96, y - 96) < 88;
  }

  private static boolean isVessel(int x) {
    return x % 40 >= 18 && x % 40 < 21;
  }

  @Test
  void vesselsGetTheSameColorInAnyLight() {
    RgbImage even = Illumination.even(photograph(0, 0.9, 0.6, 0.4));
    RgbImage fading = Illumination.even(photograph(0.7, 0.7, 0.9, 0.8));
    for (int x = 40; x < 150; x++) {
      for (int c = 0; c < 3; c++) {
        assertEquals(even.sample(x, 96, c), fading.sample(x, 96, c), 0.06, "x = " + x);
      }
      float green = fading.sample(x, 96, 1);
      assertTrue(isVessel(x) ? green < 0.35 : green > 0.45, "x = " + x + ": " + green);
    }
  }

  @Test
  void givesTheDefinitionPixelByPixel() {
    SplittableRandom random = new SplittableRandom(5);
    int width = 60;
    int height = 41;
    float[] samples = new float[3 * width * height];
    byte[] inside = new byte[width * height];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = (byte) (i % width > 7 ? 1 : 0);
      for (int c = 0; c < 3; c++) {
        samples[3 * i + c] = i % 50 == 0 ? 0.05f : (float) random.nextDouble(0.4, 0.6);
      }
    }
    FieldOfView view =
        new FieldOfView(BinaryMask.of(width, height, inside), FieldOfView.Source.GIVEN);
    float[] result = Illumination.even(RgbImage.of(width, height, samples), view).toArray();
    // A radius of 12 / 576 of the width is one pixel here: weights 1, 3, 6, 7, 6, 3, 1 a side.
    double[] weights = {1, 3, 6, 7, 6, 3, 1};
    double[] contrast = new double[inside.length];
    double squares = 0;
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 8; x < width; x++) {
        double sum = 0;
        double area = 0;
        for (int dy = -3; dy <= 3; dy++) {
          for (int dx = -3; dx <= 3; dx++) {
            int at = (y + dy) * width + x + dx;
            if (y + dy >= 0 && y + dy < height && x + dx < width && x + dx > 7) {
              sum += weights[dy + 3] * weights[dx + 3] * samples[3 * at + 1];
              area += weights[dy + 3] * weights[dx + 3];
            }
          }
        }
        double value = samples[3 * (y * width + x) + 1];
        contrast[y * width + x] = (value + 0.02) / (sum / area + 0.02) - 1;
        if (Math.abs(contrast[y * width + x]) < 0.5) {
          squares += Math.pow(contrast[y * width + x], 2);
          count++;
        }
      }
    }
    double deviation = Math.sqrt(squares / count) + 0.001;
    // Away from the border, beyond which the passes of the filter lose what left the image.
    for (int y = 4; y < height - 4; y++) {
      for (int x = 0; x < width - 4; x++) {
        double expected =
            x < 8 ? 0 : Math.max(0, Math.min(1, 0.5 + 0.12 * contrast[y * width + x] / deviation));
        assertEquals(expected, result[3 * (y * width + x) + 1], 0.01, x + ", " + y);
      }
    }
  }

  @Test
  void leavesTheImageAloneAndIsZeroOutsideOfTheFieldOfView() {
    RgbImage image = photograph(0.5, 0.9, 0.5, 0.3);
    float[] before = image.toArray();
    RgbImage even = Illumination.even(image);
    assertArrayEquals(before, image.toArray());
    assertEquals(0, even.sample(2, 2, 0));
    assertSame(image, Preprocessing.NONE.apply(image));
    assertArrayEquals(even.toArray(), Preprocessing.ILLUMINATION_CORRECTION.apply(image).toArray());
  }

  @Test
  void takesImagesWithoutContrastAndOfAnySize() {
    for (int side : new int[] {1, 2, 17}) {
      RgbImage black = RgbImage.wrap(side, side, new float[3 * side * side]);
      for (float value : Illumination.even(black).toArray()) {
        assertEquals(0.5f, value, 1e-3);
      }
    }
    FieldOfView nowhere =
        new FieldOfView(BinaryMask.of(4, 4, new byte[16]), FieldOfView.Source.GIVEN);
    RgbImage image = RgbImage.wrap(4, 4, new float[48]);
    assertArrayEquals(new float[48], Illumination.even(image, nowhere).toArray());
    assertThrows(
        IllegalArgumentException.class,
        () -> Illumination.even(image, FieldOfView.wholeImage(4, 5)));
  }
}
