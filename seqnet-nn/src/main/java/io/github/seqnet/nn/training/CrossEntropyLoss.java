// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.util.Map;

/**
 * Weighted binary cross-entropy, the mean over the pixels that count, summed over the maps.
 *
 * <p>For the outputs of a SeqNet, {@link LossOptions#outputs()} computes the same loss natively;
 * this implementation works for the maps of every model.
 *
 * @param vesselWeight the weight of a vessel pixel relative to a background pixel, above 0
 */
public record CrossEntropyLoss(double vesselWeight) implements Loss {
  private static final long serialVersionUID = 1L;

  /** As Keras bounds probabilities before it takes logarithms. */
  private static final double BOUND = 1e-7;

  /**
   * @throws IllegalArgumentException if the weight is not above 0 and finite
   */
  public CrossEntropyLoss {
    if (!(vesselWeight > 0 && vesselWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "vesselWeight must be above 0 and finite, got " + vesselWeight);
    }
  }

  /** Vessel and background pixels weigh the same. */
  public static CrossEntropyLoss defaults() {
    return new CrossEntropyLoss(1);
  }

  @Override
  public Descriptor descriptor() {
    return new Descriptor("cross-entropy", Map.of("vesselWeight", Double.toString(vesselWeight)));
  }

  @Override
  public double evaluate(LossInput input, LossGradients gradients) {
    double total = 0;
    for (Target map : input.maps()) {
      float[] p = input.probabilities(map);
      float[] t = input.groundTruth(map);
      float[] w = input.weights(map);
      float[] vessel = input.groundTruth(Target.VESSEL);
      float[] gradient = gradients.of(map);
      double weights = 0;
      for (int i = 0; i < p.length; i++) {
        weights += w[i] * (vessel[i] > 0.5f ? vesselWeight : 1);
      }
      if (weights == 0) {
        continue;
      }
      for (int i = 0; i < p.length; i++) {
        double weight = w[i] * (vessel[i] > 0.5f ? vesselWeight : 1) / weights;
        double bounded = Math.max(BOUND, Math.min(1 - BOUND, p[i]));
        total -= weight * (t[i] * Math.log(bounded) + (1 - t[i]) * Math.log(1 - bounded));
        gradient[i] += (float) (weight * (bounded - t[i]) / (bounded * (1 - bounded)));
      }
    }
    return total;
  }
}
