// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The input of a {@link Loss}: the model's maps of a micro-batch and the ground truth, as plain
 * arrays. Every array is row-major {@code [count, height, width]}: the value of crop n at row y and
 * column x is at index {@code (n * height + y) * width + x}.
 *
 * <p>The arrays are not copied. A loss must not write to them. Not thread-safe.
 */
public final class LossInput {
  private static final float LOGIT_BOUND = 1e-7f;

  private final int count;
  private final int height;
  private final int width;
  private final Map<Loss.Target, Layers> maps = new EnumMap<>(Loss.Target.class);

  /** The arrays of one map. */
  private static final class Layers {
    private final float[] probabilities;
    private final float[] logits;
    private final float[] groundTruth;
    private final float[] weights;

    Layers(float[] probabilities, float[] logits, float[] groundTruth, float[] weights) {
      this.probabilities = probabilities;
      this.logits = logits;
      this.groundTruth = groundTruth;
      this.weights = weights;
    }
  }

  /**
   * An input without maps; {@link #with} adds them.
   *
   * @param count crops in the micro-batch
   * @param height rows of a crop
   * @param width columns of a crop
   * @throws IllegalArgumentException if a value is below 1
   */
  public LossInput(int count, int height, int width) {
    if (count < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "count, height and width must be at least 1, got %d, %d, %d"
              .formatted(count, height, width));
    }
    this.count = count;
    this.height = height;
    this.width = width;
  }

  /**
   * Adds a map; its logits are computed from its probabilities.
   *
   * @throws IllegalArgumentException if an array does not have a value for each pixel
   */
  public LossInput with(
      Loss.Target map, float[] probabilities, float[] groundTruth, float[] weights) {
    return with(map, probabilities, logitsOf(probabilities), groundTruth, weights);
  }

  /**
   * Adds a map with the logits that its probabilities are the sigmoid of.
   *
   * @throws IllegalArgumentException if an array does not have a value for each pixel
   */
  public LossInput with(
      Loss.Target map,
      float[] probabilities,
      float[] logits,
      float[] groundTruth,
      float[] weights) {
    requirePixels("probabilities", probabilities);
    requirePixels("logits", logits);
    requirePixels("groundTruth", groundTruth);
    requirePixels("weights", weights);
    maps.put(
        Objects.requireNonNull(map, "map"),
        new Layers(probabilities, logits, groundTruth, weights));
    return this;
  }

  private void requirePixels(String name, float[] values) {
    if (values.length != pixels()) {
      throw new IllegalArgumentException(
          name + " must have " + pixels() + " values, got " + values.length);
    }
  }

  static float[] logitsOf(float[] probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      double p = Math.max(LOGIT_BOUND, Math.min(1 - LOGIT_BOUND, probabilities[i]));
      logits[i] = (float) Math.log(p / (1 - p));
    }
    return logits;
  }

  /** The number of crops. */
  public int count() {
    return count;
  }

  /** The number of rows of a crop. */
  public int height() {
    return height;
  }

  /** The number of columns of a crop. */
  public int width() {
    return width;
  }

  /** The length of every array: {@code count * height * width}. */
  public int pixels() {
    return count * height * width;
  }

  /** The maps that the model predicts: vessels, or vessels, arteries and veins. */
  public List<Loss.Target> maps() {
    return new ArrayList<>(maps.keySet());
  }

  /** The model's probabilities in 0..1. */
  public float[] probabilities(Loss.Target map) {
    return layers(map).probabilities;
  }

  /** The logits of the probabilities; finite. */
  public float[] logits(Loss.Target map) {
    return layers(map).logits;
  }

  /** 1 where the annotation shows what the map is for, else 0. */
  public float[] groundTruth(Loss.Target map) {
    return layers(map).groundTruth;
  }

  /**
   * The weight of each pixel: 1, or 0 outside of the photograph and where the class of a vessel is
   * unknown.
   */
  public float[] weights(Loss.Target map) {
    return layers(map).weights;
  }

  private Layers layers(Loss.Target map) {
    Layers layers = maps.get(Objects.requireNonNull(map, "map"));
    if (layers == null) {
      throw new IllegalArgumentException(
          "the model has no map " + map + "; it has " + maps.keySet());
    }
    return layers;
  }
}
