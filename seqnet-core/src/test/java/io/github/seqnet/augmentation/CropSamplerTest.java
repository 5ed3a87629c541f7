// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.augmentation.CropOptions.ImageOrder;
import io.github.seqnet.augmentation.CropOptions.Padding;
import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabelPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CropSamplerTest {
  private static final AugmentationOptions NONE = AugmentationOptions.none();

  private static CropOptions small() {
    return CropOptions.reference().withSize(16).withBatch(2, 3);
  }

  private static CropSampler sampler(CropOptions crops, AugmentationOptions changes) {
    return new CropSampler(
        List.of(TrainingImage.of(TestImages.ramp("ramp", 40, 48, 0.5f))), crops, changes, 7);
  }

  @Test
  void unchangedCropsArePartsOfTheImage() {
    Batch batch = sampler(small(), NONE).batch(3);
    assertEquals(6, batch.count());
    Set<Float> places = new HashSet<>();
    for (int n = 0; n < 6; n++) {
      float[] image = batch.image();
      int first = n * 256 * 3;
      int left = Math.round(image[first] * 256);
      int top = Math.round(image[first + 1] * 256);
      places.add(left + 1000f * top);
      for (int y = 0; y < 16; y++) {
        for (int x = 0; x < 16; x++) {
          int p = n * 256 + y * 16 + x;
          assertEquals((left + x) / 256f, image[3 * p]);
          assertEquals((top + y) / 256f, image[3 * p + 1]);
          assertEquals(0.5f, image[3 * p + 2]);
          int code = ((left + x) / 8 + (top + y) / 8) % 5;
          assertEquals(code == 0 ? 0 : 1, batch.vessel()[p]);
          // The reference counts crossing and unknown as artery.
          assertEquals(code == 0 || code == 2 ? 0 : 1, batch.artery()[p]);
          assertEquals(code == 2 ? 1 : 0, batch.vein()[p]);
          assertEquals(1, batch.weight()[p]);
          assertEquals(1, batch.arteryVeinWeight()[p]);
        }
      }
    }
    assertTrue(places.size() > 3, "crops must differ: " + places);
  }

  @Test
  void flipsExchangeSidesExactly() {
    Batch batch = sampler(small(), NONE.withFlips(1, 1)).batch(0);
    float[] image = batch.image();
    int left = Math.round(image[0] * 256);
    int top = Math.round(image[1] * 256);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        assertEquals((left - x) / 256f, image[3 * (y * 16 + x)]);
        assertEquals((top - y) / 256f, image[3 * (y * 16 + x) + 1]);
      }
    }
  }

  @Test
  void policiesDecideWhatUncertainVesselsTeach() {
    Batch both = sampler(small().withPolicy(LabelPolicy.BOTH), NONE).batch(0);
    Batch ignored = sampler(small().withPolicy(LabelPolicy.IGNORE), NONE).batch(0);
    Batch reference = sampler(small(), NONE).batch(0);
    assertArrayEquals(reference.vessel(), ignored.vessel());
    assertArrayEquals(reference.image(), ignored.image());
    int uncertain = 0;
    for (int p = 0; p < both.vessel().length; p++) {
      if (both.artery()[p] + both.vein()[p] == 2) {
        uncertain++;
        assertEquals(0, ignored.arteryVeinWeight()[p]);
        assertEquals(0, ignored.artery()[p] + ignored.vein()[p]);
        assertEquals(1, reference.artery()[p]);
        assertEquals(0, reference.vein()[p]);
      } else {
        assertEquals(1, ignored.arteryVeinWeight()[p]);
        assertEquals(reference.artery()[p], ignored.artery()[p]);
        assertEquals(reference.vein()[p], ignored.vein()[p]);
      }
      assertEquals(1, ignored.weight()[p]);
    }
    assertTrue(uncertain > 100, "uncertain pixels: " + uncertain);
  }

  @Test
  void vesselOnlyLabelsTeachNothingOfArteriesAndVeins() {
    float[] samples = new float[20 * 20 * 3];
    byte[] codes = new byte[400];
    Arrays.fill(codes, 100, 300, (byte) 4);
    TrainingImage image =
        TrainingImage.of(TestImages.labeled("v", 20, 20, samples, codes, LabelKind.VESSEL));
    Batch batch = new CropSampler(List.of(image), small(), NONE, 1).batch(0);
    float vessels = 0;
    for (int p = 0; p < batch.vessel().length; p++) {
      vessels += batch.vessel()[p];
      assertEquals(0, batch.artery()[p] + batch.vein()[p] + batch.arteryVeinWeight()[p]);
      assertEquals(1, batch.weight()[p]);
    }
    assertTrue(vessels > 0);
  }

  @Test
  void outsideIsBlackBackgroundOrWithoutWeight() {
    // Without a probability of staying, every image is shifted by up to its whole size.
    AugmentationOptions shifted = NONE.withShift(new Jitter(1, 1));
    Batch counted = sampler(small(), shifted).batch(0);
    Batch ignored = sampler(small().withPadding(Padding.IGNORE), shifted).batch(0);
    int outside = 0;
    for (int p = 0; p < counted.vessel().length; p++) {
      assertEquals(1, counted.weight()[p]);
      assertEquals(ignored.weight()[p], ignored.arteryVeinWeight()[p]);
      if (ignored.weight()[p] == 0) {
        outside++;
        assertEquals(0, counted.vessel()[p]);
        // Blue is 0.5 inside; beyond half a pixel outside at most half of it is left.
        assertTrue(counted.image()[3 * p + 2] <= 0.25f + 1e-6f);
      }
    }
    assertTrue(outside > 50, "pixels outside: " + outside);
    assertTrue(outside < counted.vessel().length, "pixels outside: " + outside);
  }

  @Test
  void placesAreDrawnAgainUntilThereAreVessels() {
    // One vessel of 8 x 8 pixels in a corner of an image that is 64 times as large.
    float[] samples = new float[64 * 64 * 3];
    byte[] codes = new byte[64 * 64];
    for (int y = 0; y < 8; y++) {
      Arrays.fill(codes, y * 64, y * 64 + 8, (byte) 1);
    }
    TrainingImage image =
        TrainingImage.of(TestImages.labeled("c", 64, 64, samples, codes, LabelKind.ARTERY_VEIN));
    CropOptions crops = CropOptions.reference().withSize(16).withBatch(1, 20);
    int without = cropsWithVessels(new CropSampler(List.of(image), crops, NONE, 3).batch(0));
    CropOptions asking = crops.withMinimumVesselFraction(0.004, 1000);
    int with = cropsWithVessels(new CropSampler(List.of(image), asking, NONE, 3).batch(0));
    assertEquals(20, with);
    assertTrue(without < 10, "crops with vessels without asking: " + without);
  }

  private static int cropsWithVessels(Batch batch) {
    int area = batch.size() * batch.size();
    int crops = 0;
    for (int n = 0; n < batch.count(); n++) {
      float vessels = 0;
      for (int p = 0; p < area; p++) {
        vessels += batch.vessel()[n * area + p];
      }
      crops += vessels >= 0.004 * area ? 1 : 0;
    }
    return crops;
  }

  @Test
  void sequentialReadingFollowsTheListAcrossBatches() {
    assertEquals(List.of(0, 1, 2, 0, 1, 2), imagesRead(ImageOrder.SEQUENTIAL, 3, 2));
  }

  @Test
  void shuffledReadingTakesEachImageOnceInEachRound() {
    List<Integer> read = imagesRead(ImageOrder.SHUFFLED, 11, 10);
    Set<List<Integer>> rounds = new HashSet<>();
    for (int round = 0; round < 10; round++) {
      List<Integer> order = read.subList(round * 11, round * 11 + 11);
      assertEquals(11, new HashSet<>(order).size());
      rounds.add(order);
    }
    assertEquals(10, rounds.size());
  }

  /** Which image each crop comes from, told by its blue. */
  private static List<Integer> imagesRead(ImageOrder order, int images, int rounds) {
    List<TrainingImage> list = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      list.add(TrainingImage.of(TestImages.ramp("image " + i, 20, 20, i / 16f)));
    }
    CropOptions crops = small().withBatch(2, 1).withOrder(order);
    CropSampler sampler = new CropSampler(list, crops, NONE, 5);
    List<Integer> read = new ArrayList<>();
    for (int b = 0; b < images * rounds / 2; b++) {
      Batch batch = sampler.batch(b);
      read.add(Math.round(batch.image()[2] * 16));
      read.add(Math.round(batch.image()[256 * 3 + 2] * 16));
    }
    return read;
  }

  @Test
  void cropsOfOneImageShareItsChange() {
    // Only the sign of the brightness tells: blue is the same for the three crops of each image.
    Batch batch = sampler(small(), NONE.withBrightness(new Jitter(1, 0.5))).batch(0);
    float[] image = batch.image();
    int step = 256 * 3;
    assertEquals(image[2], image[step + 2]);
    assertEquals(image[2], image[2 * step + 2]);
    assertEquals(image[3 * step + 2], image[4 * step + 2]);
    assertFalse(image[2] == image[3 * step + 2]);
  }

  @Test
  void seedsAndIndicesGiveDifferentBatches() {
    TrainingImage image = TrainingImage.of(TestImages.noise("n", 40, 40, 1));
    CropSampler one = new CropSampler(List.of(image), small(), NONE, 1);
    CropSampler same = new CropSampler(List.of(image), small(), NONE, 1);
    CropSampler other = new CropSampler(List.of(image), small(), NONE, 2);
    assertArrayEquals(one.batch(4).image(), same.batch(4).image());
    assertFalse(Arrays.equals(one.batch(4).image(), one.batch(5).image()));
    assertFalse(Arrays.equals(one.batch(4).image(), other.batch(4).image()));
  }

  @Test
  void refusesWhatCannotBeCut() {
    TrainingImage image = TrainingImage.of(TestImages.ramp("narrow", 10, 40, 0));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new CropSampler(List.of(image), small(), NONE, 1));
    assertEquals(
        "narrow: an image must be at least as large as a crop of 16 x 16 pixels, got 10 x 40",
        e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> new CropSampler(List.of(), small(), NONE, 1));
    assertThrows(IllegalArgumentException.class, () -> sampler(small(), NONE).batch(-1));
  }
}
