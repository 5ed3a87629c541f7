// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.Descriptor;
import io.github.seqnet.nn.training.Loss;
import io.github.seqnet.nn.training.LossGradients;
import io.github.seqnet.nn.training.LossInput;
import java.util.List;

/**
 * Cross-entropy of the artery and vein maps, nearly on vessels alone: what is background shows in
 * the vessel map.
 *
 * @param background the weight of a background pixel in terms of a vessel pixel
 */
record OnVessels(double background) implements Loss {
  private static final long serialVersionUID = 1L;
  private static final double BOUND = 1e-6;

  @Override
  public Descriptor descriptor() {
    return Descriptor.of("on-vessels-" + background);
  }

  @Override
  public double evaluate(LossInput input, LossGradients gradients) {
    float[] vessel = input.groundTruth(Target.VESSEL);
    double total = 0;
    for (Target map : List.of(Target.ARTERY, Target.VEIN)) {
      float[] p = input.probabilities(map);
      float[] t = input.groundTruth(map);
      float[] w = input.weights(map);
      float[] gradient = gradients.of(map);
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        sum += w[i] * (vessel[i] > 0.5f ? 1 : background);
      }
      for (int i = 0; i < p.length && sum > 0; i++) {
        double weight = w[i] * (vessel[i] > 0.5f ? 1 : background) / sum;
        double q = Math.max(BOUND, Math.min(1 - BOUND, p[i]));
        total -= weight * (t[i] * Math.log(q) + (1 - t[i]) * Math.log(1 - q));
        gradient[i] += (float) (weight * (q - t[i]) / (q * (1 - q)));
      }
    }
    return total;
  }
}
