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
    Chance brightness,
    Chance contrast,
    Chance saturation,
    Chance rotation,
    Chance shear,
    double horizontalFlip,
    double verticalFlip,
    Chance shift,
    Chance zoom,
    Chance scale)
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

  private static void checkAmount(String name, Chance chance, double largest) {
    Objects.requireNonNull(chance, name);
    if (chance.amount() > largest) {
      throw new IllegalArgumentException(
          "amount of " + name + " must be in 0.." + largest + ", got " + chance.amount());
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
    Chance color = new Chance(0.5, 0.2);
    return new AugmentationOptions(
        color,
        color,
        color,
        new Chance(0.5, 180),
        new Chance(0.05, 5),
        0.5,
        0.5,
        new Chance(0.05, 0.1),
        new Chance(0.05, 0.2),
        Chance.NEVER);
  }

  /**
   * Colors, flips, rotation and zoom: what changes the look of a crop. No shift, since crops are
   * taken anywhere, and no shear.
   */
  public static AugmentationOptions defaults() {
    Chance color = new Chance(0.5, 0.25);
    return new AugmentationOptions(
        color,
        color,
        color,
        new Chance(0.5, 180),
        Chance.NEVER,
        0.5,
        0.5,
        Chance.NEVER,
        new Chance(0.5, 0.2),
        Chance.NEVER);
  }

  /** No change at all. */
  public static AugmentationOptions none() {
    return new AugmentationOptions(
        Chance.NEVER,
        Chance.NEVER,
        Chance.NEVER,
        Chance.NEVER,
        Chance.NEVER,
        0,
        0,
        Chance.NEVER,
        Chance.NEVER,
        Chance.NEVER);
  }

  /** These options with other chances of brightness. */
  public AugmentationOptions withBrightness(Chance chance) {
    return new AugmentationOptions(
        chance,
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
  public AugmentationOptions withContrast(Chance chance) {
    return new AugmentationOptions(
        brightness,
        chance,
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
  public AugmentationOptions withSaturation(Chance chance) {
    return new AugmentationOptions(
        brightness,
        contrast,
        chance,
        rotation,
        shear,
        horizontalFlip,
        verticalFlip,
        shift,
        zoom,
        scale);
  }

  /** These options with other chances of rotation. */
  public AugmentationOptions withRotation(Chance chance) {
    return new AugmentationOptions(
        brightness,
        contrast,
        saturation,
        chance,
        shear,
        horizontalFlip,
        verticalFlip,
        shift,
        zoom,
        scale);
  }

  /** These options with other chances of shear. */
  public AugmentationOptions withShear(Chance chance) {
    return new AugmentationOptions(
        brightness,
        contrast,
        saturation,
        rotation,
        chance,
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
  public AugmentationOptions withShift(Chance chance) {
    return new AugmentationOptions(
        brightness,
        contrast,
        saturation,
        rotation,
        shear,
        horizontalFlip,
        verticalFlip,
        chance,
        zoom,
        scale);
  }

  /** These options with other chances of zoom. */
  public AugmentationOptions withZoom(Chance chance) {
    return new AugmentationOptions(
        brightness,
        contrast,
        saturation,
        rotation,
        shear,
        horizontalFlip,
        verticalFlip,
        shift,
        chance,
        scale);
  }

  /** These options with other chances of a change of scale. */
  public AugmentationOptions withScale(Chance chance) {
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
        chance);
  }
}
