// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.architecture;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A network without the batch normalizations that directly follow a convolution: with fixed
 * statistics, such a normalization is part of the convolution's kernel and bias. For inference.
 *
 * <p>A normalization is kept if another layer reads the convolution's output, or another layer
 * shares the convolution's weights.
 *
 * @param network the network without them; tensors and other parameters are the same
 * @param folds what was left out, to be multiplied into the weights
 */
public record FoldedNetwork(Network network, List<Fold> folds) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A convolution and the normalization that is part of it.
   *
   * @param convolution of any kind, with the normalization's output as its own
   * @param normalization no longer in the network
   */
  public record Fold(Layer convolution, Layer.BatchNormalization normalization)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Null components are rejected with their name. */
    public Fold {
      Objects.requireNonNull(convolution, "convolution");
      Objects.requireNonNull(normalization, "normalization");
    }
  }

  /** Copies the list. */
  public FoldedNetwork {
    Objects.requireNonNull(network, "network");
    folds = List.copyOf(Objects.requireNonNull(folds, "folds"));
  }

  /** Folds all normalizations of a network that can be. */
  public static FoldedNetwork of(Network network) {
    Map<Integer, Integer> readers = new HashMap<>();
    Map<String, Integer> uses = new HashMap<>();
    Map<Integer, Layer> makers = new HashMap<>();
    for (Layer layer : network.layers()) {
      layer.inputs().forEach(tensor -> readers.merge(tensor.id(), 1, Integer::sum));
      layer.parameters().forEach(parameter -> uses.merge(parameter.name(), 1, Integer::sum));
      makers.put(layer.output().id(), layer);
    }
    network.outputs().values().forEach(tensor -> readers.merge(tensor.id(), 1, Integer::sum));
    Map<Layer, Layer> replaced = new HashMap<>();
    List<Fold> folds = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.BatchNormalization normalization) {
        Layer maker = Objects.requireNonNull(makers.get(normalization.input().id()));
        Layer folded = withOutput(maker, normalization.output());
        if (folded != null
            && readers.getOrDefault(normalization.input().id(), 0) == 1
            && maker.parameters().stream().allMatch(p -> uses.getOrDefault(p.name(), 0) == 1)) {
          replaced.put(maker, folded);
          folds.add(new Fold(folded, normalization));
        }
      }
    }
    if (folds.isEmpty()) {
      return new FoldedNetwork(network, folds);
    }
    List<Layer> layers = new ArrayList<>();
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      if (folds.stream().noneMatch(fold -> fold.normalization() == layer)) {
        layers.add(replaced.getOrDefault(layer, layer));
        layer.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
      }
    }
    return new FoldedNetwork(
        new Network(network.input(), layers, parameters, network.outputs(), network.tensorCount()),
        folds);
  }

  /** A convolution with another output; null for other layers. */
  private static @Nullable Layer withOutput(Layer layer, Tensor output) {
    if (layer instanceof Layer.Convolution c) {
      return new Layer.Convolution(c.input(), output, c.kernel(), c.bias());
    } else if (layer instanceof Layer.StridedConvolution c) {
      return new Layer.StridedConvolution(
          c.input(), output, c.kernel(), c.bias(), c.stride(), c.dilation());
    } else if (layer instanceof Layer.DepthwiseConvolution c) {
      return new Layer.DepthwiseConvolution(
          c.input(), output, c.kernel(), c.bias(), c.stride(), c.dilation());
    } else if (layer instanceof Layer.UpConvolution up) {
      return new Layer.UpConvolution(up.input(), output, up.kernel(), up.bias());
    }
    return null;
  }
}
