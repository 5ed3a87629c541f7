// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import io.github.seqnet.dataset.LabelPolicy;
import java.io.Serializable;
import java.util.Objects;

/**
 * Options of a {@link CropSampler}: the size of training crops, and the images and positions that
 * they are cut from. Immutable.
 *
 * @param size side of a square crop in pixels, 1..16384
 * @param imagesPerBatch number of images in a batch, 1..65536
 * @param cropsPerImage number of crops from each image of a batch, 1..65536; they share one
 *     augmentation
 * @param order the order of the images
 * @param minimumVesselFraction the fraction of a crop's pixels that vessels must cover, 0..1
 * @param attempts the number of random positions to try for that fraction, at least 1; if none
 *     reaches it, the position with the most vessel pixels is used
 * @param policy the training targets of crossings and unknown vessels
 * @param padding the weight of pixels that a geometric transform moves in from outside of the image
 */
public record CropOptions(
    int size,
    int imagesPerBatch,
    int cropsPerImage,
    ImageOrder order,
    double minimumVesselFraction,
    int attempts,
    LabelPolicy policy,
    Padding padding)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The order of the images of a data set. */
  public enum ImageOrder {
    /** The order of the list, repeated. */
    SEQUENTIAL,
    /** A new random order in each epoch. */
    SHUFFLED
  }

  /** How pixels outside of the image enter the loss. They are black in either case. */
  public enum Padding {
    /** They are labeled background. */
    BACKGROUND,
    /** They have weight 0. */
    IGNORE
  }

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public CropOptions {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(padding, "padding");
    checkAtLeastOne("size", size);
    checkAtLeastOne("imagesPerBatch", imagesPerBatch);
    checkAtLeastOne("cropsPerImage", cropsPerImage);
    checkAtLeastOne("attempts", attempts);
    if (!(minimumVesselFraction >= 0 && minimumVesselFraction <= 1)) {
      throw new IllegalArgumentException(
          "minimumVesselFraction must be in 0..1, got " + minimumVesselFraction);
    }
    long values = 3L * size * size * imagesPerBatch * cropsPerImage;
    if (size > 16_384
        || imagesPerBatch > 65_536
        || cropsPerImage > 65_536
        || values > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a batch of %d x %d crops of %d x %d pixels is larger than one Java array"
              .formatted(imagesPerBatch, cropsPerImage, size, size));
    }
  }

  private static void checkAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }

  /** The crops of the published training: batches of 24, 4 crops from each of 6 images. */
  public static CropOptions reference() {
    return new CropOptions(
        128, 6, 4, ImageOrder.SEQUENTIAL, 0, 1, LabelPolicy.ARTERY, Padding.BACKGROUND);
  }

  /**
   * Batches of 24 independent crops of 128 x 128 pixels with at least 4 % vessel pixels. Crossings,
   * unknown vessels and padding have weight 0.
   */
  public static CropOptions defaults() {
    return new CropOptions(
        128, 24, 1, ImageOrder.SHUFFLED, 0.04, 20, LabelPolicy.IGNORE, Padding.IGNORE);
  }

  /** The number of crops in a batch. */
  public int batchSize() {
    return imagesPerBatch * cropsPerImage;
  }

  /** Returns these options with another crop size, in pixels. */
  public CropOptions withSize(int pixels) {
    return new CropOptions(
        pixels,
        imagesPerBatch,
        cropsPerImage,
        order,
        minimumVesselFraction,
        attempts,
        policy,
        padding);
  }

  /** Returns these options with other numbers of images per batch and crops per image. */
  public CropOptions withBatch(int images, int crops) {
    return new CropOptions(
        size, images, crops, order, minimumVesselFraction, attempts, policy, padding);
  }

  /** Returns these options with another order of images. */
  public CropOptions withOrder(ImageOrder imageOrder) {
    return new CropOptions(
        size,
        imagesPerBatch,
        cropsPerImage,
        imageOrder,
        minimumVesselFraction,
        attempts,
        policy,
        padding);
  }

  /** Returns these options with another minimum vessel fraction and number of attempts. */
  public CropOptions withMinimumVesselFraction(double fraction, int mostAttempts) {
    return new CropOptions(
        size, imagesPerBatch, cropsPerImage, order, fraction, mostAttempts, policy, padding);
  }

  /** Returns these options with another label policy. */
  public CropOptions withPolicy(LabelPolicy labelPolicy) {
    return new CropOptions(
        size,
        imagesPerBatch,
        cropsPerImage,
        order,
        minimumVesselFraction,
        attempts,
        labelPolicy,
        padding);
  }

  /** Returns these options with another weight of pixels outside of the image. */
  public CropOptions withPadding(Padding weight) {
    return new CropOptions(
        size,
        imagesPerBatch,
        cropsPerImage,
        order,
        minimumVesselFraction,
        attempts,
        policy,
        weight);
  }
}
