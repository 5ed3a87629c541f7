// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Translates a network into an ONNX graph (GraphProto), one node for each layer. Tensors are {@code
 * batch x channels x height x width}, kernels are transposed to match. Layers that share parameters
 * share initializers.
 */
final class OnnxGraph implements Layer.Visitor<OnnxGraph.Node> {
  private static final String BATCH = "batch";
  private static final String HEIGHT = "height";
  private static final String WIDTH = "width";

  private static final int NODE = 1;
  private static final int NAME = 2;
  private static final int INITIALIZER = 5;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;

  private static final int FLOAT = 1;
  private static final String DOUBLING = "doubling";

  private final Network network;
  private final NetworkWeights weights;
  private final ProtobufMessage graph = new ProtobufMessage();
  private final Set<String> initializers = new HashSet<>();

  private OnnxGraph(Network network, NetworkWeights weights) {
    this.network = network;
    this.weights = weights;
  }

  /**
   * A node without its output: operator, inputs and attributes.
   *
   * @param attributes a {@code Long}, {@code Float}, {@code String} or {@code List<Long>} for each
   *     name, in the order of names
   */
  record Node(String operator, List<String> inputs, Map<String, Object> attributes) {
    static Node of(String operator, String... inputs) {
      return new Node(operator, List.of(inputs), new TreeMap<>());
    }

    Node with(String name, Object value) {
      attributes.put(name, value);
      return this;
    }

    /** An attribute with one value for each side. */
    Node pair(String name, long value) {
      return with(name, List.of(value, value));
    }

    /** Zeros on all sides. */
    Node padded(long pixels) {
      return with("pads", List.of(pixels, pixels, pixels, pixels));
    }
  }

  /** The GraphProto of a network with these weights. */
  static ProtobufMessage of(Network network, NetworkWeights weights) {
    return new OnnxGraph(network, weights).build();
  }

  private ProtobufMessage build() {
    graph.text(NAME, "seqnet");
    graph.message(INPUT, valueInfo(network.input().name(), network.input().output()));
    for (Layer layer : network.layers()) {
      if (!(layer instanceof Layer.Input)) {
        add(layer.accept(this), name(layer.output()));
      }
    }
    network
        .outputs()
        .forEach(
            (output, tensor) -> {
              add(Node.of("Identity", name(tensor)), output);
              graph.message(OUTPUT, valueInfo(output, tensor));
            });
    return graph;
  }

  private void add(Node node, String output) {
    ProtobufMessage message = new ProtobufMessage();
    node.inputs().forEach(input -> message.text(1, input));
    message.text(2, output).text(3, "make " + output).text(4, node.operator());
    node.attributes().forEach((name, value) -> message.message(5, attribute(name, value)));
    graph.message(NODE, message);
  }

  private static ProtobufMessage attribute(String name, Object value) {
    ProtobufMessage attribute = new ProtobufMessage().text(1, name);
    if (value instanceof Float number) {
      attribute.number(2, number).integer(20, 1);
    } else if (value instanceof Long number) {
      attribute.integer(3, number).integer(20, 2);
    } else if (value instanceof String text) {
      attribute.text(4, text).integer(20, 3);
    } else {
      for (Object number : (List<?>) value) {
        attribute.integer(8, (Long) number);
      }
      attribute.integer(20, 7);
    }
    return attribute;
  }

  private static ProtobufMessage valueInfo(String name, Tensor tensor) {
    ProtobufMessage shape =
        new ProtobufMessage()
            .message(1, new ProtobufMessage().text(2, BATCH))
            .message(1, new ProtobufMessage().integer(1, tensor.channels()))
            .message(1, side(HEIGHT, tensor))
            .message(1, side(WIDTH, tensor));
    ProtobufMessage tensorType = new ProtobufMessage().integer(1, FLOAT).message(2, shape);
    return new ProtobufMessage()
        .text(1, name)
        .message(2, new ProtobufMessage().message(1, tensorType));
  }

  private static ProtobufMessage side(String name, Tensor tensor) {
    if (tensor.isGlobal()) {
      return new ProtobufMessage().integer(1, 1);
    }
    return new ProtobufMessage()
        .text(2, tensor.reduction() == 1 ? name : name + "/" + tensor.reduction());
  }

  /** Names of tensors must not collide with those of the input, outputs and parameters. */
  private String name(Tensor tensor) {
    Tensor input = network.input().output();
    return tensor.id() == input.id() ? network.input().name() : "tensor/" + tensor.id();
  }

  /** The name of a parameter, whose values become an initializer at its first use. */
  private String parameter(Parameter parameter, long[] shape, float[] values) {
    initializer(parameter.name(), shape, values);
    return parameter.name();
  }

  private String vector(Parameter parameter) {
    return parameter(parameter, new long[] {parameter.length()}, weights.array(parameter.name()));
  }

  private void initializer(String name, long[] shape, float[] values) {
    if (initializers.add(name)) {
      ProtobufMessage tensor = new ProtobufMessage();
      for (long side : shape) {
        tensor.integer(1, side);
      }
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      FloatBuffer floats = bytes.asFloatBuffer();
      floats.put(values);
      graph.message(INITIALIZER, tensor.integer(2, FLOAT).text(8, name).bytes(9, bytes.array()));
    }
  }

  /** The kernel of a convolution, {@code [h, w, in, out]}, as {@code [out, in, h, w]}. */
  private String convolutionKernel(Parameter kernel) {
    List<Integer> shape = kernel.shape();
    return transposed(kernel, shape.get(3), shape.get(2), false);
  }

  /** The kernel of an up-convolution, {@code [2, 2, out, in]}, as {@code [in, out, 2, 2]}. */
  private String upConvolutionKernel(Parameter kernel) {
    List<Integer> shape = kernel.shape();
    return transposed(kernel, shape.get(3), shape.get(2), false);
  }

  /** The kernel of a depthwise convolution, {@code [h, w, c]}, as {@code [c, 1, h, w]}. */
  private String depthwiseKernel(Parameter kernel) {
    return transposed(kernel, kernel.shape().get(2), 1, true);
  }

  /** Moves the last axis to the front and the second to last axis behind it. */
  private String transposed(Parameter kernel, int first, int second, boolean depthwise) {
    int height = kernel.shape().get(0);
    int width = kernel.shape().get(1);
    float[] values = weights.array(kernel.name());
    float[] moved = new float[values.length];
    int to = 0;
    for (int a = 0; a < first; a++) {
      for (int b = 0; b < second; b++) {
        for (int k = 0; k < height * width; k++) {
          moved[to++] = values[depthwise ? k * first + a : (k * second + b) * first + a];
        }
      }
    }
    return parameter(kernel, new long[] {first, second, height, width}, moved);
  }

  @Override
  public Node visit(Layer.Input input) {
    throw new IllegalStateException("the input has no node");
  }

  @Override
  public Node visit(Layer.Convolution c) {
    return Node.of("Conv", name(c.input()), convolutionKernel(c.kernel()), vector(c.bias()))
        .pair("kernel_shape", c.kernelSize())
        .padded(c.kernelSize() / 2);
  }

  @Override
  public Node visit(Layer.StridedConvolution c) {
    return Node.of("Conv", name(c.input()), convolutionKernel(c.kernel()), vector(c.bias()))
        .pair("kernel_shape", c.kernelSize())
        .pair("strides", c.stride())
        .pair("dilations", c.dilation())
        .padded(c.dilatedSize() / 2);
  }

  @Override
  public Node visit(Layer.DepthwiseConvolution c) {
    return Node.of("Conv", name(c.input()), depthwiseKernel(c.kernel()), vector(c.bias()))
        .with("group", (long) c.input().channels())
        .pair("kernel_shape", c.kernelSize())
        .pair("strides", c.stride())
        .pair("dilations", c.dilation())
        .padded((long) c.dilation() * (c.kernelSize() - 1) / 2);
  }

  @Override
  public Node visit(Layer.UpConvolution up) {
    return Node.of(
            "ConvTranspose", name(up.input()), upConvolutionKernel(up.kernel()), vector(up.bias()))
        .pair("kernel_shape", 2)
        .pair("strides", 2);
  }

  @Override
  public Node visit(Layer.MaxPooling pooling) {
    return Node.of("MaxPool", name(pooling.input())).pair("kernel_shape", 2).pair("strides", 2);
  }

  @Override
  public Node visit(Layer.AveragePooling pooling) {
    return Node.of("AveragePool", name(pooling.input())).pair("kernel_shape", 2).pair("strides", 2);
  }

  @Override
  public Node visit(Layer.GlobalAveragePooling pooling) {
    return Node.of("GlobalAveragePool", name(pooling.input()));
  }

  @Override
  public Node visit(Layer.GlobalMaxPooling pooling) {
    return Node.of("GlobalMaxPool", name(pooling.input()));
  }

  @Override
  public Node visit(Layer.NearestUpsampling up) {
    return doubled(up.input())
        .with("mode", "nearest")
        .with("coordinate_transformation_mode", "asymmetric")
        .with("nearest_mode", "floor");
  }

  @Override
  public Node visit(Layer.BilinearUpsampling up) {
    return doubled(up.input())
        .with("mode", "linear")
        .with("coordinate_transformation_mode", "half_pixel");
  }

  private Node doubled(Tensor input) {
    initializer(DOUBLING, new long[] {4}, new float[] {1, 1, 2, 2});
    return Node.of("Resize", name(input), "", DOUBLING);
  }

  @Override
  public Node visit(Layer.Concatenation c) {
    return Node.of("Concat", names(c.inputs())).with("axis", 1L);
  }

  @Override
  public Node visit(Layer.Addition addition) {
    return Node.of("Sum", names(addition.inputs()));
  }

  private String[] names(List<Tensor> tensors) {
    List<String> names = new ArrayList<>();
    tensors.forEach(tensor -> names.add(name(tensor)));
    return names.toArray(String[]::new);
  }

  @Override
  public Node visit(Layer.Multiplication product) {
    return Node.of("Mul", name(product.input()), name(product.factor()));
  }

  @Override
  public Node visit(Layer.BatchNormalization n) {
    return Node.of(
            "BatchNormalization",
            name(n.input()),
            vector(n.scale()),
            vector(n.bias()),
            vector(n.mean()),
            vector(n.variance()))
        .with("epsilon", (float) n.epsilon());
  }

  @Override
  public Node visit(Layer.Relu relu) {
    return Node.of("Relu", name(relu.input()));
  }

  @Override
  public Node visit(Layer.LeakyRelu relu) {
    return Node.of("LeakyRelu", name(relu.input())).with("alpha", (float) relu.alpha());
  }

  @Override
  public Node visit(Layer.Sigmoid sigmoid) {
    return Node.of("Sigmoid", name(sigmoid.input()));
  }

  @Override
  public Node visit(Layer.Softmax softmax) {
    return Node.of("Softmax", name(softmax.input())).with("axis", 1L);
  }

  @Override
  public Node visit(Layer.Dropout dropout) {
    return Node.of("Identity", name(dropout.input()));
  }

  @Override
  public Node visit(Layer.StopGradient stop) {
    return Node.of("Identity", name(stop.input()));
  }
}
