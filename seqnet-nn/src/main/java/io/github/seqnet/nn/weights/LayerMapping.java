// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.architecture.Parameter;
import java.io.Serializable;
import java.util.Objects;

/**
 * Which layer of a Keras file gave which parameters of a network.
 *
 * @param layer the layer's name in the file, such as {@code conv2d_17}
 * @param kernel the parameter that its kernel became; shapes are the same in both
 * @param bias the parameter that its bias became
 */
public record LayerMapping(String layer, Parameter kernel, Parameter bias) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Null components are rejected with their name. */
  public LayerMapping {
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(bias, "bias");
  }

  /** One line, such as {@code conv2d_1 -> segmentation.e1.conv1.kernel [3, 3, 3, 8], ...}. */
  @Override
  public String toString() {
    return layer
        + " -> "
        + kernel.name()
        + " "
        + kernel.shape()
        + ", "
        + bias.name()
        + " "
        + bias.shape();
  }
}
