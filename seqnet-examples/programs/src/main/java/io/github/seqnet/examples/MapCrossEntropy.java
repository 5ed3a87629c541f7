// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.Descriptor;
import io.github.seqnet.nn.training.Loss;
import io.github.seqnet.nn.training.LossGradients;
import io.github.seqnet.nn.training.LossInput;
import java.util.List;

/**
 * Cross-entropy of some of the maps, for each the mean over the pixels that count.
 *
 * @param name in the options of a training
 * @param maps whose cross-entropies are added
 * @param vessel the weight of a vessel pixel
 * @param background the weight of a background pixel
 */
record MapCrossEntropy(String name, List<Loss.Target> maps, double vessel, double background)
    implements Loss {
  private static final long serialVersionUID = 1L;
  private static final double BOUND = 1e-6;

  /**
   * The cross-entropy of the vessel map alone.
   *
   * @param vesselWeight the weight of a vessel pixel in terms of a background pixel
   */
  static MapCrossEntropy ofVessels(double vesselWeight) {
    return new MapCrossEntropy(
        "vessel-cross-entropy-" + vesselWeight, List.of(Target.VESSEL), vesselWeight, 1);
  }

  /**
   * The cross-entropy of the artery and vein maps, nearly on vessels alone: what is background
   * shows in the vessel map.
   *
   * @param background the weight of a background pixel in terms of a vessel pixel
   */
  static MapCrossEntropy onVessels(double background) {
    return new MapCrossEntropy(
        "on-vessels-" + background, List.of(Target.ARTERY, Target.VEIN), 1, background);
  }

  @Override
  public Descriptor descriptor() {
    return Descriptor.of(name);
  }

  @Override
  public double evaluate(LossInput input, LossGradients gradients) {
    float[] vessels = input.groundTruth(Target.VESSEL);
    double total = 0;
    for (Target map : maps) {
      float[] p = input.probabilities(map);
      float[] t = input.groundTruth(map);
      float[] w = input.weights(map);
      float[] gradient = gradients.of(map);
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        sum += w[i] * (vessels[i] > 0.5f ? vessel : background);
      }
      for (int i = 0; i < p.length && sum > 0; i++) {
        double weight = w[i] * (vessels[i] > 0.5f ? vessel : background) / sum;
        double q = Math.max(BOUND, Math.min(1 - BOUND, p[i]));
        total -= weight * (t[i] * Math.log(q) + (1 - t[i]) * Math.log(1 - q));
        gradient[i] += (float) (weight * (q - t[i]) / (q * (1 - q)));
      }
    }
    return total;
  }
}
