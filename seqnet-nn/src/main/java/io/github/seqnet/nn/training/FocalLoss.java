// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Focal loss (Lin et al. 2017, doi:10.1109/ICCV.2017.324): cross-entropy in which a pixel with
 * probability q of its true class weighs {@code (1 - q)^gamma}. The mean over the pixels that
 * count, summed over the maps.
 *
 * @param gamma at least 0; 0 is cross-entropy
 * @param alpha the weight of vessel pixels, background pixels weigh {@code 1 - alpha}; above 0,
 *     below 1
 */
public record FocalLoss(double gamma, double alpha) implements Loss {
  private static final long serialVersionUID = 1L;
  private static final double BOUND = 1e-6;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public FocalLoss {
    if (!(gamma >= 0 && gamma <= 100)) {
      throw new IllegalArgumentException("gamma must be in 0..100, got " + gamma);
    }
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be above 0 and below 1, got " + alpha);
    }
  }

  /** A gamma of 2, both classes weighing the same. */
  public static FocalLoss defaults() {
    return new FocalLoss(2, 0.5);
  }

  @Override
  public Descriptor descriptor() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("gamma", Double.toString(gamma));
    parameters.put("alpha", Double.toString(alpha));
    return new Descriptor("focal", parameters);
  }

  @Override
  public double evaluate(LossInput input, LossGradients gradients) {
    double total = 0;
    for (Target map : input.maps()) {
      float[] p = input.probabilities(map);
      float[] t = input.groundTruth(map);
      float[] w = input.weights(map);
      float[] gradient = gradients.of(map);
      double weights = 0;
      for (float weight : w) {
        weights += weight;
      }
      if (weights == 0) {
        continue;
      }
      for (int i = 0; i < p.length; i++) {
        boolean vessel = t[i] > 0.5f;
        double q = Math.max(BOUND, Math.min(1 - BOUND, vessel ? p[i] : 1 - p[i]));
        double weight = w[i] * (vessel ? alpha : 1 - alpha) / weights;
        double modulation = Math.pow(1 - q, gamma);
        total -= weight * modulation * Math.log(q);
        double byQ = weight * (gamma * Math.pow(1 - q, gamma - 1) * Math.log(q) - modulation / q);
        gradient[i] += (float) (vessel ? byQ : -byQ);
      }
    }
    return total;
  }
}
