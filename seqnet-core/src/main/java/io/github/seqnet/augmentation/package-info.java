/**
 * Crops for training: random changes of an image and its labels together ({@link
 * io.github.seqnet.augmentation.AugmentationOptions}), crops of them put together to batches
 * ({@link io.github.seqnet.augmentation.CropSampler}), made ahead by several threads ({@link
 * io.github.seqnet.augmentation.BatchSource}). Start at {@code CropSampler}.
 */
@NullMarked
package io.github.seqnet.augmentation;

import org.jspecify.annotations.NullMarked;
