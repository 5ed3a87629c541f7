package io.github.seqnet.augmentation;

import java.io.Serializable;
import java.util.Objects;

/**
 * Which random changes an image goes through before it is cropped, in this order. Each happens with
 * its own probability, independent of the others, and by an amount drawn evenly from minus to plus
 * its largest amount. The labels go through the same geometric changes as the photograph. What
 * comes from outside of the image is black and background.
 *
 * @param brightness samples times {@code 1 + a}, a within the amount, clipped to 0..1
 * @param contrast samples moved away from or towards the mean gray of the image: {@code (1 + a) * v
 *     - a * mean}, clipped
 * @param saturation samples moved away from or towards the gray of the pixel: {@code (1 + a) * v -
 *     a * gray}, clipped; gray is 0.114 R + 0.587 G + 0.299 B, the weights as the published program
 *     applies them
 * @param rotation about the center of the image, amount in degrees
 * @param shear amount in degrees
 * @param horizontalFlip probability of exchanging left and right
 * @param verticalFlip probability of exchanging top and bottom
 * @param shift along each axis, amount as a fraction of the side
 * @param zoom along each axis by {@code 1 + a}, drawn for each axis; amount below 1
 * @param scale both axes together by {@code e^a}, amount at most 1.5: as if the camera had another
 *     resolution or angle
 */
public record AugmentationOptions(
    Jitter brightness,
    Jitter contrast,
    Jitter saturation,
    Jitter rotation,
    Jitter shear,
    double horizontalFlip,
    double verticalFlip,
    Jitter shift,
    Jitter zoom,
    Jitter scale)
    implements Serializable {
  private static final long serialVersionUID = 2L;

  /**
   * @throws IllegalArgumentException if a probability is outside of 0..1, the amount of brightness,
   *     contrast, saturation or shift above 1, of rotation above 180, or of shear or zoom too large
   *     to be undone (45 degrees, 0.9)
   */
  public AugmentationOptions {
    checkAmount("brightness", brightness, 1);
    checkAmount("contrast", contrast, 1);
    checkAmount("saturation", saturation, 1);
    checkAmount("rotation", rotation, 180);
    checkAmount("shear", shear, 45);
    checkProbability("horizontalFlip", horizontalFlip);
    checkProbability("verticalFlip", verticalFlip);
    checkAmount("shift", shift, 1);
    checkAmount("zoom", zoom, 0.9);
    checkAmount("scale", scale, 1.5);
  }

  private static void checkAmount(String name, Jitter jitter, double largest) {
    Objects.requireNonNull(jitter, name);
    if (jitter.amount() > largest) {
      throw new IllegalArgumentException(
          "amount of " + name + " must be in 0.." + largest + ", got " + jitter.amount());
    }
  }

  private static void checkProbability(String name, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability of " + name + " must be in 0..1, got " + probability);
    }
  }

  /** The changes of the published training. */
  public static AugmentationOptions reference() {
    Jitter color = new Jitter(0.5, 0.2);
    return new AugmentationOptions(
        color,
        color,
        color,
        new Jitter(0.5, 180),
        new Jitter(0.05, 5),
        0.5,
        0.5,
        new Jitter(0.05, 0.1),
        new Jitter(0.05, 0.2),
        Jitter.NONE);
  }

  /**
   * Colors, flips, rotation and zoom: what changes the look of a crop. No shift, since crops are
   * taken anywhere, and no shear.
   */
  public static AugmentationOptions defaults() {
    Jitter color = new Jitter(0.5, 0.25);
    return new AugmentationOptions(
        color,
        color,
        color,
        new Jitter(0.5, 180),
        Jitter.NONE,
        0.5,
        0.5,
        Jitter.NONE,
        new Jitter(0.5, 0.2),
        Jitter.NONE);
  }

  /** No change at all. */
  public static AugmentationOptions none() {
    return new AugmentationOptions(
        Jitter.NONE,
        Jitter.NONE,
        Jitter.NONE,
        Jitter.NONE,
        Jitter.NONE,
        0,
        0,
        Jitter.NONE,
        Jitter.NONE,
        Jitter.NONE);
  }

  /** These options with other chances of brightness. */
  public AugmentationOptions withBrightness(Jitter jitter) {
    return new AugmentationOptions(
        jitter,
        contrast,
        saturation,
        rotation,
        shear,
        horizontalFlip,
        verticalFlip,
        shift,
        zoom,
        scale);
  }

  /** These options with other chances of contrast. */
  public AugmentationOptions withContrast(Jitter jitter) {
    return new AugmentationOptions(
        brightness,
        jitter,
        saturation,
        rotation,
        shear,
        horizontalFlip,
        verticalFlip,
        shift,
        zoom,
        scale);
  }

  /** These options with other chances of saturation. */
  public AugmentationOptions withSaturation(Jitter jitter) {
    return new AugmentationOptions(
        brightness,
        contrast,
        jitter,
        rotation,
        shear,
        horizontalFlip,
        verticalFlip,
        shift,
        zoom,
        scale);
  }

  /** These options with other chances of rotation. */
  public AugmentationOptions withRotation(Jitter jitter) {
    return new AugmentationOptions(
        brightness,
        contrast,
        saturation,
        jitter,
        shear,
        horizontalFlip,
        verticalFlip,
        shift,
        zoom,
        scale);
  }

  /** These options with other chances of shear. */
  public AugmentationOptions withShear(Jitter jitter) {
    return new AugmentationOptions(
        brightness,
        contrast,
        saturation,
        rotation,
        jitter,
        horizontalFlip,
        verticalFlip,
        shift,
        zoom,
        scale);
  }

  /** These options with other probabilities of a horizontal and of a vertical flip. */
  public AugmentationOptions withFlips(double horizontal, double vertical) {
    return new AugmentationOptions(
        brightness,
        contrast,
        saturation,
        rotation,
        shear,
        horizontal,
        vertical,
        shift,
        zoom,
        scale);
  }

  /** These options with other chances of shift. */
  public AugmentationOptions withShift(Jitter jitter) {
    return new AugmentationOptions(
        brightness,
        contrast,
        saturation,
        rotation,
        shear,
        horizontalFlip,
        verticalFlip,
        jitter,
        zoom,
        scale);
  }

  /** These options with other chances of zoom. */
  public AugmentationOptions withZoom(Jitter jitter) {
    return new AugmentationOptions(
        brightness,
        contrast,
        saturation,
        rotation,
        shear,
        horizontalFlip,
        verticalFlip,
        shift,
        jitter,
        scale);
  }

  /** These options with other chances of a change of scale. */
  public AugmentationOptions withScale(Jitter jitter) {
    return new AugmentationOptions(
        brightness,
        contrast,
        saturation,
        rotation,
        shear,
        horizontalFlip,
        verticalFlip,
        shift,
        zoom,
        jitter);
  }
}
