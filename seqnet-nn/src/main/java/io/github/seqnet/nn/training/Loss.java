// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.io.Serializable;
import java.util.List;

/**
 * A training loss over a model's probability maps. Works for every model, regardless of its layers:
 * the {@link io.github.seqnet.nn.ModelSpecification} defines which outputs and channels are the
 * vessel, artery and vein maps.
 *
 * <p>A training step computes the loss of each micro-batch on its own and averages the values.
 * Implementations are immutable, deterministic and thread-safe: several threads evaluate
 * micro-batches at a time. A record is the usual form:
 *
 * <pre>{@code
 * record SquaredError() implements Loss {
 *   public Descriptor descriptor() {
 *     return Descriptor.of("squared-error");
 *   }
 *
 *   public double evaluate(LossInput input, LossGradients gradients) {
 *     double sum = 0;
 *     for (Loss.Target map : input.maps()) {
 *       float[] p = input.probabilities(map);
 *       float[] t = input.groundTruth(map);
 *       float[] w = input.weights(map);
 *       float[] g = gradients.of(map);
 *       for (int i = 0; i < p.length; i++) {
 *         sum += w[i] * (p[i] - t[i]) * (p[i] - t[i]) / p.length;
 *         g[i] += 2 * w[i] * (p[i] - t[i]) / p.length;
 *       }
 *     }
 *     return sum;
 *   }
 * }
 * }</pre>
 */
public interface Loss extends Serializable {
  /** The class that a map shows. */
  enum Target {
    /** All vessels. */
    VESSEL,
    /** Arteries, crossings included. */
    ARTERY,
    /** Veins, crossings included. */
    VEIN
  }

  /**
   * The id and parameters of this loss. Checkpoints store it: a training is resumed only with an
   * equal loss.
   */
  Descriptor descriptor();

  /**
   * Computes the loss of a micro-batch and its gradient with respect to the probabilities.
   *
   * @param input probabilities, logits, ground truth and weights, read only
   * @param gradients the derivative of the returned value by each probability is added to these
   *     arrays
   * @return the value of the loss, finite
   */
  double evaluate(LossInput input, LossGradients gradients);

  /**
   * A weighted sum of losses.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Loss sum(List<WeightedLoss> losses) {
    return new LossSum(losses);
  }
}
