package io.github.seqnet.nn.samediff;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.ComputeBackend;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes a SameDiff graph of a network, for use with other Deeplearning4j tools. The input is a
 * placeholder {@code [-1, -1, -1, 3]}, channels last, named as the network's input; outputs and
 * parameters keep their names (weights are shared as in the network). Dropout is left out, and so
 * is what is done to photographs before ({@code SeqNetConfig.preprocessing()}).
 *
 * <p>The library itself does not run on SameDiff: of version 1.0.0-M2.1 it takes twice the time and
 * ten times the memory. It needs libraries at run time that this module leaves out: {@code
 * org.nd4j:protobuf}, {@code org.nd4j:jackson}, {@code com.google.flatbuffers:flatbuffers-java},
 * {@code org.apache.commons:commons-collections4}.
 *
 * <p>Thread safety: stateless; the graph it returns is not thread-safe.
 */
public final class SameDiffExport {
  private SameDiffExport() {}

  /**
   * The network with these weights as a SameDiff graph.
   *
   * @throws io.github.seqnet.SeqnetException if ND4J cannot be started
   */
  public static SameDiff export(Network network, NetworkWeights weights) {
    ComputeBackend.start();
    return new Exporter(network, weights).export();
  }

  private static final class Exporter {
    private final Network network;
    private final NetworkWeights weights;
    private final SameDiff graph = SameDiff.create();
    private final Map<Integer, SDVariable> variables = new HashMap<>();

    Exporter(Network network, NetworkWeights weights) {
      this.network = network;
      this.weights = weights;
    }

    SameDiff export() {
      for (Layer layer : network.layers()) {
        variables.put(layer.output().id(), variable(layer));
      }
      network.outputs().forEach((name, tensor) -> graph.identity(name, variables.get(tensor.id())));
      return graph;
    }

    private SDVariable variable(Layer layer) {
      if (layer instanceof Layer.Input input) {
        return graph.placeHolder(
            input.name(), DataType.FLOAT, -1, -1, -1, input.output().channels());
      } else if (layer instanceof Layer.Convolution c) {
        return graph
            .cnn()
            .conv2d(
                in(c.input()), parameter(c.kernel()), parameter(c.bias()), same(c.kernelSize()));
      } else if (layer instanceof Layer.UpConvolution up) {
        return graph
            .cnn()
            .deconv2d(in(up.input()), parameter(up.kernel()), parameter(up.bias()), doubling());
      } else if (layer instanceof Layer.MaxPooling pooling) {
        return graph.cnn().maxPooling2d(in(pooling.input()), halving());
      } else if (layer instanceof Layer.Concatenation c) {
        return graph.concat(3, c.inputs().stream().map(this::in).toArray(SDVariable[]::new));
      } else if (layer instanceof Layer.Relu relu) {
        return graph.nn().relu(in(relu.input()), 0);
      } else if (layer instanceof Layer.Sigmoid sigmoid) {
        return graph.nn().sigmoid(in(sigmoid.input()));
      } else if (layer instanceof Layer.Multiplication product) {
        return in(product.input()).mul(in(product.factor()));
      } else if (layer instanceof Layer.StopGradient stop) {
        return new StopGradient(graph, in(stop.input())).outputVariable();
      } else if (layer instanceof Layer.Dropout dropout) {
        return in(dropout.input());
      }
      throw new IllegalArgumentException("SameDiff has no counterpart of " + layer);
    }

    private SDVariable in(Tensor tensor) {
      return variables.get(tensor.id());
    }

    private SDVariable parameter(Parameter parameter) {
      if (graph.hasVariable(parameter.name())) {
        return graph.getVariable(parameter.name());
      }
      long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
      return graph.var(
          parameter.name(),
          Nd4j.createFromArray(weights.values(parameter.name())).reshape('c', shape));
    }

    private static Conv2DConfig same(int kernelSize) {
      return Conv2DConfig.builder()
          .kH(kernelSize)
          .kW(kernelSize)
          .paddingMode(PaddingMode.SAME)
          .dataFormat(Conv2DConfig.NHWC)
          .build();
    }

    private static DeConv2DConfig doubling() {
      // Not "same": for a 2 x 2 kernel with stride 2 it is equal, and the accelerated kernel takes
      // it.
      return DeConv2DConfig.builder()
          .kH(2)
          .kW(2)
          .sH(2)
          .sW(2)
          .isSameMode(false)
          .dataFormat(DeConv2DConfig.NHWC)
          .build();
    }

    private static Pooling2DConfig halving() {
      return Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).isNHWC(true).build();
    }
  }
}
