// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.util.Map;

/**
 * clDice, the centerline Dice loss (Shit et al. 2021, doi:10.1109/CVPR46437.2021.01629): one minus
 * the harmonic mean of topology precision and topology sensitivity on soft skeletons, the mean over
 * the maps. It rewards connected vessels of any width; combine it with {@link DiceLoss} or
 * cross-entropy.
 *
 * <p>Cost: about {@code 30 * iterations} operations and {@code 16 * iterations} bytes per pixel.
 *
 * @param iterations of the soft skeletonization, 1..50; at least half the width of the widest
 *     vessel in px
 */
public record CenterlineDiceLoss(int iterations) implements Loss {
  private static final long serialVersionUID = 1L;

  /** Bounds the loss of crops without vessels, as in the paper. */
  private static final double SMOOTHING = 1;

  /**
   * @throws IllegalArgumentException if the iterations are not in 1..50
   */
  public CenterlineDiceLoss {
    if (iterations < 1 || iterations > 50) {
      throw new IllegalArgumentException("iterations must be in 1..50, got " + iterations);
    }
  }

  /** Ten iterations, for vessels up to 20 px wide. */
  public static CenterlineDiceLoss defaults() {
    return new CenterlineDiceLoss(10);
  }

  @Override
  public Descriptor descriptor() {
    return new Descriptor("cldice", Map.of("iterations", Integer.toString(iterations)));
  }

  @Override
  public double evaluate(LossInput input, LossGradients gradients) {
    double total = 0;
    int maps = input.maps().size();
    for (Target map : input.maps()) {
      float[] w = input.weights(map);
      float[] p = masked(input.probabilities(map), w);
      float[] t = masked(input.groundTruth(map), w);
      SoftSkeleton skeleton = new SoftSkeleton(p, input.height(), input.width(), iterations);
      float[] s = skeleton.values();
      float[] r = new SoftSkeleton(t, input.height(), input.width(), iterations).values();
      double hits = SMOOTHING;
      double length = SMOOTHING;
      double covered = SMOOTHING;
      double trueLength = SMOOTHING;
      for (int i = 0; i < p.length; i++) {
        hits += (double) s[i] * t[i];
        length += s[i];
        covered += (double) r[i] * p[i];
        trueLength += r[i];
      }
      double precision = hits / length;
      double sensitivity = covered / trueLength;
      double sum = precision + sensitivity;
      total += (1 - 2 * precision * sensitivity / sum) / maps;
      double byPrecision = -2 * sensitivity * sensitivity / (sum * sum) / maps;
      double bySensitivity = -2 * precision * precision / (sum * sum) / maps;
      float[] bySkeleton = new float[p.length];
      for (int i = 0; i < p.length; i++) {
        bySkeleton[i] = (float) (byPrecision * (t[i] - precision) / length);
      }
      float[] byMasked = skeleton.gradient(bySkeleton);
      float[] gradient = gradients.of(map);
      for (int i = 0; i < p.length; i++) {
        gradient[i] += (float) (w[i] * (byMasked[i] + bySensitivity * r[i] / trueLength));
      }
    }
    return total;
  }

  private static float[] masked(float[] values, float[] weights) {
    float[] masked = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      masked[i] = values[i] * weights[i];
    }
    return masked;
  }
}
