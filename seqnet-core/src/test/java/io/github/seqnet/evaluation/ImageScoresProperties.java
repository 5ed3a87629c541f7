// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ImageScoresProperties {
  /** One image of scores in a band about the middle, as an untrained network gives, with ties. */
  private static final class Pixels {
    final float[] scores;
    final boolean[] positive;

    private Pixels(float[] scores, boolean[] positive) {
      this.scores = scores;
      this.positive = positive;
    }

    static Pixels of(long seed, int count, double band, int levels) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] scores = new float[count];
      boolean[] positive = new boolean[count];
      for (int i = 0; i < count; i++) {
        positive[i] = i < 2 ? i == 0 : random.nextInt(4) == 0;
        double level = random.nextInt(levels) / (double) levels;
        scores[i] = (float) (0.5 + band * (positive[i] ? Math.sqrt(level) - 0.5 : level - 0.5));
      }
      return new Pixels(scores, positive);
    }

    ImageScores compact() {
      int[] pixels = new int[scores.length + 5];
      for (int i = 0; i < scores.length; i++) {
        pixels[i] = ImageScores.pixel(scores[i], positive[i]);
      }
      return ImageScores.of(pixels, scores.length);
    }
  }

  @Property(tries = 30, seed = "5")
  void areasAreThoseOfTheScoresThemselves(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 6) int narrowness,
      @ForAll @IntRange(min = 1, max = 500) int levels) {
    Pixels image = Pixels.of(seed, 300, Math.pow(10, -narrowness), levels);
    float[] scores = image.scores;
    double wins = 0;
    double pairs = 0;
    double precisions = 0;
    double positives = 0;
    for (int i = 0; i < scores.length; i++) {
      if (!image.positive[i]) {
        continue;
      }
      double above = 0;
      double positivesAbove = 0;
      for (int j = 0; j < scores.length; j++) {
        above += scores[j] >= scores[i] ? 1 : 0;
        positivesAbove += scores[j] >= scores[i] && image.positive[j] ? 1 : 0;
        if (!image.positive[j]) {
          pairs++;
          wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
      positives++;
      precisions += positivesAbove / above;
    }
    // Sums of a few hundred terms in another order.
    assertEquals(wins / pairs, image.compact().auc(), 1e-12);
    assertEquals(precisions / positives, image.compact().averagePrecision(), 1e-12);
  }

  @Example
  void areasWithoutOneClassAreNotDefined() {
    int[] negatives = {ImageScores.pixel(0.25f, false), ImageScores.pixel(-0f, false)};
    assertEquals(Double.NaN, ImageScores.of(negatives, 2).auc());
    assertEquals(Double.NaN, ImageScores.of(negatives, 2).averagePrecision());
    int[] positives = {ImageScores.pixel(0.25f, true)};
    assertEquals(Double.NaN, ImageScores.of(positives, 1).auc());
    assertEquals(1, ImageScores.of(positives, 1).averagePrecision());
    assertEquals(Double.NaN, ImageScores.of(new int[0], 0).auc());
  }

  /** Counts of one, of two bytes and of three; steps from bin to bin of one byte to four. */
  @Property(tries = 10, seed = "6")
  void binsAreKept(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] scores = {0, 0x1p-31f, 0x1p-12f, 0.1f, 0.1f + 0x1p-22f, 0.5f, 0.6f, 1};
    int[] ends = new int[scores.length];
    int[] positives = new int[scores.length];
    int[] negatives = new int[scores.length];
    int[] pixels = new int[200_000];
    int count = 0;
    for (int s = 0; s < scores.length; s++) {
      ends[s] = ScoreHistogram.bin(scores[s]) + 1;
      positives[s] = random.nextInt(1 << random.nextInt(16));
      negatives[s] = random.nextInt(1 << random.nextInt(16));
      for (int i = 0; i < positives[s] + negatives[s] && count < pixels.length; i++) {
        pixels[count++] = ImageScores.pixel(scores[s], i < positives[s]);
      }
    }
    int[] keptPositives = new int[scores.length];
    int[] keptNegatives = new int[scores.length];
    if (count < pixels.length) {
      ImageScores.of(pixels, count).addTo(ends, keptPositives, keptNegatives);
      assertArrayEquals(positives, keptPositives);
      assertArrayEquals(negatives, keptNegatives);
    }
  }

  /** The areas over groups are nearly those over bins, whichever part of the pixels is taken. */
  @Property(tries = 4, seed = "7")
  void groupsKeepTheAreasOfEachPart(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int narrowness) {
    ScoreHistogram all = new ScoreHistogram();
    int images = 4;
    ImageScores[] parts = new ImageScores[images];
    for (int k = 0; k < images; k++) {
      Pixels image = Pixels.of(seed + k, 40_000, Math.pow(10, -narrowness), 1 << 30);
      for (int i = 0; i < image.scores.length; i++) {
        all.add(image.scores[i], image.positive[i]);
      }
      parts[k] = image.compact();
    }
    int[] ends = all.groupEnds();
    assertTrue(ends.length > 100 && ends.length < 3 * 4096 + 3, ends.length + " groups");
    // A group ties scores, and the first few determine precision most.
    for (ImageScores part : parts) {
      int[] positives = new int[ends.length];
      int[] negatives = new int[ends.length];
      part.addTo(ends, positives, negatives);
      assertEquals(part.auc(), ScoreHistogram.auc(positives, negatives), 2e-5);
      assertEquals(
          part.averagePrecision(), ScoreHistogram.averagePrecision(positives, negatives), 5e-4);
    }
  }

  @Property(tries = 3, seed = "8")
  void imagesOfAnySizeAreKeptInFewBytes(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 3) int narrowness) {
    Pixels image = Pixels.of(seed, 600_000, Math.pow(10, -narrowness), 1 << 30);
    ScoreHistogram all = new ScoreHistogram();
    for (int i = 0; i < image.scores.length; i++) {
      all.add(image.scores[i], image.positive[i]);
    }
    ImageScores kept = image.compact();
    assertTrue(kept.bins.length <= ImageScores.MOST_BYTES, kept.bins.length + " bytes");
    int[] ends = all.groupEnds();
    int[] positives = new int[ends.length];
    int[] negatives = new int[ends.length];
    kept.addTo(ends, positives, negatives);
    assertEquals(600_000, Arrays.stream(positives).sum() + Arrays.stream(negatives).sum());
    assertEquals(kept.auc(), ScoreHistogram.auc(positives, negatives), 2e-5);
    assertEquals(
        kept.averagePrecision(), ScoreHistogram.averagePrecision(positives, negatives), 5e-4);
  }

  @Example
  void classesThatAreApartAreTwoGroups() {
    ScoreHistogram histogram = new ScoreHistogram();
    for (int i = 0; i < 50_000; i++) {
      histogram.add(0.50005f + i * 1e-9f, false);
      histogram.add(0.5002f + i * 1e-9f, true);
    }
    assertEquals(2, histogram.groupEnds().length);
    assertEquals(1, new ScoreHistogram().groupEnds().length);
  }
}
