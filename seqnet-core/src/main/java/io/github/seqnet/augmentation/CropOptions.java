package io.github.seqnet.augmentation;

import io.github.seqnet.dataset.LabelPolicy;
import java.io.Serializable;
import java.util.Objects;

/**
 * How crops are taken and put together to batches.
 *
 * @param size side of a crop in pixels, at least 1
 * @param imagesPerBatch how many images are drawn for a batch, at least 1
 * @param cropsPerImage how many crops each of them gives, all with the same augmentation, at least
 *     1
 * @param order how images follow each other
 * @param minimumVesselFraction the part of a crop's pixels that vessels are to take up, 0..1
 * @param draws how often at most a place is drawn until a crop has that many vessels, at least 1;
 *     after that the place with the most vessels is taken
 * @param policy what crossings and unknown vessels teach
 * @param outside what lies outside of the image after a geometric change
 */
public record CropOptions(
    int size,
    int imagesPerBatch,
    int cropsPerImage,
    ImageOrder order,
    double minimumVesselFraction,
    int draws,
    LabelPolicy policy,
    Outside outside)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How images follow each other. */
  public enum ImageOrder {
    /** As they are listed, again and again. */
    SEQUENTIAL,
    /** Each once in a random order, then each once in another. */
    SHUFFLED
  }

  /** How much the part of a crop counts that lies outside of its image. */
  public enum Outside {
    /** It is background. */
    BACKGROUND,
    /** It has no weight. */
    IGNORE
  }

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public CropOptions {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(outside, "outside");
    checkAtLeastOne("size", size);
    checkAtLeastOne("imagesPerBatch", imagesPerBatch);
    checkAtLeastOne("cropsPerImage", cropsPerImage);
    checkAtLeastOne("draws", draws);
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
        128, 6, 4, ImageOrder.SEQUENTIAL, 0, 1, LabelPolicy.ARTERY, Outside.BACKGROUND);
  }

  /**
   * Batches of 24 independent crops of 128 x 128 pixels with at least 4 % vessel; what is not known
   * has no weight.
   */
  public static CropOptions defaults() {
    return new CropOptions(
        128, 24, 1, ImageOrder.SHUFFLED, 0.04, 20, LabelPolicy.IGNORE, Outside.IGNORE);
  }

  /** The number of crops in a batch. */
  public int batchSize() {
    return imagesPerBatch * cropsPerImage;
  }

  /** These options with another side of a crop. */
  public CropOptions withSize(int pixels) {
    return new CropOptions(
        pixels,
        imagesPerBatch,
        cropsPerImage,
        order,
        minimumVesselFraction,
        draws,
        policy,
        outside);
  }

  /** These options with another make-up of a batch. */
  public CropOptions withBatch(int images, int crops) {
    return new CropOptions(
        size, images, crops, order, minimumVesselFraction, draws, policy, outside);
  }

  /** These options with another order of images. */
  public CropOptions withOrder(ImageOrder imageOrder) {
    return new CropOptions(
        size,
        imagesPerBatch,
        cropsPerImage,
        imageOrder,
        minimumVesselFraction,
        draws,
        policy,
        outside);
  }

  /** These options with another demand for vessels. */
  public CropOptions withMinimumVesselFraction(double fraction, int mostDraws) {
    return new CropOptions(
        size, imagesPerBatch, cropsPerImage, order, fraction, mostDraws, policy, outside);
  }

  /** These options with another label policy. */
  public CropOptions withPolicy(LabelPolicy labelPolicy) {
    return new CropOptions(
        size,
        imagesPerBatch,
        cropsPerImage,
        order,
        minimumVesselFraction,
        draws,
        labelPolicy,
        outside);
  }

  /** These options with another weight of what lies outside of the image. */
  public CropOptions withOutside(Outside weight) {
    return new CropOptions(
        size, imagesPerBatch, cropsPerImage, order, minimumVesselFraction, draws, policy, weight);
  }
}
