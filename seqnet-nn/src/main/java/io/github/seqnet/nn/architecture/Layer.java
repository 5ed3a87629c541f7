// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.architecture;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * One operation of a network: computes {@link #output()} from {@link #inputs()}.
 *
 * <p>Code that handles layers implements a {@link Visitor}, which has one method for each kind: a
 * kind that is not handled is a compile error.
 */
public sealed interface Layer extends Serializable {
  /** The tensor that this layer computes. */
  Tensor output();

  /** The tensors that this layer reads, in order. */
  List<Tensor> inputs();

  /** The parameters that this layer reads, in order. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /** Calls the method of a visitor for this kind of layer. */
  <R> R accept(Visitor<R> visitor);

  /**
   * Handles every kind of layer.
   *
   * @param <R> the type of the results
   */
  interface Visitor<R> {
    /** Handles an Input. */
    R visit(Input input);

    /** Handles a Convolution. */
    R visit(Convolution convolution);

    /** Handles a StridedConvolution. */
    R visit(StridedConvolution stridedConvolution);

    /** Handles a DepthwiseConvolution. */
    R visit(DepthwiseConvolution depthwiseConvolution);

    /** Handles a UpConvolution. */
    R visit(UpConvolution upConvolution);

    /** Handles a MaxPooling. */
    R visit(MaxPooling maxPooling);

    /** Handles an AveragePooling. */
    R visit(AveragePooling averagePooling);

    /** Handles a GlobalAveragePooling. */
    R visit(GlobalAveragePooling globalAveragePooling);

    /** Handles a GlobalMaxPooling. */
    R visit(GlobalMaxPooling globalMaxPooling);

    /** Handles a NearestUpsampling. */
    R visit(NearestUpsampling nearestUpsampling);

    /** Handles a BilinearUpsampling. */
    R visit(BilinearUpsampling bilinearUpsampling);

    /** Handles a Concatenation. */
    R visit(Concatenation concatenation);

    /** Handles an Addition. */
    R visit(Addition addition);

    /** Handles a Multiplication. */
    R visit(Multiplication multiplication);

    /** Handles a BatchNormalization. */
    R visit(BatchNormalization batchNormalization);

    /** Handles a Relu. */
    R visit(Relu relu);

    /** Handles a LeakyRelu. */
    R visit(LeakyRelu leakyRelu);

    /** Handles a Sigmoid. */
    R visit(Sigmoid sigmoid);

    /** Handles a Softmax. */
    R visit(Softmax softmax);

    /** Handles a Dropout. */
    R visit(Dropout dropout);

    /** Handles a StopGradient. */
    R visit(StopGradient stopGradient);
  }

  /** The network's input, filled from outside. */
  record Input(String name, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
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
    private static final long serialVersionUID = 1L;

    /** The side of the kernel, odd. */
    public int kernelSize() {
      return kernel.shape().get(0);
    }

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(kernel, bias);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A convolution with a stride or dilation, with bias, no activation. The input is padded with
   * {@code dilation * (size - 1) / 2} zeros on all sides, as PyTorch does with that padding: output
   * pixel {@code (i, j)} is centered on input pixel {@code (stride * i, stride * j)}.
   *
   * @param kernel {@code [size, size, in, out]}
   * @param bias {@code [out]}
   * @param stride the step between output pixels, a power of two
   * @param dilation the step between the input pixels that a kernel reads, at least 1
   */
  record StridedConvolution(
      Tensor input, Tensor output, Parameter kernel, Parameter bias, int stride, int dilation)
      implements Layer {
    private static final long serialVersionUID = 1L;

    /** The side of the kernel, odd. */
    public int kernelSize() {
      return kernel.shape().get(0);
    }

    /** The side of the square of pixels that the kernel reaches over. */
    public int dilatedSize() {
      return dilation * (kernelSize() - 1) + 1;
    }

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(kernel, bias);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A depthwise convolution with bias and without activation; padded as a {@link
   * StridedConvolution}.
   *
   * @param kernel {@code [size, size, channels]}
   * @param bias {@code [channels]}
   * @param stride the step between output pixels, a power of two
   * @param dilation the step between the input pixels that a kernel reads, at least 1
   */
  record DepthwiseConvolution(
      Tensor input, Tensor output, Parameter kernel, Parameter bias, int stride, int dilation)
      implements Layer {
    private static final long serialVersionUID = 1L;

    /** The side of the kernel, odd. */
    public int kernelSize() {
      return kernel.shape().get(0);
    }

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(kernel, bias);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
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
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(kernel, bias);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** The maximum of each 2 x 2 square, stride 2. */
  record MaxPooling(Tensor input, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** The mean of each 2 x 2 square, stride 2. */
  record AveragePooling(Tensor input, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** The mean of each channel over all pixels; the output is {@link Tensor#GLOBAL}. */
  record GlobalAveragePooling(Tensor input, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** The maximum of each channel over all pixels; the output is {@link Tensor#GLOBAL}. */
  record GlobalMaxPooling(Tensor input, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Doubles height and width by repeating each pixel four times. */
  record NearestUpsampling(Tensor input, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Doubles height and width by bilinear interpolation with half-pixel centers, pixels outside of
   * the image being those of its border: as PyTorch's {@code interpolate} with {@code
   * align_corners=False}.
   */
  record BilinearUpsampling(Tensor input, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** The concatenated channels of all inputs. */
  record Concatenation(List<Tensor> inputs, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    /** Copies the list. */
    public Concatenation {
      inputs = List.copyOf(Objects.requireNonNull(inputs, "inputs"));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * The element-wise sum of tensors of one shape.
   *
   * @param inputs two or more
   */
  record Addition(List<Tensor> inputs, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    /** Copies the list. */
    public Addition {
      inputs = List.copyOf(Objects.requireNonNull(inputs, "inputs"));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * The element-wise product of a factor and a tensor. The factor has the tensor's shape, or is
   * broadcast: one channel that multiplies all channels, or one pixel that multiplies all pixels.
   *
   * @param factor of the input's size or {@link Tensor#GLOBAL}, with one channel or the input's
   *     channels
   */
  record Multiplication(Tensor factor, Tensor input, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(factor, input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Batch normalization of each channel (Ioffe and Szegedy 2015, arXiv:1502.03167): {@code scale *
   * (x - mean) / sqrt(variance + epsilon) + bias}. In training, mean and variance are those of the
   * micro-batch, and the parameters track their moving averages; otherwise they are the parameters.
   *
   * @param scale the factor of each channel, often called gamma
   * @param bias the shift of each channel, often called beta
   * @param mean the moving average of the mean
   * @param variance the moving average of the (biased) variance
   * @param epsilon added to the variance, above 0
   */
  record BatchNormalization(
      Tensor input,
      Tensor output,
      Parameter scale,
      Parameter bias,
      Parameter mean,
      Parameter variance,
      double epsilon)
      implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(scale, bias, mean, variance);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** {@code max(0, x)}. */
  record Relu(Tensor input, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * {@code x} where {@code x} is above 0, else {@code alpha * x}.
   *
   * @param alpha at least 0 and below 1
   */
  record LeakyRelu(Tensor input, Tensor output, double alpha) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** {@code 1 / (1 + exp(-x))}. */
  record Sigmoid(Tensor input, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** {@code exp(x_c) / sum over k of exp(x_k)} over the channels of each pixel. */
  record Softmax(Tensor input, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Inverted dropout in training: each value is 0 with probability {@code rate}, else divided by
   * {@code 1 - rate}. The identity otherwise.
   */
  record Dropout(Tensor input, Tensor output, double rate) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** The identity; no gradient passes back through it. */
  record StopGradient(Tensor input, Tensor output) implements Layer {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Tensor> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }
}
