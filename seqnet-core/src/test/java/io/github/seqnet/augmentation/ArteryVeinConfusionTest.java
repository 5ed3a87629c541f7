// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArteryVeinConfusionTest {
  private static final int SIZE = 96;

  /** A crop whose left half is a certain artery and whose right half is a certain vein. */
  private static TrainingCrop crop() {
    float[] samples = new float[3 * SIZE * SIZE];
    byte[] labels = new byte[SIZE * SIZE];
    for (int i = 0; i < labels.length; i++) {
      boolean artery = i % SIZE < SIZE / 2;
      samples[3 * i] = 0.9f;
      samples[3 * i + 1] = artery ? 0.9f : 0.1f;
      samples[3 * i + 2] = artery ? 0.1f : 0.9f;
      labels[i] = (byte) (artery ? 1 : 2);
    }
    return TrainingCrop.wrap(SIZE, samples, labels);
  }

  @Test
  void someVesselsChangeTheirClassAndAllKeepTheirLabel() {
    int wrong = 0;
    int pixels = 0;
    for (int seed = 0; seed < 20; seed++) {
      TrainingCrop crop = crop();
      new ArteryVeinConfusion(1, 12, 0).apply(crop, new SplittableRandom(seed));
      for (int i = 0; i < SIZE * SIZE; i++) {
        boolean artery = i % SIZE < SIZE / 2;
        assertEquals(artery ? 1 : 2, crop.label(i).code());
        pixels++;
        wrong += crop.samples()[3 * i + 1] > crop.samples()[3 * i + 2] == artery ? 0 : 1;
      }
      for (float value : crop.samples()) {
        assertTrue(value > 0 && value < 1, "a probability of " + value);
      }
    }
    double share = (double) wrong / pixels;
    assertTrue(share > 0.01 && share < 0.3, "share of wrong pixels: " + share);
  }

  @Test
  void withoutEllipsesNoClassChanges() {
    TrainingCrop crop = crop();
    new ArteryVeinConfusion(0, 1, 0).apply(crop, new SplittableRandom(3));
    for (int i = 0; i < SIZE * SIZE; i++) {
      assertEquals(
          i % SIZE < SIZE / 2, crop.samples()[3 * i + 1] > crop.samples()[3 * i + 2], "pixel " + i);
    }
  }

  @Test
  void equalSeedsGiveEqualCrops() {
    TrainingCrop first = crop();
    TrainingCrop second = crop();
    ArteryVeinConfusion.defaults().apply(first, new SplittableRandom(7));
    ArteryVeinConfusion.defaults().apply(second, new SplittableRandom(7));
    assertArrayEquals(first.samples(), second.samples());
    TrainingCrop third = crop();
    ArteryVeinConfusion.defaults().apply(third, new SplittableRandom(8));
    assertTrue(!Arrays.equals(first.samples(), third.samples()));
  }

  @Test
  void rejectsValuesOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> new ArteryVeinConfusion(Double.NaN, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new ArteryVeinConfusion(1.1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new ArteryVeinConfusion(0.5, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new ArteryVeinConfusion(0.5, 1, -0.1));
    assertThrows(IllegalArgumentException.class, () -> new ArteryVeinConfusion(0.5, 1, Double.NaN));
  }

  @Test
  void undecidedCropsHaveEqualArteryAndVeinProbabilities() {
    TrainingCrop crop = crop();
    new ArteryVeinConfusion(0, 1, 1).apply(crop, new SplittableRandom(3));
    for (int i = 0; i < SIZE * SIZE; i++) {
      assertEquals(crop.samples()[3 * i + 1], crop.samples()[3 * i + 2], "pixel " + i);
      assertTrue(crop.samples()[3 * i] > 0.5, "vessel at " + i);
    }
  }
}
