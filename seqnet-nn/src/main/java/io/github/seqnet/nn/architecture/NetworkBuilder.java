package io.github.seqnet.nn.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Composes a {@link Network} layer by layer. A convolution is given the name of its weights; two
 * convolutions with one name share them. Not thread-safe; one builder makes one network.
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
    if (kernelSize < 1 || kernelSize % 2 == 0) {
      throw new IllegalArgumentException("kernelSize must be odd, got " + kernelSize);
    }
    Parameter kernel =
        parameter(weights + ".kernel", List.of(kernelSize, kernelSize, x.channels(), filters));
    Parameter bias = parameter(weights + ".bias", List.of(filters));
    Tensor y = tensor(filters, x.reduction());
    layers.add(new Layer.Convolution(x, y, kernel, bias));
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
    if (x.reduction() < 2) {
      throw new IllegalArgumentException(weights + ": the tensor has the input's size already");
    }
    Parameter kernel = parameter(weights + ".kernel", List.of(2, 2, filters, x.channels()));
    Parameter bias = parameter(weights + ".bias", List.of(filters));
    Tensor y = tensor(filters, x.reduction() / 2);
    layers.add(new Layer.UpConvolution(x, y, kernel, bias));
    return y;
  }

  /** The maximum of each 2 x 2 square, stride 2. */
  public Tensor maxPooling(Tensor x) {
    Tensor y = tensor(x.channels(), x.reduction() * 2);
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
   * Each channel of x times the one channel of {@code factor}.
   *
   * @throws IllegalArgumentException if the factor has more channels or the sizes differ
   */
  public Tensor multiplication(Tensor factor, Tensor x) {
    if (factor.channels() != 1 || factor.reduction() != x.reduction()) {
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

  private Tensor tensor(int channels, int reduction) {
    return new Tensor(tensorCount++, channels, reduction);
  }

  private Parameter parameter(String name, List<Integer> shape) {
    Parameter wanted = new Parameter(name, shape);
    Parameter known = parameters.putIfAbsent(name, wanted);
    if (known != null && !known.equals(wanted)) {
      throw new IllegalArgumentException(
          "weights " + name + " are used with shapes " + known.shape() + " and " + shape);
    }
    return known == null ? wanted : known;
  }
}
