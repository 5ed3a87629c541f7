// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;

/**
 * Artery/vein contrast: the cross-entropy of the difference of the artery and vein logits against
 * "is an artery", over the pixels that are either artery or vein. The background cannot dominate
 * it. 0 for models without artery and vein maps.
 *
 * <p>For the outputs of a SeqNet, {@link LossOptions#contrasts()} computes the same loss natively.
 */
public record ContrastLoss() implements Loss {
  private static final long serialVersionUID = 1L;
  private static final double BOUND = 1e-7;

  @Override
  public Descriptor descriptor() {
    return Descriptor.of("artery-vein-contrast");
  }

  @Override
  public double evaluate(LossInput input, LossGradients gradients) {
    if (!input.maps().contains(Target.ARTERY) || !input.maps().contains(Target.VEIN)) {
      return 0;
    }
    float[] artery = input.groundTruth(Target.ARTERY);
    float[] vein = input.groundTruth(Target.VEIN);
    float[] weights = input.weights(Target.ARTERY);
    double sum = 0;
    for (int i = 0; i < artery.length; i++) {
      sum += artery[i] > 0.5f != vein[i] > 0.5f ? weights[i] : 0;
    }
    if (sum == 0) {
      return 0;
    }
    double total = 0;
    for (int i = 0; i < artery.length; i++) {
      if (artery[i] > 0.5f != vein[i] > 0.5f && weights[i] > 0) {
        double a = bounded(input.probabilities(Target.ARTERY)[i]);
        double v = bounded(input.probabilities(Target.VEIN)[i]);
        double difference = Math.log(a / (1 - a)) - Math.log(v / (1 - v));
        double probability = 1 / (1 + Math.exp(-difference));
        double weight = weights[i] / sum;
        double likely = artery[i] > 0.5f ? probability : 1 - probability;
        total -= weight * Math.log(Math.max(BOUND, likely));
        double error = weight * (probability - artery[i]);
        gradients.of(Target.ARTERY)[i] += (float) (error / (a * (1 - a)));
        gradients.of(Target.VEIN)[i] -= (float) (error / (v * (1 - v)));
      }
    }
    return total;
  }

  private static double bounded(double probability) {
    return Math.max(BOUND, Math.min(1 - BOUND, probability));
  }
}
