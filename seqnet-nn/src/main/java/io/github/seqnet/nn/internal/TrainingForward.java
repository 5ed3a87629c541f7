package io.github.seqnet.nn.internal;

import io.github.seqnet.nn.architecture.Layer;
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
  Place placeOf(Layer.Sigmoid sigmoid) {
    return tensors.place(sigmoid.output());
  }
}
