// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.quality;

import io.github.seqnet.image.RgbImage;
import java.util.SplittableRandom;

/** Degraded photographs, and images that show no retina. */
final class Degradations {
  private Degradations() {}

  static RgbImage darkened(RgbImage image, double factor) {
    float[] samples = image.toArray();
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= (float) factor;
    }
    return RgbImage.wrap(image.width(), image.height(), samples);
  }

  /** Two passes of a box filter of {@code 2 radius + 1} pixels. */
  static RgbImage blurred(RgbImage image, int radius) {
    int width = image.width();
    int height = image.height();
    float[] samples = image.toArray();
    for (int pass = 0; pass < 4; pass++) {
      float[] result = new float[samples.length];
      int dx = pass % 2;
      int dy = 1 - dx;
      for (int i = 0; i < samples.length; i++) {
        int x = i / 3 % width;
        int y = i / 3 / width;
        float sum = 0;
        for (int k = -radius; k <= radius; k++) {
          int column = Math.max(0, Math.min(width - 1, x + k * dx));
          int row = Math.max(0, Math.min(height - 1, y + k * dy));
          sum += samples[3 * (row * width + column) + i % 3];
        }
        result[i] = sum / (2 * radius + 1);
      }
      samples = result;
    }
    return RgbImage.wrap(width, height, samples);
  }

  /** The upper part of the image in the dark. */
  static RgbImage covered(RgbImage image, double part) {
    float[] samples = image.toArray();
    int end = 3 * image.width() * (int) (part * image.height());
    for (int i = 0; i < end; i++) {
      samples[i] = 0.03f;
    }
    return RgbImage.wrap(image.width(), image.height(), samples);
  }

  /** The upper or left part of the image in the color of skin, shaded. */
  static RgbImage coveredBySkin(RgbImage image, double part, boolean fromTheSide) {
    float[] skin = {0.75f, 0.5f, 0.4f};
    float[] samples = image.toArray();
    for (int i = 0; i < samples.length; i++) {
      int row = i / 3 / image.width();
      int column = i / 3 - row * image.width();
      double x = column / (double) image.width();
      double y = row / (double) image.height();
      if ((fromTheSide ? x : y) < part) {
        samples[i] = skin[i % 3] * (float) (0.8 + 0.2 * x + 0.1 * y);
      }
    }
    return RgbImage.wrap(image.width(), image.height(), samples);
  }

  /** Sky, houses with windows, and a street with a line. */
  static RgbImage street(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int houses = 4 + random.nextInt(4);
    double[] roofs = random.doubles(houses, 0.15, 0.45).toArray();
    double[] walls = random.doubles(3L * houses, 0.25, 0.75).toArray();
    float[] samples = new float[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double v = y / (double) height;
        int house = x * houses / width;
        for (int c = 0; c < 3; c++) {
          double value = 0.5 + 0.2 * c - 0.2 * v;
          if (v > 0.75) {
            value = Math.abs(v - 0.88) < 0.01 && x / 25 % 2 == 0 ? 0.9 : 0.33;
          } else if (v > roofs[house]) {
            boolean window = x % 24 > 12 && y % 32 > 18;
            value = window ? 0.12 + 0.03 * c : walls[3 * house + c];
          }
          double noisy = value + random.nextDouble(-0.03, 0.03);
          samples[3 * (y * width + x) + c] = (float) Math.max(0, Math.min(1, noisy));
        }
      }
    }
    return RgbImage.wrap(width, height, samples);
  }
}
