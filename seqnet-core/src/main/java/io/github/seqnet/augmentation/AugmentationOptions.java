// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import java.io.Serializable;
import java.util.Objects;

/**
 * Options of random data augmentation. Transforms are applied to the image before it is cropped, in
 * the order below, each with its own probability and an amount drawn uniformly from {@code
 * -amount..amount}. Labels go through the same geometric transforms as the photograph. Pixels from
 * outside of the image are black and background. Immutable.
 *
 * @param brightness samples times {@code 1 + a}, clipped to 0..1; amount at most 1
 * @param contrast samples moved from or towards the mean gray of the image: {@code (1 + a) * v - a
 *     * mean}, clipped; amount at most 1
 * @param saturation samples moved from or towards the gray of the pixel: {@code (1 + a) * v - a *
 *     gray}, clipped; gray is 0.114 R + 0.587 G + 0.299 B, as in the published program; amount at
 *     most 1
 * @param rotation about the center of the image; amount in degrees, at most 180
 * @param shear amount in degrees, below 45
 * @param horizontalFlip the probability of exchanging left and right, 0..1
 * @param verticalFlip the probability of exchanging top and bottom, 0..1
 * @param shift along each axis; amount as a fraction of the side, at most 1
 * @param zoom factor {@code 1 + a}, drawn for each axis; amount below 1
 * @param scale factor {@code e^a} of both axes, as if the camera had another resolution or angle;
 *     amount at most 1.5
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

  /** The augmentation of the published training. */
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
   * Colors, flips, rotation and zoom. There is no shift, because crops are taken at random
   * positions, and no shear.
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

  /** No augmentation. */
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

  /** Returns these options with another change of brightness. */
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

  /** Returns these options with another change of contrast. */
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

  /** Returns these options with another change of saturation. */
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

  /** Returns these options with another rotation. */
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

  /** Returns these options with another shear. */
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

  /** Returns these options with other probabilities of a horizontal and a vertical flip. */
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

  /** Returns these options with another shift. */
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

  /** Returns these options with another zoom. */
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

  /** Returns these options with another change of scale. */
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
