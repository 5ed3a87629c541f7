package io.github.seqnet.nn.internal;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Parameter;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Plans the forward pass of a training step: with dropout, and what the backward pass reads is not
 * written over.
 */
final class TrainingForward extends ForwardSteps {
  private final Map<Integer, Place> masks;
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
      Map<Integer, Place> masks,
      Predicate<Parameter> trained) {
    super(tensors, kernels, forms);
    this.masks = masks;
    this.trained = trained;
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
  Place placeOf(Layer.Sigmoid sigmoid) {
    return tensors.place(sigmoid.output());
  }
}
