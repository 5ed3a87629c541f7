// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Maps the parameters of a network to the arrays of another program's file: names and memory
 * layouts.
 *
 * <pre>{@code
 * // Layers named as in the state dict: "down.0.conv" has arrays down.0.conv.weight and .bias.
 * NetworkWeights weights = WeightMapping.pyTorch().read(file, network);
 *
 * // Other names, and convolutions without bias.
 * WeightMapping.pyTorch()
 *     .withLayerNames(name -> name.replace("encoder", "enc"))
 *     .withOptionalBiases()
 *     .ignoring(name -> name.startsWith("auxiliary_head."));
 * }</pre>
 *
 * <p>Reading is strict: each parameter needs an array of the right shape, and each array of the
 * file must be used by a parameter or be {@linkplain #ignoring ignored}.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class WeightMapping {
  private final boolean pyTorch;
  private final UnaryOperator<String> layerNames;
  private final boolean optionalBiases;
  private final Predicate<String> ignored;

  private WeightMapping(
      boolean pyTorch,
      UnaryOperator<String> layerNames,
      boolean optionalBiases,
      Predicate<String> ignored) {
    this.pyTorch = pyTorch;
    this.layerNames = layerNames;
    this.optionalBiases = optionalBiases;
    this.ignored = ignored;
  }

  /**
   * The names and layouts of PyTorch state dicts. Kernels and scales are called {@code weight},
   * statistics {@code running_mean} and {@code running_var}; {@code num_batches_tracked} is
   * ignored. Kernels are {@code [out, in, height, width]}, of transposed convolutions {@code [in,
   * out, height, width]}, of depthwise convolutions {@code [channels, 1, height, width]}.
   */
  public static WeightMapping pyTorch() {
    return new WeightMapping(
        true, UnaryOperator.identity(), false, name -> name.endsWith(".num_batches_tracked"));
  }

  /**
   * The names and layouts of this library: {@link Parameter#name()} and {@link Parameter#shape()}.
   */
  public static WeightMapping identity() {
    return new WeightMapping(false, UnaryOperator.identity(), false, name -> false);
  }

  /**
   * This mapping with renamed layers.
   *
   * @param names gives the name in the file for the name of a layer's weights in the network, such
   *     as {@code seg.e.0.a} for {@code segmentation.e1.conv1}
   */
  public WeightMapping withLayerNames(UnaryOperator<String> names) {
    return new WeightMapping(
        pyTorch, Objects.requireNonNull(names, "names"), optionalBiases, ignored);
  }

  /** This mapping, with a bias of 0 for convolutions whose bias is missing in the file. */
  public WeightMapping withOptionalBiases() {
    return new WeightMapping(pyTorch, layerNames, true, ignored);
  }

  /** This mapping, also ignoring arrays of the file that the network does not need. */
  public WeightMapping ignoring(Predicate<String> names) {
    return new WeightMapping(
        pyTorch, layerNames, optionalBiases, ignored.or(Objects.requireNonNull(names, "names")));
  }

  /**
   * Reads the weights of a network.
   *
   * @throws ModelFormatException if an array is missing, left over, of the wrong shape or not
   *     finite; the message names file and array
   */
  public NetworkWeights read(Safetensors file, Network network) {
    Map<String, float[]> values = new LinkedHashMap<>();
    Set<String> used = new HashSet<>();
    layouts(network)
        .forEach(
            (parameter, layout) -> {
              String name = arrayName(parameter);
              if (!file.contains(name) && parameter.isBias() && optionalBiases) {
                values.put(parameter.name(), new float[parameter.length()]);
                return;
              }
              if (!file.contains(name)) {
                throw new ModelFormatException(
                    file.file(), "has no array " + name + ", which " + parameter.name() + " needs");
              }
              List<Integer> shape = layout.fileShape(parameter.shape());
              if (!file.shape(name).equals(shape)) {
                throw new ModelFormatException(
                    file.file(),
                    "array "
                        + name
                        + " has shape "
                        + file.shape(name)
                        + ", but "
                        + parameter.name()
                        + " needs "
                        + shape);
              }
              used.add(name);
              values.put(parameter.name(), layout.toNetwork(file.values(name), parameter.shape()));
            });
    for (String name : file.names()) {
      if (!used.contains(name) && !ignored.test(name)) {
        throw new ModelFormatException(
            file.file(), "has an array " + name + " that the network does not use");
      }
    }
    try {
      return NetworkWeights.of(network, values);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file.file(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Converts weights to the arrays of a file, the inverse of {@link #read}.
   *
   * @return the arrays by name, to be written by {@link Safetensors#write}
   * @throws IllegalArgumentException if the weights are not those of the network
   */
  public Map<String, Safetensors.Array> toArrays(Network network, NetworkWeights weights) {
    weights.requireFit(network);
    Map<String, Safetensors.Array> arrays = new LinkedHashMap<>();
    layouts(network)
        .forEach(
            (parameter, layout) ->
                arrays.put(
                    arrayName(parameter),
                    new Safetensors.Array(
                        layout.fileShape(parameter.shape()),
                        layout.toFile(weights.array(parameter.name()), parameter.shape()))));
    return arrays;
  }

  private String arrayName(Parameter parameter) {
    int dot = parameter.name().lastIndexOf('.');
    String layer = layerNames.apply(parameter.name().substring(0, dot));
    if (!pyTorch) {
      return layer + parameter.name().substring(dot);
    }
    return layer
        + switch (parameter.kind()) {
          case KERNEL, SCALE -> ".weight";
          case BIAS -> ".bias";
          case MEAN -> ".running_mean";
          case VARIANCE -> ".running_var";
        };
  }

  private Map<Parameter, Layout> layouts(Network network) {
    Map<String, Layout> kernels = new HashMap<>();
    for (Layer layer : network.layers()) {
      for (Parameter parameter : layer.parameters()) {
        if (pyTorch && parameter.kind() == Parameter.Kind.KERNEL) {
          kernels.put(
              parameter.name(),
              layer instanceof Layer.DepthwiseConvolution
                  ? Layout.DEPTHWISE
                  : layer instanceof Layer.UpConvolution ? Layout.TRANSPOSED : Layout.CONVOLUTION);
        }
      }
    }
    Map<Parameter, Layout> layouts = new LinkedHashMap<>();
    network
        .parameters()
        .values()
        .forEach(p -> layouts.put(p, kernels.getOrDefault(p.name(), Layout.SAME)));
    return layouts;
  }

  /** The order of axes in a file: {@code axes[i]} is the network's axis that is the file's i-th. */
  @SuppressWarnings("ImmutableEnumChecker") // List.of makes immutable lists.
  private enum Layout {
    SAME(),
    CONVOLUTION(3, 2, 0, 1),
    TRANSPOSED(3, 2, 0, 1),
    DEPTHWISE(2, -1, 0, 1);

    private final List<Integer> axes;

    Layout(Integer... axes) {
      this.axes = List.of(axes);
    }

    List<Integer> fileShape(List<Integer> shape) {
      if (this == SAME) {
        return shape;
      }
      return axes.stream().map(a -> a < 0 ? 1 : shape.get(a)).toList();
    }

    float[] toNetwork(float[] values, List<Integer> shape) {
      if (this == SAME) {
        return values;
      }
      float[] moved = new float[values.length];
      each(shape, (network, file) -> moved[network] = values[file]);
      return moved;
    }

    float[] toFile(float[] values, List<Integer> shape) {
      if (this == SAME) {
        return values.clone();
      }
      float[] moved = new float[values.length];
      each(shape, (network, file) -> moved[file] = values[network]);
      return moved;
    }

    @FunctionalInterface
    private interface Pair {
      void visit(int network, int file);
    }

    private void each(List<Integer> shape, Pair pair) {
      List<Integer> fileShape = fileShape(shape);
      int[] steps = new int[shape.size()];
      int step = 1;
      for (int i = axes.size() - 1; i >= 0; i--) {
        if (axes.get(i) >= 0) {
          steps[axes.get(i)] = step;
        }
        step *= fileShape.get(i);
      }
      for (int network = 0; network < step; network++) {
        int rest = network;
        int file = 0;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
          file += rest % shape.get(axis) * steps[axis];
          rest /= shape.get(axis);
        }
        pair.visit(network, file);
      }
    }
  }
}
