package io.github.seqnet.nn.internal;

import io.github.seqnet.nn.architecture.Layer;
import java.util.List;
import java.util.Map;

/**
 * Plans the forward pass of a training step: with dropout, and what the backward pass reads is not
 * written over.
 */
final class TrainingForward extends ForwardSteps {
  private final Map<Integer, Place> masks;

  /**
   * @param masks what each dropout multiplies with, by its output tensor
   */
  TrainingForward(
      TrainingTensors tensors,
      TrainingKernels kernels,
      NativeForms forms,
      Map<Integer, Place> masks) {
    super(tensors, kernels, forms);
    this.masks = masks;
  }

  @Override
  void dropout(Layer.Dropout dropout) {
    Place to = tensors.placeOver(dropout.input(), dropout.output());
    Place mask = masks.get(dropout.output().id());
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
  void batchNormalization(Layer.BatchNormalization normalization) {
    Place to = tensors.place(normalization.output());
    host(
        HostKernels.batchNormalization(normalization.output().channels(), normalization.epsilon()),
        List.of(
            () -> tensors.array(normalization.input()),
            () -> kernels.array(normalization.scale()),
            () -> kernels.array(normalization.bias())),
        to,
        tensors.of(normalization.input()));
  }

  @Override
  Place placeOf(Layer.Sigmoid sigmoid) {
    return tensors.place(sigmoid.output());
  }
}
