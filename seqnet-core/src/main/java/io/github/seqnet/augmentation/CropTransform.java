// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import io.github.seqnet.Descriptor;
import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * A random transform of training crops, photometric (changes colors) or geometric (moves pixels). A
 * {@link CropSampler} applies a list of transforms to each crop, in order, after the {@link
 * AugmentationOptions}.
 *
 * <p>A photometric transform writes to {@link TrainingCrop#samples()}. A geometric one calls {@link
 * TrainingCrop#rearrange}, which moves samples and labels together.
 *
 * <pre>{@code
 * record Transpose() implements CropTransform {
 *   public Descriptor descriptor() {
 *     return Descriptor.of("transpose");
 *   }
 *
 *   public void apply(TrainingCrop crop, SplittableRandom random) {
 *     if (random.nextBoolean()) {
 *       int size = crop.size();
 *       crop.rearrange(pixel -> pixel % size * size + pixel / size);
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Implementations are immutable and thread-safe. They use no other source of randomness than the
 * given one, so that a training can be resumed bit for bit.
 */
public interface CropTransform extends Serializable {
  /**
   * The id and parameters of this transform. A training is resumed only with equal transforms in
   * the same order.
   */
  Descriptor descriptor();

  /**
   * Transforms a crop.
   *
   * @param crop read and written
   * @param random seeded for this crop; every crop of a training has its own seed
   */
  void apply(TrainingCrop crop, SplittableRandom random);
}
