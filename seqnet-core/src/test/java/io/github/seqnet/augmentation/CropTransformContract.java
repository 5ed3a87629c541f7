// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.Descriptor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Checks that a crop transform behaves as {@link CropTransform} promises. */
public abstract class CropTransformContract {
  private static final int SIZE = 12;

  /** The transform to check. */
  protected abstract CropTransform transform();

  /** Whether the transform moves pixels. */
  protected abstract boolean isGeometric();

  /** A crop whose red channel shows the label of each pixel. */
  private static TrainingCrop crop() {
    float[] samples = new float[3 * SIZE * SIZE];
    byte[] labels = new byte[SIZE * SIZE];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i * 7 % 5);
      samples[3 * i] = labels[i] / 5f;
      samples[3 * i + 1] = (i % SIZE + 1f) / (SIZE + 1);
      samples[3 * i + 2] = 0.3f;
    }
    return TrainingCrop.wrap(SIZE, samples, labels);
  }

  @Test
  void labelsFollowTheImage() {
    for (int seed = 0; seed < 20; seed++) {
      TrainingCrop crop = crop();
      transform().apply(crop, new SplittableRandom(seed));
      for (int i = 0; i < SIZE * SIZE; i++) {
        if (!isGeometric()) {
          assertEquals(crop().label(i), crop.label(i));
        } else if (!crop.isOutside(i)) {
          assertEquals(crop.label(i).code() / 5f, crop.samples()[3 * i]);
        }
      }
    }
  }

  @Test
  void sameSeedGivesTheSameCrop() {
    TrainingCrop first = crop();
    TrainingCrop second = crop();
    transform().apply(first, new SplittableRandom(5));
    transform().apply(second, new SplittableRandom(5));
    assertArrayEquals(first.samples(), second.samples());
  }

  @Test
  void changesSomeCropAndKeepsNumbersFinite() {
    boolean changed = false;
    for (int seed = 0; seed < 20; seed++) {
      TrainingCrop crop = crop();
      transform().apply(crop, new SplittableRandom(seed));
      for (int i = 0; i < crop.samples().length; i++) {
        assertTrue(Float.isFinite(crop.samples()[i]));
        changed |= crop.samples()[i] != crop().samples()[i];
      }
    }
    assertTrue(changed);
  }

  @Test
  void descriptorHasATextForm() {
    Descriptor descriptor = transform().descriptor();
    assertEquals(descriptor, Descriptor.parse(descriptor.toString()));
  }
}
