// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

/**
 * A batch of training crops as arrays: image, targets and weights. Accessors return the batch's own
 * arrays, not copies. Not thread-safe.
 *
 * <p>Arrays are row-major {@code [count, size, size, channels]}, channels last: index {@code ((n *
 * size + y) * size + x) * channels + c}.
 */
public final class Batch {
  private final int count;
  private final int size;
  private final float[] image;
  private final float[] vessel;
  private final float[] artery;
  private final float[] vein;
  private final float[] weight;
  private final float[] arteryVeinWeight;

  private Batch(
      int count,
      int size,
      float[] image,
      float[] vessel,
      float[] artery,
      float[] vein,
      float[] weight,
      float[] arteryVeinWeight) {
    this.count = count;
    this.size = size;
    this.image = image;
    this.vessel = vessel;
    this.artery = artery;
    this.vein = vein;
    this.weight = weight;
    this.arteryVeinWeight = arteryVeinWeight;
  }

  /**
   * Creates a batch backed by the arrays, without copying them.
   *
   * @throws IllegalArgumentException if count or size is below 1 or an array has a wrong length
   */
  public static Batch wrap(
      int count,
      int size,
      float[] image,
      float[] vessel,
      float[] artery,
      float[] vein,
      float[] weight,
      float[] arteryVeinWeight) {
    if (count < 1 || size < 1) {
      throw new IllegalArgumentException(
          "a batch must hold at least one crop of one pixel, got " + count + " of side " + size);
    }
    long pixels = (long) count * size * size;
    checkLength("image", image, 3 * pixels);
    checkLength("vessel", vessel, pixels);
    checkLength("artery", artery, pixels);
    checkLength("vein", vein, pixels);
    checkLength("weight", weight, pixels);
    checkLength("arteryVeinWeight", arteryVeinWeight, pixels);
    return new Batch(count, size, image, vessel, artery, vein, weight, arteryVeinWeight);
  }

  private static void checkLength(String name, float[] values, long length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          name + " must have " + length + " values, got " + values.length);
    }
  }

  /** The number of crops. */
  public int count() {
    return count;
  }

  /** The side of a crop in pixels. */
  public int size() {
    return size;
  }

  /** Red, green and blue in 0..1, {@code [count, size, size, 3]}. */
  public float[] image() {
    return image;
  }

  /** The vessel target: 1 for vessels, else 0, {@code [count, size, size, 1]}. */
  public float[] vessel() {
    return vessel;
  }

  /** The artery target: 1 for arteries, else 0, {@code [count, size, size, 1]}. */
  public float[] artery() {
    return artery;
  }

  /** The vein target: 1 for veins, else 0, {@code [count, size, size, 1]}. */
  public float[] vein() {
    return vein;
  }

  /** The weight of {@link #vessel} in the loss, 0 or 1, {@code [count, size, size, 1]}. */
  public float[] weight() {
    return weight;
  }

  /**
   * The weight of {@link #artery} and {@link #vein} in the loss, 0 or 1, {@code [count, size, size,
   * 1]}; at most {@link #weight}.
   */
  public float[] arteryVeinWeight() {
    return arteryVeinWeight;
  }
}
