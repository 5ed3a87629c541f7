// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a {@link Network} layer by layer. A convolution gets the name of its weights; two
 * convolutions with one name share them. Not thread-safe; one builder builds one network.
 */
public final class NetworkBuilder {
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs = new LinkedHashMap<>();
  private final Layer.Input input;
  private int tensorCount;

  /**
   * Starts a network with one input.
   *
   * @param inputName the input's name
   * @param channels the input's channels, at least 1
   */
  public NetworkBuilder(String inputName, int channels) {
    if (channels < 1) {
      throw new IllegalArgumentException("channels must be at least 1, got " + channels);
    }
    input = new Layer.Input(inputName, tensor(channels, 1));
    layers.add(input);
  }

  /** The network's input. */
  public Tensor input() {
    return input.output();
  }

  /**
   * A convolution with stride 1, zero "same" padding and bias.
   *
   * @param weights the name of its kernel and bias
   * @param kernelSize odd, at least 1
   * @param filters output channels, at least 1
   * @throws IllegalArgumentException if the name is in use for weights of another shape
   */
  public Tensor convolution(String weights, Tensor x, int kernelSize, int filters) {
    requireOdd(kernelSize);
    Parameter kernel =
        parameter(weights + ".kernel", List.of(kernelSize, kernelSize, x.channels(), filters));
    Parameter bias = parameter(weights + ".bias", List.of(filters));
    requireSize(weights, kernelSize, x);
    Tensor y = tensor(filters, x.reduction());
    layers.add(new Layer.Convolution(x, y, kernel, bias));
    return y;
  }

  /**
   * A convolution with a stride or dilation and bias, see {@link Layer.StridedConvolution}; a plain
   * {@link #convolution(String, Tensor, int, int)} if both are 1.
   *
   * @param weights the name of its kernel and bias
   * @param kernelSize odd, at least 1
   * @param filters output channels, at least 1
   * @param stride a power of two
   * @param dilation at least 1
   * @throws IllegalArgumentException if a number is out of range, or the name is in use for weights
   *     of another shape
   */
  public Tensor convolution(
      String weights, Tensor x, int kernelSize, int filters, int stride, int dilation) {
    requireOdd(kernelSize);
    requireSteps(stride, dilation);
    if (stride == 1 && dilation == 1) {
      return convolution(weights, x, kernelSize, filters);
    }
    requireSize(weights, Math.max(3, kernelSize), x);
    Parameter kernel =
        parameter(weights + ".kernel", List.of(kernelSize, kernelSize, x.channels(), filters));
    Parameter bias = parameter(weights + ".bias", List.of(filters));
    Tensor y = tensor(filters, Math.multiplyExact(x.reduction(), stride));
    layers.add(new Layer.StridedConvolution(x, y, kernel, bias, stride, dilation));
    return y;
  }

  /**
   * A depthwise convolution with bias.
   *
   * @param weights the name of its kernel and bias
   * @param kernelSize odd, at least 1
   * @param stride a power of two
   * @param dilation at least 1
   * @throws IllegalArgumentException if a number is out of range, or the name is in use for weights
   *     of another shape
   */
  public Tensor depthwiseConvolution(
      String weights, Tensor x, int kernelSize, int stride, int dilation) {
    requireOdd(kernelSize);
    requireSteps(stride, dilation);
    requireSize(weights, Math.max(3, kernelSize), x);
    Parameter kernel =
        parameter(weights + ".kernel", List.of(kernelSize, kernelSize, x.channels()));
    Parameter bias = parameter(weights + ".bias", List.of(x.channels()));
    Tensor y = tensor(x.channels(), Math.multiplyExact(x.reduction(), stride));
    layers.add(new Layer.DepthwiseConvolution(x, y, kernel, bias, stride, dilation));
    return y;
  }

  /** {@link #batchNormalization(String, Tensor, double)} with an epsilon of 1e-5, as PyTorch's. */
  public Tensor batchNormalization(String weights, Tensor x) {
    return batchNormalization(weights, x, 1e-5);
  }

  /**
   * Batch normalization of each channel.
   *
   * @param weights the name of its parameters, {@code .scale}, {@code .bias}, {@code .mean} and
   *     {@code .variance}
   * @param epsilon above 0; 1e-5 in PyTorch, 1e-3 in Keras
   * @throws IllegalArgumentException if epsilon is out of range, or the name is in use for weights
   *     of another shape
   */
  public Tensor batchNormalization(String weights, Tensor x, double epsilon) {
    if (!(epsilon > 0 && epsilon <= 1)) {
      throw new IllegalArgumentException("epsilon must be above 0 and at most 1, got " + epsilon);
    }
    List<Integer> shape = List.of(x.channels());
    Parameter scale = parameter(new Parameter(weights + ".scale", shape, Parameter.Kind.SCALE));
    Parameter bias = parameter(weights + ".bias", shape);
    Parameter mean = parameter(new Parameter(weights + ".mean", shape, Parameter.Kind.MEAN));
    Parameter variance =
        parameter(new Parameter(weights + ".variance", shape, Parameter.Kind.VARIANCE));
    Tensor y = tensor(x.channels(), x.reduction());
    layers.add(new Layer.BatchNormalization(x, y, scale, bias, mean, variance, epsilon));
    return y;
  }

  /**
   * A 2 x 2 transposed convolution with stride 2 and bias.
   *
   * @param weights the name of its kernel and bias
   * @param filters output channels, at least 1
   * @throws IllegalArgumentException if x has the full size already, or the name is in use for
   *     weights of another shape
   */
  public Tensor upConvolution(String weights, Tensor x, int filters) {
    requireReduced(weights, x);
    Parameter kernel = parameter(weights + ".kernel", List.of(2, 2, filters, x.channels()));
    Parameter bias = parameter(weights + ".bias", List.of(filters));
    Tensor y = tensor(filters, x.reduction() / 2);
    layers.add(new Layer.UpConvolution(x, y, kernel, bias));
    return y;
  }

  /** The mean of each 2 x 2 square, stride 2. */
  public Tensor averagePooling(Tensor x) {
    requireSize("average pooling", 2, x);
    Tensor y = tensor(x.channels(), Math.multiplyExact(x.reduction(), 2));
    layers.add(new Layer.AveragePooling(x, y));
    return y;
  }

  /** The mean of each channel over all pixels: a tensor of one pixel. */
  public Tensor globalAveragePooling(Tensor x) {
    requireSize("global pooling", 2, x);
    Tensor y = tensor(x.channels(), Tensor.GLOBAL);
    layers.add(new Layer.GlobalAveragePooling(x, y));
    return y;
  }

  /** The maximum of each channel over all pixels: a tensor of one pixel. */
  public Tensor globalMaxPooling(Tensor x) {
    requireSize("global pooling", 2, x);
    Tensor y = tensor(x.channels(), Tensor.GLOBAL);
    layers.add(new Layer.GlobalMaxPooling(x, y));
    return y;
  }

  /**
   * Doubles height and width by repeating pixels.
   *
   * @throws IllegalArgumentException if the tensor has the input's size already
   */
  public Tensor nearestUpsampling(Tensor x) {
    requireReduced("nearest upsampling", x);
    Tensor y = tensor(x.channels(), x.reduction() / 2);
    layers.add(new Layer.NearestUpsampling(x, y));
    return y;
  }

  /**
   * Doubles height and width by bilinear interpolation with half-pixel centers, see {@link
   * Layer.BilinearUpsampling}.
   *
   * @throws IllegalArgumentException if the tensor has the input's size already
   */
  public Tensor bilinearUpsampling(Tensor x) {
    requireReduced("bilinear upsampling", x);
    Tensor y = tensor(x.channels(), x.reduction() / 2);
    layers.add(new Layer.BilinearUpsampling(x, y));
    return y;
  }

  /** The maximum of each 2 x 2 square, stride 2. */
  public Tensor maxPooling(Tensor x) {
    requireSize("max pooling", 2, x);
    Tensor y = tensor(x.channels(), Math.multiplyExact(x.reduction(), 2));
    layers.add(new Layer.MaxPooling(x, y));
    return y;
  }

  /**
   * The channels of all tensors, in order.
   *
   * @throws IllegalArgumentException if there are none or their sizes differ
   */
  public Tensor concatenation(List<Tensor> tensors) {
    int channels = 0;
    for (Tensor tensor : tensors) {
      if (tensor.reduction() != tensors.get(0).reduction()) {
        throw new IllegalArgumentException("concatenated tensors differ in size: " + tensors);
      }
      channels += tensor.channels();
    }
    if (channels == 0) {
      throw new IllegalArgumentException("nothing to concatenate");
    }
    Tensor y = tensor(channels, tensors.get(0).reduction());
    layers.add(new Layer.Concatenation(tensors, y));
    return y;
  }

  /**
   * The element-wise sum of two or more tensors.
   *
   * @throws IllegalArgumentException if there are fewer than two, or their shapes differ
   */
  public Tensor addition(List<Tensor> tensors) {
    if (tensors.size() < 2) {
      throw new IllegalArgumentException("an addition needs at least two tensors");
    }
    Tensor first = tensors.get(0);
    for (Tensor tensor : tensors) {
      if (tensor.reduction() != first.reduction() || tensor.channels() != first.channels()) {
        throw new IllegalArgumentException("added tensors differ in shape: " + tensors);
      }
    }
    Tensor y = tensor(first.channels(), first.reduction());
    layers.add(new Layer.Addition(tensors, y));
    return y;
  }

  /**
   * {@code x} where it is above 0, else {@code alpha * x}.
   *
   * @param alpha at least 0 and below 1
   */
  public Tensor leakyRelu(Tensor x, double alpha) {
    if (!(alpha >= 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be at least 0 and below 1, got " + alpha);
    }
    Tensor y = tensor(x.channels(), x.reduction());
    layers.add(new Layer.LeakyRelu(x, y, alpha));
    return y;
  }

  /** Probabilities of the channels of each pixel, which add up to 1. */
  public Tensor softmax(Tensor x) {
    Tensor y = tensor(x.channels(), x.reduction());
    layers.add(new Layer.Softmax(x, y));
    return y;
  }

  /** {@code max(0, x)}. */
  public Tensor relu(Tensor x) {
    Tensor y = tensor(x.channels(), x.reduction());
    layers.add(new Layer.Relu(x, y));
    return y;
  }

  /**
   * Dropout; at rate 0, x itself.
   *
   * @param rate the probability of a 0, at least 0 and below 1
   */
  public Tensor dropout(Tensor x, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout rate must be in 0..1 without 1, got " + rate);
    }
    if (rate == 0) {
      return x;
    }
    Tensor y = tensor(x.channels(), x.reduction());
    layers.add(new Layer.Dropout(x, y, rate));
    return y;
  }

  /** {@code 1 / (1 + exp(-x))}. */
  public Tensor sigmoid(Tensor x) {
    Tensor y = tensor(x.channels(), x.reduction());
    layers.add(new Layer.Sigmoid(x, y));
    return y;
  }

  /**
   * The element-wise product of a factor and x. The factor has the shape of x, or one channel that
   * multiplies all channels, or one pixel (see {@link #globalAveragePooling}) that multiplies all
   * pixels.
   *
   * @throws IllegalArgumentException if the factor has another shape
   */
  public Tensor multiplication(Tensor factor, Tensor x) {
    boolean channels = factor.channels() == 1 || factor.channels() == x.channels();
    boolean size = factor.isGlobal() || factor.reduction() == x.reduction();
    if (!channels || !size) {
      throw new IllegalArgumentException("cannot multiply " + x + " by " + factor);
    }
    Tensor y = tensor(x.channels(), x.reduction());
    layers.add(new Layer.Multiplication(factor, x, y));
    return y;
  }

  /** The identity, without a gradient. */
  public Tensor stopGradient(Tensor x) {
    Tensor y = tensor(x.channels(), x.reduction());
    layers.add(new Layer.StopGradient(x, y));
    return y;
  }

  /**
   * Names a tensor as an output of the network.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public void output(String name, Tensor x) {
    if (outputs.putIfAbsent(name, x) != null) {
      throw new IllegalArgumentException("two outputs are named " + name);
    }
  }

  /**
   * The network so far.
   *
   * @throws IllegalStateException if it has no output
   */
  public Network build() {
    if (outputs.isEmpty()) {
      throw new IllegalStateException("the network has no output");
    }
    return new Network(input, layers, parameters, outputs, tensorCount);
  }

  private static void requireOdd(int kernelSize) {
    if (kernelSize < 1 || kernelSize % 2 == 0) {
      throw new IllegalArgumentException("kernelSize must be odd, got " + kernelSize);
    }
  }

  private static void requireSteps(int stride, int dilation) {
    if (stride < 1 || Integer.bitCount(stride) != 1) {
      throw new IllegalArgumentException("stride must be a power of two, got " + stride);
    }
    if (dilation < 1) {
      throw new IllegalArgumentException("dilation must be at least 1, got " + dilation);
    }
  }

  private static void requireSize(String name, int kernelSize, Tensor x) {
    if (kernelSize > 1 && x.isGlobal()) {
      throw new IllegalArgumentException(name + ": the tensor has only one pixel");
    }
  }

  private static void requireReduced(String name, Tensor x) {
    if (x.reduction() < 2) {
      throw new IllegalArgumentException(
          name
              + (x.isGlobal()
                  ? ": the tensor has only one pixel"
                  : ": the tensor has the input's size already"));
    }
  }

  private Tensor tensor(int channels, int reduction) {
    return new Tensor(tensorCount++, channels, reduction);
  }

  private Parameter parameter(String name, List<Integer> shape) {
    return parameter(new Parameter(name, shape));
  }

  private Parameter parameter(Parameter wanted) {
    for (int side : wanted.shape()) {
      if (side < 1) {
        throw new IllegalArgumentException(
            "weights "
                + wanted.name()
                + " must have at least one channel, got shape "
                + wanted.shape());
      }
    }
    Parameter known = parameters.putIfAbsent(wanted.name(), wanted);
    if (known != null && !known.equals(wanted)) {
      throw new IllegalArgumentException(
          "weights "
              + wanted.name()
              + " are used as "
              + known.kind()
              + " "
              + known.shape()
              + " and as "
              + wanted.kind()
              + " "
              + wanted.shape());
    }
    return known == null ? wanted : known;
  }
}
