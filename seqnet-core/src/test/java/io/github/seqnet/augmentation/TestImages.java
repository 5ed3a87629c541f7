// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.SplittableRandom;

/** Images whose pixels tell where they are. */
final class TestImages {
  private TestImages() {}

  /** Red grows with x, green with y, blue is constant; labels are blocks of 8 x 8 pixels. */
  static LabeledImage ramp(String name, int width, int height, float blue) {
    float[] samples = new float[width * height * 3];
    byte[] codes = new byte[width * height];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        samples[3 * i] = x / 256f;
        samples[3 * i + 1] = y / 256f;
        samples[3 * i + 2] = blue;
        codes[i] = (byte) ((x / 8 + y / 8) % 5);
      }
    }
    return labeled(name, width, height, samples, codes, LabelKind.ARTERY_VEIN);
  }

  /** Every sample and every label drawn at random. */
  static LabeledImage noise(String name, int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] samples = new float[width * height * 3];
    byte[] codes = new byte[width * height];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) random.nextInt(5);
    }
    return labeled(name, width, height, samples, codes, LabelKind.ARTERY_VEIN);
  }

  static LabeledImage labeled(
      String name, int width, int height, float[] samples, byte[] codes, LabelKind kind) {
    return new LabeledImage(
        name,
        RgbImage.wrap(width, height, samples),
        ArteryVeinMap.wrap(width, height, codes),
        FieldOfView.wholeImage(width, height),
        kind);
  }
}
