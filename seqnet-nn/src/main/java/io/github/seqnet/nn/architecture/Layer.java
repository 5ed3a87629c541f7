package io.github.seqnet.nn.architecture;

import java.util.List;

/** One operation of a network: it makes {@link #output()} of {@link #inputs()}. */
public sealed interface Layer {
  /** The tensor it makes. */
  Tensor output();

  /** The tensors it reads, in order. */
  List<Tensor> inputs();

  /** The network's input, filled from outside. */
  record Input(String name, Tensor output) implements Layer {
    @Override
    public List<Tensor> inputs() {
      return List.of();
    }
  }

  /**
   * A convolution with stride 1, zero "same" padding and bias, no activation.
   *
   * @param kernel {@code [size, size, in, out]}
   * @param bias {@code [out]}
   */
  record Convolution(Tensor input, Tensor output, Parameter kernel, Parameter bias)
      implements Layer {
    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    /** The side of the kernel, 1 or 3 in SeqNet. */
    public int kernelSize() {
      return kernel.shape().get(0);
    }
  }

  /**
   * A transposed 2 x 2 convolution with stride 2 and bias: doubles height and width, {@code out[2i
   * + a, 2j + b, o] = bias[o] + sum over c of in[i, j, c] * kernel[a, b, o, c]}.
   *
   * @param kernel {@code [2, 2, out, in]}
   * @param bias {@code [out]}
   */
  record UpConvolution(Tensor input, Tensor output, Parameter kernel, Parameter bias)
      implements Layer {
    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }
  }

  /** The maximum of each 2 x 2 square, stride 2. */
  record MaxPooling(Tensor input, Tensor output) implements Layer {
    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }
  }

  /** Channels of all inputs, one after the other. */
  record Concatenation(List<Tensor> inputs, Tensor output) implements Layer {
    /** Copies the list. */
    public Concatenation {
      inputs = List.copyOf(inputs);
    }
  }

  /** {@code max(0, x)}. */
  record Relu(Tensor input, Tensor output) implements Layer {
    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }
  }

  /**
   * Inverted dropout in training: each value is 0 with probability {@code rate}, else divided by
   * {@code 1 - rate}. The identity otherwise.
   */
  record Dropout(Tensor input, Tensor output, double rate) implements Layer {
    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }
  }

  /** {@code 1 / (1 + exp(-x))}. */
  record Sigmoid(Tensor input, Tensor output) implements Layer {
    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }
  }

  /**
   * Element-wise product of a one-channel tensor with each channel of another.
   *
   * @param factor one channel
   * @param input any number of channels
   */
  record Multiplication(Tensor factor, Tensor input, Tensor output) implements Layer {
    @Override
    public List<Tensor> inputs() {
      return List.of(factor, input);
    }
  }

  /** The identity; no gradient passes back through it. */
  record StopGradient(Tensor input, Tensor output) implements Layer {
    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }
  }
}
