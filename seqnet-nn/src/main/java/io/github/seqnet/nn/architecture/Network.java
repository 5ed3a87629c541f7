// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.architecture;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An immutable description of a fully convolutional network: layers in an order in which they can
 * be computed, parameters in the order of their first use, outputs by name. Layers that name the
 * same parameters share them. Safe to share between threads.
 */
public final class Network implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Layer.Input input;
  private final List<Layer> layers;
  private final Map<String, Parameter> parameters;
  private final Map<String, Tensor> outputs;
  private final int tensorCount;
  private final int reduction;

  Network(
      Layer.Input input,
      List<Layer> layers,
      Map<String, Parameter> parameters,
      Map<String, Tensor> outputs,
      int tensorCount) {
    this.input = input;
    this.layers = List.copyOf(Objects.requireNonNull(layers, "layers"));
    this.parameters = new LinkedHashMap<>(parameters);
    this.outputs = new LinkedHashMap<>(outputs);
    this.tensorCount = tensorCount;
    this.reduction =
        layers.stream().mapToInt(layer -> layer.output().reduction()).max().orElseThrow();
  }

  /** The input layer, which is also the first of {@link #layers()}. */
  public Layer.Input input() {
    return input;
  }

  /** All layers in topological order. */
  public List<Layer> layers() {
    return layers;
  }

  /** All parameters by name, in the order of first use. */
  public Map<String, Parameter> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /**
   * Sees that names of parameters begin with each of some prefixes, which else would do nothing.
   *
   * @param what what the prefixes choose, for the message
   * @throws IllegalArgumentException if no parameter begins with one of them
   */
  public void requireParameters(String what, Collection<String> prefixes) {
    for (String prefix : prefixes) {
      if (parameters.keySet().stream().noneMatch(name -> name.startsWith(prefix))) {
        throw new IllegalArgumentException(what + ": no parameter begins with " + prefix);
      }
    }
  }

  /** The outputs by name, in the order in which they were declared. */
  public Map<String, Tensor> outputs() {
    return Collections.unmodifiableMap(outputs);
  }

  /**
   * One output.
   *
   * @throws IllegalArgumentException if there is none of that name; lists those there are
   */
  public Tensor output(String name) {
    Tensor tensor = outputs.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "no output named " + name + "; the network has " + outputs.keySet());
    }
    return tensor;
  }

  /** The number of tensors; their ids are below it. */
  public int tensorCount() {
    return tensorCount;
  }

  /** Height and width of the input must be multiples of this. */
  public int requiredMultiple() {
    return reduction;
  }

  /** The number of trainable values. */
  public long parameterCount() {
    return parameters.values().stream().mapToLong(Parameter::length).sum();
  }

  /** Whether another network has the same layers, parameters and outputs, in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Network that
        && layers.equals(that.layers)
        && List.copyOf(outputs.entrySet()).equals(List.copyOf(that.outputs.entrySet()));
  }

  @Override
  public int hashCode() {
    return 31 * layers.hashCode() + outputs.hashCode();
  }

  @Override
  public String toString() {
    return "Network["
        + layers.size()
        + " layers, "
        + parameterCount()
        + " parameters, outputs "
        + outputs.keySet()
        + "]";
  }
}
