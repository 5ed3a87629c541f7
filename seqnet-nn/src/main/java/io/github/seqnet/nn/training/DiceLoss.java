// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.util.Map;

/**
 * Soft Dice loss (Milletari et al. 2016, doi:10.1109/3DV.2016.79), the mean over the maps of {@code
 * 1 - (2 sum(w p t) + s) / (sum(w p) + sum(w t) + s)}.
 *
 * @param smoothing s, which bounds the loss of crops without vessels, above 0
 */
public record DiceLoss(double smoothing) implements Loss {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if the smoothing is not above 0 and finite
   */
  public DiceLoss {
    if (!(smoothing > 0 && smoothing < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("smoothing must be above 0 and finite, got " + smoothing);
    }
  }

  /** A smoothing of 1. */
  public static DiceLoss defaults() {
    return new DiceLoss(1);
  }

  @Override
  public Descriptor descriptor() {
    return new Descriptor("dice", Map.of("smoothing", Double.toString(smoothing)));
  }

  @Override
  public double evaluate(LossInput input, LossGradients gradients) {
    double total = 0;
    int maps = input.maps().size();
    for (Target map : input.maps()) {
      float[] p = input.probabilities(map);
      float[] t = input.groundTruth(map);
      float[] w = input.weights(map);
      double both = 0;
      double sum = smoothing;
      for (int i = 0; i < p.length; i++) {
        both += (double) w[i] * p[i] * t[i];
        sum += (double) w[i] * (p[i] + t[i]);
      }
      double overlap = 2 * both + smoothing;
      total += (1 - overlap / sum) / maps;
      float[] gradient = gradients.of(map);
      for (int i = 0; i < p.length; i++) {
        gradient[i] += (float) (w[i] * (overlap / sum - 2 * t[i]) / sum / maps);
      }
    }
    return total;
  }
}
