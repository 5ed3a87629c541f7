// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Parameters that do not change: each form is made once, for all plans. */
record InferenceKernels(DeviceWeights weights) implements PlannedKernels {
  @Override
  public INDArray array(Parameter parameter) {
    return weights.array(parameter);
  }

  @Override
  public Source kernel(Layer.Convolution c, ConvolutionForm form) {
    return Source.of(() -> weights.kernel(c, form));
  }

  @Override
  public Source bias(Layer.Convolution c, ConvolutionForm form) {
    return Source.of(() -> weights.bias(c, form));
  }

  @Override
  public Source pointKernel(Layer.Convolution c, int row, Tensor part, ConvolutionForm form) {
    return Source.of(() -> weights.pointKernel(c, row, part.channels(), form));
  }

  @Override
  public INDArray upKernel(Layer.UpConvolution up, int parity) {
    return weights.upKernel(up, parity);
  }

  @Override
  public INDArray upBias(Layer.UpConvolution up) {
    return weights.upBias(up);
  }
}
