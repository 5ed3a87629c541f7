// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a network as the operations of its forward pass read them. The arrays are asked
 * for when operations are made, not when they are planned.
 */
public interface PlannedKernels {
  /**
   * An input of an operation.
   *
   * @param buffer the buffer that is computed in each run, or null for a constant
   */
  record Source(@Nullable Buffer buffer, Supplier<INDArray> array) {
    /** The constant. */
    public static Source of(Supplier<INDArray> array) {
      return new Source(null, array);
    }
  }

  /** A parameter as it is. */
  INDArray array(Parameter parameter);

  /** The kernel of a convolution in a form. */
  Source kernel(Layer.Convolution c, ConvolutionForm form);

  /** The bias of a convolution in a form. */
  Source bias(Layer.Convolution c, ConvolutionForm form);

  /** The rows of a 1 x 1 kernel, from one on, for a part of its input, in a form: a matrix. */
  Source pointKernel(Layer.Convolution c, int row, Tensor part, ConvolutionForm form);

  /** The transposed kernel, {@code [2 * out, in]}, for the output rows of one parity. */
  INDArray upKernel(Layer.UpConvolution up, int parity);

  /** The bias for {@link #upKernel}, of a pair of pixels. */
  INDArray upBias(Layer.UpConvolution up);
}
