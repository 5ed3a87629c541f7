// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.samediff;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.Mode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Exports a network as a SameDiff graph, for use with other Deeplearning4j tools. The input is a
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

  private static final class Exporter implements Layer.Visitor<SDVariable> {
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
      return layer.accept(this);
    }

    @Override
    public SDVariable visit(Layer.Input input) {
      return graph.placeHolder(input.name(), DataType.FLOAT, -1, -1, -1, input.output().channels());
    }

    @Override
    public SDVariable visit(Layer.Convolution c) {
      return graph
          .cnn()
          .conv2d(in(c.input()), parameter(c.kernel()), parameter(c.bias()), same(c.kernelSize()));
    }

    @Override
    public SDVariable visit(Layer.StridedConvolution c) {
      return graph
          .cnn()
          .conv2d(
              in(c.input()),
              dilated(parameter(c.kernel()), c.kernel(), c.dilation()),
              parameter(c.bias()),
              padded(c.kernelSize(), c.stride(), c.dilation()));
    }

    @Override
    public SDVariable visit(Layer.DepthwiseConvolution c) {
      SDVariable kernel =
          graph.expandDims(dilated(parameter(c.kernel()), c.kernel(), c.dilation()), 3);
      return graph
          .cnn()
          .depthWiseConv2d(
              in(c.input()),
              kernel,
              parameter(c.bias()),
              padded(c.kernelSize(), c.stride(), c.dilation()));
    }

    @Override
    public SDVariable visit(Layer.UpConvolution up) {
      return graph
          .cnn()
          .deconv2d(in(up.input()), parameter(up.kernel()), parameter(up.bias()), doubling());
    }

    @Override
    public SDVariable visit(Layer.MaxPooling pooling) {
      return graph.cnn().maxPooling2d(in(pooling.input()), halving());
    }

    @Override
    public SDVariable visit(Layer.AveragePooling pooling) {
      return graph.cnn().avgPooling2d(in(pooling.input()), halving());
    }

    @Override
    public SDVariable visit(Layer.GlobalAveragePooling pooling) {
      return graph.mean(in(pooling.input()), true, 1, 2);
    }

    @Override
    public SDVariable visit(Layer.GlobalMaxPooling pooling) {
      return graph.max(in(pooling.input()), true, 1, 2);
    }

    @Override
    public SDVariable visit(Layer.NearestUpsampling up) {
      return nearest(in(up.input()));
    }

    @Override
    public SDVariable visit(Layer.BilinearUpsampling up) {
      // The mean of neighbors of the repeated pixels, weighted 1 : 2 : 1, is the same
      // interpolation; a border of repeated pixels keeps that true at the border of the image.
      SDVariable x = in(up.input());
      SDVariable padding =
          graph.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {1, 1}, {1, 1}, {0, 0}}));
      SDVariable padded = graph.image().pad(nearest(x), padding, Mode.SYMMETRIC, 0);
      int channels = up.output().channels();
      float[] values = new float[9 * channels];
      for (int i = 0; i < values.length; i++) {
        int place = i / channels;
        values[i] = (place / 3 == 1 ? 2f : 1f) * (place % 3 == 1 ? 2f : 1f) / 16;
      }
      SDVariable kernel =
          graph.constant(Nd4j.createFromArray(values).reshape('c', 3, 3, channels, 1));
      return graph.cnn().depthWiseConv2d(padded, kernel, valid());
    }

    @Override
    public SDVariable visit(Layer.Concatenation c) {
      return graph.concat(3, c.inputs().stream().map(this::in).toArray(SDVariable[]::new));
    }

    @Override
    public SDVariable visit(Layer.Addition addition) {
      SDVariable sum = in(addition.inputs().get(0));
      for (Tensor x : addition.inputs().subList(1, addition.inputs().size())) {
        sum = sum.add(in(x));
      }
      return sum;
    }

    @Override
    public SDVariable visit(Layer.Multiplication product) {
      return in(product.input()).mul(in(product.factor()));
    }

    @Override
    public SDVariable visit(Layer.BatchNormalization n) {
      return graph
          .nn()
          .batchNorm(
              in(n.input()),
              parameter(n.mean()),
              parameter(n.variance()),
              parameter(n.scale()),
              parameter(n.bias()),
              n.epsilon(),
              3);
    }

    @Override
    public SDVariable visit(Layer.Relu relu) {
      return graph.nn().relu(in(relu.input()), 0);
    }

    @Override
    public SDVariable visit(Layer.LeakyRelu relu) {
      return graph.nn().leakyRelu(in(relu.input()), relu.alpha());
    }

    @Override
    public SDVariable visit(Layer.Sigmoid sigmoid) {
      return graph.nn().sigmoid(in(sigmoid.input()));
    }

    @Override
    public SDVariable visit(Layer.Softmax softmax) {
      return graph.nn().softmax(in(softmax.input()), 3);
    }

    @Override
    public SDVariable visit(Layer.Dropout dropout) {
      return in(dropout.input());
    }

    @Override
    public SDVariable visit(Layer.StopGradient stop) {
      return new StopGradient(graph, in(stop.input())).outputVariable();
    }

    /**
     * A kernel with zeros between its values, because the accelerated convolutions do not support
     * dilation.
     */
    private SDVariable dilated(SDVariable kernel, Parameter parameter, int dilation) {
      if (dilation == 1) {
        return kernel;
      }
      long size = parameter.shape().get(0);
      long depth = parameter.length() / (size * size);
      int after = dilation - 1;
      SDVariable padding =
          graph.constant(
              Nd4j.createFromArray(new int[][] {{0, 0}, {0, after}, {0, 0}, {0, after}, {0, 0}}));
      SDVariable spread =
          graph
              .image()
              .pad(graph.reshape(kernel, size, 1, size, 1, depth), padding, Mode.CONSTANT, 0);
      long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
      shape[0] = size * dilation;
      shape[1] = size * dilation;
      SDVariable wide = graph.reshape(spread, shape);
      long[] end = shape.clone();
      end[0] -= after;
      end[1] -= after;
      long[] ones = new long[shape.length];
      Arrays.fill(ones, 1);
      return graph.stridedSlice(wide, new long[shape.length], end, ones);
    }

    private SDVariable nearest(SDVariable x) {
      return graph.cnn().upsampling2d(x, 2, 2, false);
    }

    private static Conv2DConfig padded(int kernelSize, int stride, int dilation) {
      int size = dilation * (kernelSize - 1) + 1;
      int padding = size / 2;
      return Conv2DConfig.builder()
          .kH(size)
          .kW(size)
          .sH(stride)
          .sW(stride)
          .pH(padding)
          .pW(padding)
          .paddingMode(PaddingMode.VALID)
          .dataFormat(Conv2DConfig.NHWC)
          .build();
    }

    private static Conv2DConfig valid() {
      return Conv2DConfig.builder()
          .kH(3)
          .kW(3)
          .paddingMode(PaddingMode.VALID)
          .dataFormat(Conv2DConfig.NHWC)
          .build();
    }

    private SDVariable in(Tensor tensor) {
      return Objects.requireNonNull(variables.get(tensor.id()));
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
      // Not "same": the result is equal for a 2 x 2 kernel with stride 2, and the accelerated
      // kernel supports it.
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
