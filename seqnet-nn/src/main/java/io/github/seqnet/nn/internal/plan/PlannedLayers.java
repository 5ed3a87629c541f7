// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The layers that some tensors of a network depend on, in order, and what their operations read.
 * Concatenations that only 1 x 1 convolutions read are left out: those add up the products of the
 * parts.
 */
public final class PlannedLayers {
  private final List<Layer> layers = new ArrayList<>();
  private final Set<Integer> wanted;
  private final int tensorCount;
  // Concatenations that are never made, by their output.
  private final Map<Integer, Layer.Concatenation> dissolved = new HashMap<>();
  // Convolutions that are one with an up-convolution, by their output.
  private final Map<Integer, ComposedUpConvolution> composed = new HashMap<>();

  /**
   * @param wanted the numbers of the requested tensors
   */
  public PlannedLayers(Network network, Set<Integer> wanted) {
    this.wanted = wanted;
    tensorCount = network.tensorCount();
    select(network.layers());
    dissolve();
  }

  private void select(List<Layer> all) {
    Set<Integer> needed = new HashSet<>(wanted);
    boolean[] selected = new boolean[all.size()];
    for (int i = all.size() - 1; i >= 0; i--) {
      Layer layer = all.get(i);
      if (needed.contains(layer.output().id()) || layer instanceof Layer.Input) {
        selected[i] = true;
        layer.inputs().forEach(tensor -> needed.add(tensor.id()));
      }
    }
    for (int i = 0; i < selected.length; i++) {
      if (selected[i]) {
        layers.add(all.get(i));
      }
    }
  }

  private void dissolve() {
    Set<Integer> needed = readOtherwise(c -> c.kernelSize() == 1);
    for (Layer layer : layers) {
      if (layer instanceof Layer.Concatenation c && !needed.contains(c.output().id())) {
        dissolved.put(c.output().id(), c);
      }
    }
    layers.removeAll(dissolved.values());
  }

  /**
   * Makes one map each of an up-convolution and the 3 x 3 convolution of its output and another
   * tensor, where nothing else reads either: their up-convolutions and concatenations are left out.
   *
   * @param some which of those
   */
  void compose(Predicate<ComposedUpConvolution> some) {
    int[] readers = new int[tensorCount];
    wanted.forEach(tensor -> readers[tensor]++);
    layers.forEach(layer -> readBy(layer).forEach(tensor -> readers[tensor.id()]++));
    Map<Integer, Layer> makers = new HashMap<>();
    for (Layer layer : layers) {
      if (readers[layer.output().id()] == 1) {
        makers.put(layer.output().id(), layer);
      }
    }
    for (Layer layer : List.copyOf(layers)) {
      if (layer instanceof Layer.Convolution convolution
          && makers.get(convolution.input().id()) instanceof Layer.Concatenation concatenation) {
        ComposedUpConvolution.of(convolution, concatenation, makers)
            .filter(some)
            .ifPresent(
                whole -> {
                  composed.put(convolution.output().id(), whole);
                  layers.removeAll(List.of(whole.up(), concatenation));
                });
      }
    }
  }

  /** The composed convolution that {@link #compose} made this convolution a part of, or null. */
  @Nullable ComposedUpConvolution composed(Layer layer) {
    return composed.get(layer.output().id());
  }

  /** Whether a tensor is needed outside of the network. */
  boolean isWanted(Tensor tensor) {
    return wanted.contains(tensor.id());
  }

  /** The layers, in the network's order. */
  List<Layer> layers() {
    return layers;
  }

  /** The tensors wanted or read by other layers than some convolutions. */
  Set<Integer> readOtherwise(Predicate<Layer.Convolution> some) {
    Set<Integer> read = new HashSet<>(wanted);
    for (Layer layer : layers) {
      if (!(layer instanceof Layer.Convolution c && some.test(c))) {
        readBy(layer).forEach(tensor -> read.add(tensor.id()));
      }
    }
    return read;
  }

  /** The tensors that the operations of a layer read. */
  List<Tensor> readBy(Layer layer) {
    ComposedUpConvolution whole = composed(layer);
    if (whole != null) {
      return whole.inputs();
    }
    return layer.inputs().stream().flatMap(tensor -> partsOf(tensor).stream()).toList();
  }

  /** The tensors that make up a tensor: itself, or the parts of a concatenation left out. */
  List<Tensor> partsOf(Tensor tensor) {
    Layer.Concatenation concatenation = dissolved.get(tensor.id());
    return concatenation == null ? List.of(tensor) : concatenation.inputs();
  }
}
