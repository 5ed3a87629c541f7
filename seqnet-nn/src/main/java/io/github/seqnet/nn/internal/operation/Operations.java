// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.operation;

import io.github.seqnet.nn.architecture.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes {@link Operation}s of ND4J operations, with the arguments of the native operations in one
 * place. All arrays are {@code N x H x W x C}, contiguous, in C order.
 */
public final class Operations {
  private static final double[] RELU_CUTOFF = {0};

  private Operations() {}

  /** {@code y = convolution(x, kernel) + bias} with the integer arguments of conv2d. */
  public static Operation convolution(
      INDArray x, INDArray kernel, INDArray bias, INDArray y, long[] arguments) {
    return custom("conv2d", List.of(x, kernel, bias), List.of(y), arguments);
  }

  /** {@code y = convolution(x, kernel)} with the integer arguments of conv2d. */
  public static Operation convolution(INDArray x, INDArray kernel, INDArray y, long[] arguments) {
    return custom("conv2d", List.of(x, kernel), List.of(y), arguments);
  }

  /** The integer arguments of conv2d and conv2d_bp for a square kernel. */
  public static long[] convolutionArguments(INDArray kernel) {
    long size = kernel.size(0);
    // kernel, stride, padding, dilation (height and width each), "same", channels last, [h, w, in,
    // out]
    return new long[] {size, size, 1, 1, 0, 0, 1, 1, size == 1 ? 0 : 1, 1, 0};
  }

  /**
   * {@code y = a * b}, or {@code y = y + a * b}, of matrices; a 1 x 1 convolution is one, of all
   * pixels by their channels, and much faster so than as a convolution.
   *
   * @param transposeA whether a is read transposed
   * @param transposeB whether b is read transposed
   * @param add whether the product is added to y
   */
  public static Operation product(
      INDArray a, boolean transposeA, INDArray b, boolean transposeB, boolean add, INDArray y) {
    return product(a, transposeA, b, transposeB, 1, add, y);
  }

  /**
   * As {@link #product(INDArray, boolean, INDArray, boolean, boolean, INDArray)}, times a factor.
   */
  public static Operation product(
      INDArray a,
      boolean transposeA,
      INDArray b,
      boolean transposeB,
      double factor,
      boolean add,
      INDArray y) {
    return custom(
        "matmul",
        List.of(a, b),
        List.of(y),
        new long[] {transposeA ? 1 : 0, transposeB ? 1 : 0, 0},
        new double[] {factor, add ? 1 : 0});
  }

  /** {@code y} = the transposed convolution of x, with the integer arguments of deconv2d. */
  public static Operation transposedConvolution(
      INDArray x, INDArray kernel, INDArray y, long[] arguments) {
    return custom("deconv2d", List.of(x, kernel), List.of(y), arguments);
  }

  /** {@code y = a + b}. */
  public static Operation sum(INDArray a, INDArray b, INDArray y) {
    return custom("add", List.of(a, b), List.of(y), null);
  }

  /**
   * The integer arguments of conv2d and conv2d_bp for a stride, with a kernel that {@link
   * HostKernels#dilate} has dilated, because the accelerated convolutions do not support dilation.
   */
  public static long[] convolutionArguments(Layer.StridedConvolution c) {
    long size = c.dilatedSize();
    long padding = size / 2;
    return new long[] {size, size, c.stride(), c.stride(), padding, padding, 1, 1, 0, 1, 0};
  }

  /** {@code x = x + addend}; the addend may be strided. */
  public static Operation addInPlace(INDArray x, INDArray addend) {
    return custom("add", List.of(x, addend), List.of(x), null);
  }

  /** {@code x = x + bias}, a value for each column; x may have space between its rows. */
  public static Operation addBias(INDArray x, INDArray bias) {
    return Operations.custom("biasadd", List.of(x, bias), List.of(x), null);
  }

  /** {@code y = max(0, x)}. */
  public static Operation relu(INDArray x, INDArray y) {
    return custom("relu", List.of(x), List.of(y), null, RELU_CUTOFF);
  }

  /** {@code y = 1 / (1 + exp(-x))}. */
  public static Operation sigmoid(INDArray x, INDArray y) {
    return custom("sigmoid", List.of(x), List.of(y), null);
  }

  /** The maximum of each 2 x 2 square. */
  public static Operation maxPooling(INDArray x, INDArray y) {
    return custom("maxpool2d", List.of(x), List.of(y), maxPoolingArguments());
  }

  static long[] maxPoolingArguments() {
    return new long[] {2, 2, 2, 2, 0, 0, 1, 1, 0, 1, 1};
  }

  /** Concatenation along one axis. */
  public static Operation concatenation(List<INDArray> inputs, INDArray y, int axis) {
    return custom("concat", inputs, List.of(y), new long[] {axis});
  }

  /** {@code y = factor * x} with broadcasting of size-one sides. */
  public static Operation multiplication(INDArray factor, INDArray x, INDArray y) {
    return custom("multiply", List.of(factor, x), List.of(y), null);
  }

  /** An operation of the native library with integer arguments. */
  public static Operation custom(
      String name, List<INDArray> inputs, List<INDArray> outputs, long @Nullable [] integers) {
    return custom(name, inputs, outputs, integers, null);
  }

  /** An operation of the native library; either kind of argument may be null for none. */
  public static Operation custom(
      String name,
      List<INDArray> inputs,
      List<INDArray> outputs,
      long @Nullable [] integers,
      double @Nullable [] reals) {
    OpExecutioner executioner = Nd4j.getExecutioner();
    DynamicCustomOp operation = DynamicCustomOp.builder(name).build();
    OpContext context = executioner.buildContext();
    context.setInputArrays(inputs);
    context.setOutputArrays(outputs);
    if (integers != null) {
      context.setIArguments(integers);
    }
    if (reals != null) {
      context.setTArguments(reals);
    }
    // The outputs are given and have their shapes.
    context.shapeFunctionOverride(true);
    return new NativeStep(executioner, operation, context);
  }

  private record NativeStep(OpExecutioner executioner, DynamicCustomOp operation, OpContext context)
      implements Operation {
    @Override
    public void run() {
      executioner.exec(operation, context);
    }

    @Override
    public void close() {
      try {
        context.close();
      } catch (Exception e) {
        throw new IllegalStateException("an ND4J operation context could not be closed", e);
      }
    }
  }
}
