// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

/** The layout of layers in a Keras file. */
public enum KerasLayout {
  /** A whole saved model: layers by name below {@code model_weights}. */
  FULL_MODEL("whole model, layers by name"),
  /** Weights only: layers by name at the root. */
  WEIGHTS_ONLY("weights only, layers by name"),
  /**
   * {@code .weights.h5} of Keras 3: layers by class and position, weights by number, below {@code
   * layers}.
   */
  POSITIONAL("weights only, layers by position");

  private final String description;

  KerasLayout(String description) {
    this.description = description;
  }

  /** A description for messages. */
  public String description() {
    return description;
  }
}
