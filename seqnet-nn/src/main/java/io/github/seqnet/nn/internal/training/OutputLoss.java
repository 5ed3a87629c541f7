// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import java.util.List;

/**
 * A loss that is computed in Java between the forward and the backward pass of a {@link
 * TrainingPlan}.
 */
public interface OutputLoss {
  /** The outputs that the loss reads, each once and at the size of the input. */
  List<String> outputs();

  /**
   * Computes the gradients.
   *
   * @param values the values of each output, {@code [batch, height, width, channels]}
   * @param logits for an output made by a sigmoid what the sigmoid is applied to, else the values
   * @param gradients written: the derivative of the loss by the values of each output
   */
  void compute(float[][] values, float[][] logits, float[][] gradients);
}
