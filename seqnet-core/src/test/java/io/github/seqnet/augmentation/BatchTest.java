// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchTest {
  /** Two crops of two pixels each side; the image counts up from {@code first}. */
  private static Batch batch(int channels, float first, float[] vessel) {
    float[] image = new float[8 * channels];
    for (int i = 0; i < image.length; i++) {
      image[i] = first + i;
    }
    float[] zeros = new float[8];
    return Batch.wrap(2, 2, image, vessel, zeros, zeros, zeros, zeros);
  }

  @Test
  void joinsTheChannelsOfEachPixel() {
    float[] vessel = {1, 0, 0, 1, 1, 1, 0, 0};
    Batch first = batch(1, 0, vessel);
    Batch second = batch(2, 100, vessel.clone());
    Batch joined = first.joined(second);
    assertEquals(3, joined.channels());
    assertArrayEquals(
        new float[] {
          0, 100, 101, 1, 102, 103, 2, 104, 105, 3, 106, 107, 4, 108, 109, 5, 110, 111, 6, 112, 113,
          7, 114, 115
        },
        joined.image());
    assertSame(vessel, joined.vessel());
  }

  @Test
  void joinsOnlyBatchesOfTheSameCrops() {
    Batch first = batch(3, 0, new float[8]);
    Batch otherTargets = batch(3, 0, new float[] {0, 0, 0, 0, 0, 0, 0, 1});
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> first.joined(otherTargets))
            .getMessage()
            .contains("seed"));
    float[] four = new float[4];
    Batch smaller = Batch.wrap(1, 2, new float[12], four, four, four, four, four);
    assertThrows(IllegalArgumentException.class, () -> first.joined(smaller));
  }

  @Test
  void aSamplerWithTheSameSeedCutsTheSameCropsWhateverItsTransforms() {
    TrainingImage image = TrainingImage.of(TestImages.noise("a", 40, 36, 5));
    AugmentationOptions geometry =
        AugmentationOptions.none().withFlips(0.5, 0.5).withRotation(new Jitter(1, 40));
    CropOptions crops = CropOptions.defaults().withSize(16).withBatch(2, 3);
    CropSampler plain = new CropSampler(List.of(image), crops, geometry, List.of(), 9);
    CropSampler changed =
        new CropSampler(
            List.of(image),
            crops,
            geometry,
            Stream.of(PhotometricTransform.Kind.GAMMA)
                .<CropTransform>map(PhotometricTransform::of)
                .toList(),
            9);
    for (int i = 0; i < 5; i++) {
      assertEquals(6, plain.batch(i).joined(changed.batch(i)).channels());
    }
  }

  @Test
  void rejectsImagesWithAPartOfAChannel() {
    float[] four = new float[4];
    for (int length : new int[] {0, 3, 13}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Batch.wrap(1, 2, new float[length], four, four, four, four, four));
    }
  }
}
