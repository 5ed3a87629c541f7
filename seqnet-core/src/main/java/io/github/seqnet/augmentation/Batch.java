// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import java.util.Arrays;
import java.util.Objects;

/**
 * A batch of training crops as arrays: image, targets and weights. The image has three channels, or
 * more for networks that see more than a photograph, see {@link #joined}. Accessors return the
 * batch's own arrays, not copies. Not thread-safe.
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
   * @param image {@code [count, size, size, channels]}, at least one channel
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
    if (image.length == 0 || image.length % pixels != 0) {
      throw new IllegalArgumentException(
          "image must have a multiple of " + pixels + " values, got " + image.length);
    }
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

  /**
   * Returns a batch with the channels of both images, those of this batch first. Targets and
   * weights are the arrays of this batch.
   *
   * @param other of the same crops, for example from a sampler with the same seed and the same
   *     augmentation, whose images have the same names, sizes and labels
   * @throws IllegalArgumentException if the other batch has another number or size of crops, or
   *     other vessels, arteries or veins
   */
  public Batch joined(Batch other) {
    Objects.requireNonNull(other, "other");
    if (count != other.count || size != other.size) {
      throw new IllegalArgumentException(
          "batches must have the same crops to be joined, got %d of side %d and %d of side %d"
              .formatted(count, size, other.count, other.size));
    }
    if (!Arrays.equals(vessel, other.vessel)
        || !Arrays.equals(artery, other.artery)
        || !Arrays.equals(vein, other.vein)) {
      throw new IllegalArgumentException(
          "batches must have the same targets to be joined; give both samplers the same seed,"
              + " augmentation and labels");
    }
    int first = channels();
    int second = other.channels();
    float[] all = new float[image.length + other.image.length];
    for (int i = 0; i < vessel.length; i++) {
      System.arraycopy(image, i * first, all, i * (first + second), first);
      System.arraycopy(other.image, i * second, all, i * (first + second) + first, second);
    }
    return new Batch(count, size, all, vessel, artery, vein, weight, arteryVeinWeight);
  }

  /** The number of channels of {@link #image}. */
  public int channels() {
    return image.length / vessel.length;
  }

  /**
   * Red, green and blue in 0..1, or other channels, {@code [count, size, size,} {@link
   * #channels}{@code ]}.
   */
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
