// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.Descriptor;
import io.github.seqnet.nn.training.Loss;
import io.github.seqnet.nn.training.LossGradients;
import io.github.seqnet.nn.training.LossInput;

/**
 * Cross-entropy of the vessel map alone, the mean over the pixels that count.
 *
 * @param vesselWeight the weight of a vessel pixel in terms of a background pixel
 */
record VesselCrossEntropy(double vesselWeight) implements Loss {
  private static final long serialVersionUID = 1L;
  private static final double BOUND = 1e-6;

  @Override
  public Descriptor descriptor() {
    return Descriptor.of("vessel-cross-entropy-" + vesselWeight);
  }

  @Override
  public double evaluate(LossInput input, LossGradients gradients) {
    float[] p = input.probabilities(Target.VESSEL);
    float[] t = input.groundTruth(Target.VESSEL);
    float[] w = input.weights(Target.VESSEL);
    float[] gradient = gradients.of(Target.VESSEL);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += w[i] * (t[i] > 0.5f ? vesselWeight : 1);
    }
    double total = 0;
    for (int i = 0; i < p.length && sum > 0; i++) {
      double weight = w[i] * (t[i] > 0.5f ? vesselWeight : 1) / sum;
      double q = Math.max(BOUND, Math.min(1 - BOUND, p[i]));
      total -= weight * (t[i] * Math.log(q) + (1 - t[i]) * Math.log(1 - q));
      gradient[i] += (float) (weight * (q - t[i]) / (q * (1 - q)));
    }
    return total;
  }
}
