// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.internal.operation.GradientOperations;
import io.github.seqnet.nn.internal.operation.HostKernels;
import io.github.seqnet.nn.internal.plan.Buffer;
import io.github.seqnet.nn.internal.plan.ForwardOperations;
import io.github.seqnet.nn.internal.plan.NativeForms;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Plans the forward pass of a training step: with dropout, and what the backward pass reads is not
 * written over.
 */
final class TrainingForward extends ForwardOperations {
  private final Map<Integer, Buffer> masks;
  private final Predicate<Parameter> trained;

  /**
   * @param masks what each dropout multiplies with, by its output tensor
   * @param trained whether a parameter is trained; batch normalizations with frozen statistics use
   *     them instead of the batch's
   */
  TrainingForward(
      TrainingTensors tensors,
      TrainingKernels kernels,
      NativeForms forms,
      Map<Integer, Buffer> masks,
      Predicate<Parameter> trained) {
    super(tensors, kernels, forms);
    this.masks = masks;
    this.trained = trained;
  }

  @Override
  protected void dropout(Layer.Dropout dropout) {
    Buffer to = tensors.bufferOver(dropout.input(), dropout.output());
    Buffer mask = Objects.requireNonNull(masks.get(dropout.output().id()), "mask");
    tensors.emit(
        () ->
            GradientOperations.binary(
                "multiply",
                tensors.array(dropout.input()),
                tensors.array(mask, tensors.shape(dropout.output())),
                tensors.array(dropout.output())),
        tensors.of(dropout.input()),
        mask,
        to);
  }

  @Override
  protected void batchNormalization(Layer.BatchNormalization normalization) {
    Buffer to = tensors.buffer(normalization.output());
    host(
        HostKernels.batchNormalization(
            normalization.output().channels(),
            normalization.epsilon(),
            trained.test(normalization.mean())),
        List.of(
            () -> tensors.array(normalization.input()),
            () -> kernels.array(normalization.scale()),
            () -> kernels.array(normalization.bias()),
            () -> kernels.array(normalization.mean()),
            () -> kernels.array(normalization.variance())),
        to,
        tensors.of(normalization.input()));
  }

  @Override
  protected Buffer bufferOf(Layer.Sigmoid sigmoid) {
    return tensors.buffer(sigmoid.output());
  }
}
