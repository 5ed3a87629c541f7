// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.internal.operation.Operations;
import io.github.seqnet.nn.internal.plan.Buffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The destinations of parameter gradients. The first operation writes a gradient, and the others
 * add to it, as for shared parameters.
 */
final class ParameterGradients {
  /**
   * A gradient or a part of one.
   *
   * @param add whether there is something already, to be added to
   */
  record Sink(Supplier<INDArray> array, boolean add) {}

  private final TrainingTensors tensors;
  private final ParameterBlock gradients;
  private final Predicate<Parameter> trained;
  private final Set<String> begun = new HashSet<>();

  /**
   * @param trained whether a parameter needs a gradient
   */
  ParameterGradients(
      TrainingTensors tensors, ParameterBlock gradients, Predicate<Parameter> trained) {
    this.tensors = tensors;
    this.gradients = gradients;
    this.trained = trained;
  }

  /** The memory of all gradients. */
  ParameterBlock block() {
    return gradients;
  }

  boolean isTrained(Parameter parameter) {
    return trained.test(parameter);
  }

  /** The gradient of a bias; nothing if it is not trained. */
  Optional<Sink> bias(Parameter bias) {
    return part(bias, "", () -> gradients.view(bias, 0, 1, bias.length()));
  }

  /**
   * A part of the gradient of a parameter; nothing if it is not trained.
   *
   * @param name tells the part from others of the same parameter
   */
  Optional<Sink> part(Parameter parameter, String name, Supplier<INDArray> array) {
    if (!isTrained(parameter)) {
      return Optional.empty();
    }
    return Optional.of(new Sink(array, !begun.add(parameter.name() + name)));
  }

  /**
   * The target of an operation that cannot accumulate: its own buffer (null) for the first
   * contribution, otherwise a buffer from which {@link #addFrom} adds it.
   */
  @Nullable Buffer bufferOf(Parameter parameter) {
    if (isTrained(parameter) && begun.add(parameter.name())) {
      return null;
    }
    return new Buffer(parameter.length());
  }

  /** The array that an operation writes to for {@link #bufferOf}. */
  INDArray array(Parameter parameter, @Nullable Buffer buffer) {
    INDArray own = gradients.view(parameter);
    return buffer == null ? own : tensors.array(buffer, own.shape());
  }

  /**
   * Adds what has been written for {@link #bufferOf}, unless it is in its own buffer or unwanted.
   */
  void addFrom(@Nullable Buffer buffer, Parameter parameter) {
    if (buffer != null && isTrained(parameter)) {
      tensors.emit(
          () -> Operations.addInPlace(gradients.view(parameter), array(parameter, buffer)), buffer);
    }
  }
}
