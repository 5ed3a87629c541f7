// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.dataset.LabeledImage;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CropSamplerProperties {
  private static final int SIZE = 12;

  /**
   * A crop equals the part of the whole transformed image, computed pixel by pixel in double
   * precision.
   */
  @Property(tries = 60, seed = "2")
  void cropsEqualPartsOfTheChangedImage(
      @ForAll long seed, @ForAll @IntRange(min = 12, max = 40) int side) {
    LabeledImage labeled = TestImages.noise("noise", side, 52 - side, seed);
    TrainingImage image = TrainingImage.of(labeled);
    AugmentationOptions often =
        new AugmentationOptions(
            new Jitter(0.5, 0.2),
            new Jitter(0.5, 0.2),
            new Jitter(0.5, 0.2),
            new Jitter(0.5, 180),
            new Jitter(0.5, 5),
            0.5,
            0.5,
            new Jitter(0.5, 0.1),
            new Jitter(0.5, 0.2),
            new Jitter(0.5, 0.5));
    Augmentation change = Augmentation.draw(image, often, new SplittableRandom(seed));
    SplittableRandom places = new SplittableRandom(seed + 1);
    int left = places.nextInt(image.width() - SIZE + 1);
    int top = places.nextInt(image.height() - SIZE + 1);
    AffineMap map = change.geometry().from(left, top);

    float[] samples = new float[SIZE * SIZE * 3];
    float[] coverage = new float[SIZE * SIZE];
    byte[] codes = new byte[SIZE * SIZE];
    CropKernel.sample(
        image.samples(), image.width(), image.height(), map, SIZE, samples, 0, coverage);
    CropKernel.labels(image.labels(), image.width(), image.height(), map, SIZE, codes);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double sx = change.geometry().x(left + x, top + y);
        double sy = change.geometry().y(left + x, top + y);
        for (int c = 0; c < 3; c++) {
          // Float weights and sums of four terms below 1 keep 6 digits.
          assertEquals(naive(labeled, sx, sy, c), samples[3 * (y * SIZE + x) + c], 2e-6);
        }
        long nearestX = Math.round(sx);
        long nearestY = Math.round(sy);
        boolean inside =
            nearestX >= 0 && nearestX < image.width() && nearestY >= 0 && nearestY < image.height();
        // On the line between two pixels rounding may decide either way.
        if (Math.abs(sx + 0.5 - Math.rint(sx + 0.5)) > 1e-9
            && Math.abs(sy + 0.5 - Math.rint(sy + 0.5)) > 1e-9) {
          int expected =
              inside
                  ? labeled.labels().get((int) nearestX, (int) nearestY).code()
                  : CropKernel.OUTSIDE;
          assertEquals(expected, codes[y * SIZE + x]);
        }
      }
    }
  }

  private static double naive(LabeledImage image, double x, double y, int channel) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    double sum = 0;
    for (int j = y0; j <= y0 + 1; j++) {
      for (int i = x0; i <= x0 + 1; i++) {
        if (i >= 0 && i < image.width() && j >= 0 && j < image.height()) {
          double weight = (1 - Math.abs(x - i)) * (1 - Math.abs(y - j));
          sum += weight * image.image().sample(i, j, channel);
        }
      }
    }
    return sum;
  }

  /** The order of the published program: brightness, contrast, saturation, clipped after each. */
  @Property(tries = 60, seed = "3")
  void colorsChangeAsInThePublishedProgram(@ForAll long seed) {
    LabeledImage labeled = TestImages.noise("noise", 16, 16, seed);
    TrainingImage image = TrainingImage.of(labeled);
    AugmentationOptions colors =
        AugmentationOptions.none()
            .withBrightness(new Jitter(0.7, 0.2))
            .withContrast(new Jitter(0.7, 0.2))
            .withSaturation(new Jitter(0.7, 0.2));
    ColorMap color = Augmentation.draw(image, colors, new SplittableRandom(seed)).color();
    float[] changed = labeled.image().toArray();
    float[] inside = new float[256];
    Arrays.fill(inside, 1);
    color.apply(changed, 0, inside, 256);

    double[] bright = new double[256 * 3];
    double mean = 0;
    double[] weights = {0.114, 0.587, 0.299};
    for (int i = 0; i < bright.length; i++) {
      bright[i] = clip(labeled.image().toArray()[i] * color.brightness());
      mean += weights[i % 3] * bright[i] / 256;
    }
    for (int p = 0; p < 256; p++) {
      double[] v = new double[3];
      double gray = 0;
      for (int c = 0; c < 3; c++) {
        double factor = color.contrast();
        v[c] = clip(bright[3 * p + c] * factor + (1 - factor) * mean);
        gray += weights[c] * v[c];
      }
      for (int c = 0; c < 3; c++) {
        double expected = clip(v[c] * color.saturation() + (1 - color.saturation()) * gray);
        // The mean gray comes from 256 bins, and one is clipped as a whole: that moves the
        // mean of 256 pixels by at most a few of 1/256 * 1/256, times the contrast of 0.2.
        assertEquals(expected, changed[3 * p + c], 5e-5);
      }
    }
  }

  private static double clip(double v) {
    return Math.max(0, Math.min(1, v));
  }

  /** Any number of threads, and any start, give the same batches in the same order. */
  @Property(tries = 10, seed = "4")
  void threadsDoNotChangeBatches(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll @IntRange(min = 0, max = 9) int first) {
    List<TrainingImage> images =
        List.of(
            TrainingImage.of(TestImages.noise("a", 20, 24, seed)),
            TrainingImage.of(TestImages.noise("b", 24, 20, seed + 1)));
    CropOptions crops = CropOptions.defaults().withSize(SIZE).withBatch(3, 2);
    CropSampler sampler = new CropSampler(images, crops, AugmentationOptions.defaults(), seed);
    try (BatchSource source = BatchSource.start(sampler, first, threads)) {
      for (int i = first; i < first + 8; i++) {
        assertEquals(i, source.position());
        Batch given = source.next();
        Batch made = sampler.batch(i);
        assertArrayEquals(made.image(), given.image());
        assertArrayEquals(made.artery(), given.artery());
        assertArrayEquals(made.weight(), given.weight());
      }
    }
  }
}
