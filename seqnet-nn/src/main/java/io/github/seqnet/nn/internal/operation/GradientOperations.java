// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.operation;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarReverseSubtraction;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes the {@link Operation}s that only training needs. Arrays are contiguous and in C order
 * unless a parameter says otherwise: the accelerated convolutions silently return wrong values for
 * strided arrays.
 */
public final class GradientOperations {
  private GradientOperations() {}

  /**
   * The gradients of a convolution, kernel {@code [size, size, in, out]}, with the integer
   * arguments of conv2d_bp.
   */
  public static Operation convolutionGradient(
      INDArray x,
      INDArray kernel,
      INDArray bias,
      INDArray gradient,
      INDArray toX,
      INDArray toKernel,
      INDArray toBias,
      long[] arguments) {
    return Operations.custom(
        "conv2d_bp", List.of(x, kernel, bias, gradient), List.of(toX, toKernel, toBias), arguments);
  }

  /** The gradient of a 2 x 2 maximum. */
  public static Operation maxPoolingGradient(INDArray x, INDArray gradient, INDArray toX) {
    return Operations.custom(
        "maxpool2d_bp", List.of(x, gradient), List.of(toX), Operations.maxPoolingArguments());
  }

  /** {@code y = x > 0 ? 1 : 0}. */
  public static Operation positive(INDArray x, INDArray y) {
    return legacy(new org.nd4j.linalg.api.ops.impl.scalar.Step(x, y, 0.0));
  }

  /** {@code x = log(x)}. */
  public static Operation logInPlace(INDArray x) {
    return legacy(new Log(x, x));
  }

  /** {@code y = 1 - x}. */
  public static Operation oneMinus(INDArray x, INDArray y) {
    return legacy(new ScalarReverseSubtraction(x, null, y, 1.0));
  }

  /** {@code y = x}; x may be strided. */
  public static Operation copy(INDArray x, INDArray y) {
    return Operations.custom("identity", List.of(x), List.of(y), null);
  }

  /** Copies the rows with the given numbers along the first axis; faster than a strided copy. */
  public static Operation rows(INDArray x, int[] numbers, INDArray y) {
    INDArray order = Nd4j.createFromArray(numbers);
    Operation gather = Operations.custom("gather", List.of(x, order), List.of(y), new long[] {0});
    return new Operation() {
      @Override
      public void run() {
        gather.run();
      }

      @Override
      public void close() {
        gather.close();
        order.close();
      }
    };
  }

  /** {@code x = x - subtrahend}. */
  public static Operation subtractInPlace(INDArray x, INDArray subtrahend) {
    return binary("subtract", x, subtrahend, x);
  }

  /** {@code x = x * factor}. */
  public static Operation multiplyInPlace(INDArray x, INDArray factor) {
    return binary("multiply", x, factor, x);
  }

  /** An element-wise operation of two arrays, such as "subtract". */
  public static Operation binary(String name, INDArray left, INDArray right, INDArray y) {
    return Operations.custom(name, List.of(left, right), List.of(y), null);
  }

  /** {@code y = min(max(x, low), high)}. */
  public static Operation clip(INDArray x, double low, double high, INDArray y) {
    return Operations.custom("clipbyvalue", List.of(x), List.of(y), null, new double[] {low, high});
  }

  /** The gradient of the sigmoid of x. */
  public static Operation sigmoidGradient(INDArray x, INDArray gradient, INDArray toX) {
    return Operations.custom("sigmoid_bp", List.of(x, gradient), List.of(toX), null);
  }

  /** {@code y = sum of x over its last axis}, which stays with length 1. */
  public static Operation sumOfChannels(INDArray x, INDArray y) {
    return Operations.custom(
        "reduce_sum", List.of(x), List.of(y), new long[] {x.rank() - 1}, new double[] {1});
  }

  private static Operation legacy(Op operation) {
    OpExecutioner executioner = Nd4j.getExecutioner();
    return () -> executioner.exec(operation);
  }
}
