package io.github.seqnet.nn.internal;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarReverseSubtraction;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes the {@link Step}s that only training needs. Arrays are contiguous and in C order unless a
 * parameter says otherwise: the accelerated convolutions give wrong numbers on strided ones without
 * saying so.
 */
final class GradientOperations {
  private GradientOperations() {}

  /**
   * The gradients of a convolution, kernel {@code [size, size, in, out]}, with the integer
   * arguments of conv2d_bp.
   */
  static Step convolutionGradient(
      INDArray x,
      INDArray kernel,
      INDArray bias,
      INDArray gradient,
      INDArray toX,
      INDArray toKernel,
      INDArray toBias,
      long[] arguments) {
    return Operations.step(
        "conv2d_bp", List.of(x, kernel, bias, gradient), List.of(toX, toKernel, toBias), arguments);
  }

  /** The gradient of a 2 x 2 maximum. */
  static Step maxPoolingGradient(INDArray x, INDArray gradient, INDArray toX) {
    return Operations.step(
        "maxpool2d_bp", List.of(x, gradient), List.of(toX), Operations.maxPoolingArguments());
  }

  /** {@code y = x > 0 ? 1 : 0}. */
  static Step positive(INDArray x, INDArray y) {
    return legacy(new org.nd4j.linalg.api.ops.impl.scalar.Step(x, y, 0.0));
  }

  /** {@code x = log(x)}. */
  static Step logInPlace(INDArray x) {
    return legacy(new Log(x, x));
  }

  /** {@code y = 1 - x}. */
  static Step oneMinus(INDArray x, INDArray y) {
    return legacy(new ScalarReverseSubtraction(x, null, y, 1.0));
  }

  /** {@code y = x}; x may be strided. */
  static Step copy(INDArray x, INDArray y) {
    return Operations.step("identity", List.of(x), List.of(y), null);
  }

  /**
   * The rows of x of the given numbers, whole rows of the first axis: faster than a strided copy.
   */
  static Step rows(INDArray x, int[] numbers, INDArray y) {
    INDArray order = Nd4j.createFromArray(numbers);
    Step gather = Operations.step("gather", List.of(x, order), List.of(y), new long[] {0});
    return new Step() {
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
  static Step subtractInPlace(INDArray x, INDArray subtrahend) {
    return binary("subtract", x, subtrahend, x);
  }

  /** {@code x = x * factor}. */
  static Step multiplyInPlace(INDArray x, INDArray factor) {
    return binary("multiply", x, factor, x);
  }

  /** An element-wise operation of two arrays, such as "subtract". */
  static Step binary(String name, INDArray left, INDArray right, INDArray y) {
    return Operations.step(name, List.of(left, right), List.of(y), null);
  }

  /** {@code y = min(max(x, low), high)}. */
  static Step clip(INDArray x, double low, double high, INDArray y) {
    return Operations.step("clipbyvalue", List.of(x), List.of(y), null, new double[] {low, high});
  }

  /** The gradient of the sigmoid of x. */
  static Step sigmoidGradient(INDArray x, INDArray gradient, INDArray toX) {
    return Operations.step("sigmoid_bp", List.of(x, gradient), List.of(toX), null);
  }

  /** {@code y = sum of x over its last axis}, which stays with length 1. */
  static Step sumOfChannels(INDArray x, INDArray y) {
    return Operations.step(
        "reduce_sum", List.of(x), List.of(y), new long[] {x.rank() - 1}, new double[] {1});
  }

  private static Step legacy(Op operation) {
    OpExecutioner executioner = Nd4j.getExecutioner();
    return () -> executioner.exec(operation);
  }
}
