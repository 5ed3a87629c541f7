// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Checks that a loss behaves as {@link Loss} promises. Extend it for a loss of your own. */
public abstract class LossContract {
  private static final int COUNT = 2;
  private static final int HEIGHT = 5;
  private static final int WIDTH = 7;
  private static final int PIXELS = COUNT * HEIGHT * WIDTH;
  private static final float STEP = 1e-3f;

  /** The loss to check. */
  protected abstract Loss loss();

  /** Probabilities at least 3 steps apart, so that minima and maxima keep their place. */
  private static float[] probabilities(Random random) {
    float[] values = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      values[i] = 0.05f + 0.9f * i / PIXELS;
    }
    for (int i = PIXELS - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      float swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
    return values;
  }

  private static float[][] maps(long seed) {
    Random random = new Random(seed);
    return new float[][] {probabilities(random), probabilities(random), probabilities(random)};
  }

  private static float[][] groundTruth(long seed) {
    Random random = new Random(seed);
    float[][] groundTruth = new float[3][PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      int kind = random.nextInt(4);
      groundTruth[0][i] = kind > 0 ? 1 : 0;
      groundTruth[1][i] = kind == 1 || kind == 3 ? 1 : 0;
      groundTruth[2][i] = kind == 2 || kind == 3 ? 1 : 0;
    }
    return groundTruth;
  }

  private static float[] weights() {
    float[] weights = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      weights[i] = i % 6 == 0 ? 0 : 1;
    }
    return weights;
  }

  private static LossInput input(float[][] maps, float[][] groundTruth, float[] weights) {
    LossInput input = new LossInput(COUNT, HEIGHT, WIDTH);
    for (Loss.Target map : Loss.Target.values()) {
      input.with(map, maps[indexOf(map)], groundTruth[indexOf(map)], weights);
    }
    return input;
  }

  private static int indexOf(Loss.Target map) {
    return List.of(Loss.Target.values()).indexOf(map);
  }

  private double value(float[][] maps, float[][] groundTruth, float[] weights) {
    LossInput input = input(maps, groundTruth, weights);
    return loss().evaluate(input, LossGradients.zeros(input));
  }

  @Test
  void gradientIsThatOfTheValue() {
    float[][] maps = maps(1);
    float[][] groundTruth = groundTruth(2);
    LossInput input = input(maps, groundTruth, weights());
    LossGradients gradients = LossGradients.zeros(input);
    loss().evaluate(input, gradients);
    for (Loss.Target map : Loss.Target.values()) {
      float[] gradient = gradients.of(map);
      float[] probabilities = maps[indexOf(map)];
      for (int i = 0; i < PIXELS; i++) {
        float kept = probabilities[i];
        float above = kept + STEP;
        float below = kept - STEP;
        probabilities[i] = above;
        double higher = value(maps, groundTruth, weights());
        probabilities[i] = below;
        double lower = value(maps, groundTruth, weights());
        probabilities[i] = kept;
        double expected = (higher - lower) / (above - below);
        double tolerance = 1e-4 + 0.01 * Math.abs(expected);
        assertEquals(expected, gradient[i], tolerance, map + " at pixel " + i);
      }
    }
  }

  @Test
  void gradientsAreAdded() {
    LossInput input = input(maps(1), groundTruth(2), weights());
    LossGradients once = LossGradients.zeros(input);
    loss().evaluate(input, once);
    LossGradients twice = LossGradients.zeros(input);
    loss().evaluate(input, twice);
    loss().evaluate(input, twice);
    for (Loss.Target map : Loss.Target.values()) {
      for (int i = 0; i < PIXELS; i++) {
        assertEquals(2 * once.of(map)[i], twice.of(map)[i], 1e-6);
      }
    }
  }

  @Test
  void pixelsWithoutWeightDoNotCount() {
    float[] weights = weights();
    float[][] maps = maps(1);
    float[][] groundTruth = groundTruth(2);
    double value = value(maps, groundTruth, weights);
    for (int i = 0; i < PIXELS; i++) {
      if (weights[i] == 0) {
        maps[0][i] = 1 - maps[0][i];
        maps[1][i] = 1 - maps[1][i];
        groundTruth[2][i] = 1 - groundTruth[2][i];
      }
    }
    assertEquals(value, value(maps, groundTruth, weights), 1e-9);
  }

  @Test
  void degenerateInputGivesFiniteNumbers() {
    float[] zeros = new float[PIXELS];
    float[] ones = new float[PIXELS];
    Arrays.fill(ones, 1);
    for (float[] probabilities : new float[][] {zeros, ones}) {
      for (float[] groundTruth : new float[][] {zeros, ones}) {
        for (float[] weights : new float[][] {zeros, ones}) {
          LossInput input =
              input(
                  new float[][] {probabilities, probabilities, probabilities},
                  new float[][] {groundTruth, groundTruth, groundTruth},
                  weights);
          LossGradients gradients = LossGradients.zeros(input);
          assertTrue(Double.isFinite(loss().evaluate(input, gradients)));
          for (Loss.Target map : Loss.Target.values()) {
            for (float gradient : gradients.of(map)) {
              assertTrue(Float.isFinite(gradient));
            }
          }
        }
      }
    }
  }

  @Test
  void worksForAModelOfVesselsOnly() {
    LossInput input =
        new LossInput(COUNT, HEIGHT, WIDTH)
            .with(Loss.Target.VESSEL, maps(1)[0], groundTruth(2)[0], weights());
    assertTrue(Double.isFinite(loss().evaluate(input, LossGradients.zeros(input))));
  }

  @Test
  void inputIsNotChanged() {
    float[][] maps = maps(1);
    float[][] groundTruth = groundTruth(2);
    value(maps, groundTruth, weights());
    for (int m = 0; m < maps.length; m++) {
      assertArrayEquals(maps(1)[m], maps[m]);
      assertArrayEquals(groundTruth(2)[m], groundTruth[m]);
    }
  }

  @Test
  void descriptorAndSerializationKeepTheLoss() throws IOException, ClassNotFoundException {
    Descriptor descriptor = loss().descriptor();
    assertEquals(descriptor, Descriptor.parse(descriptor.toString()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(loss());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(descriptor, ((Loss) in.readObject()).descriptor());
    }
  }
}
