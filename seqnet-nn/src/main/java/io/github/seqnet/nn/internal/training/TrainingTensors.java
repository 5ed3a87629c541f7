// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.operation.Operations;
import io.github.seqnet.nn.internal.plan.Buffer;
import io.github.seqnet.nn.internal.plan.PlannedLayers;
import io.github.seqnet.nn.internal.plan.PlannedTensors;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The tensors of a network in training: which of them need gradients, and the buffers of these
 * gradients.
 */
final class TrainingTensors extends PlannedTensors {
  private final Set<Integer> withGradient = new HashSet<>();
  private final Buffer[] outputGradients;

  /**
   * @param wanted the numbers of the requested tensors
   * @param trained whether a parameter needs a gradient
   */
  TrainingTensors(
      Network network,
      int batch,
      int height,
      int width,
      Set<Integer> wanted,
      Predicate<Parameter> trained) {
    super(network, new PlannedLayers(network, wanted), batch, height, width);
    outputGradients = new Buffer[network.tensorCount()];
    layers.forEach(layer -> findGradient(layer, trained));
  }

  private void findGradient(Layer layer, Predicate<Parameter> trained) {
    boolean passes =
        !(layer instanceof Layer.StopGradient)
            && (readBy(layer).stream().anyMatch(this::hasGradient)
                || layer.parameters().stream().anyMatch(trained));
    if (passes) {
      withGradient.add(layer.output().id());
    }
  }

  /** Whether the gradient of the loss with respect to a tensor is needed. */
  boolean hasGradient(Tensor tensor) {
    return withGradient.contains(tensor.id());
  }

  /**
   * The buffer of the gradient of the loss with respect to a tensor, or null if there is none so
   * far.
   */
  Buffer gradient(Tensor tensor) {
    return outputGradients[tensor.id()];
  }

  /** Assigns a buffer to the gradient of the loss with respect to a tensor. */
  void putGradient(Tensor tensor, Buffer buffer) {
    outputGradients[tensor.id()] = buffer;
  }

  /**
   * Writes the first contribution to the gradient of x and adds later ones; drops contributions
   * that are not needed.
   */
  void contribute(Tensor x, Consumer<Buffer> writer) {
    Buffer known = gradient(x);
    Buffer to = new Buffer(length(x));
    writer.accept(to);
    if (!hasGradient(x)) {
      return;
    }
    if (known == null) {
      putGradient(x, to);
    } else {
      emit(() -> Operations.addInPlace(array(known, shape(x)), array(to, shape(x))), known, to);
    }
  }
}
