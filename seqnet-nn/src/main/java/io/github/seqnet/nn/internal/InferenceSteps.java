package io.github.seqnet.nn.internal;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Plans the forward pass of inference: without dropout, in place where nothing else reads, and with
 * {@link ComposedUpConvolution}s.
 */
final class InferenceSteps extends ForwardSteps {
  private final DeviceWeights weights;

  InferenceSteps(PlannedTensors tensors, DeviceWeights weights, NativeForms forms) {
    super(tensors, new InferenceKernels(weights), forms);
    this.weights = weights;
  }

  @Override
  void dropout(Layer.Dropout dropout) {
    tensors.alias(dropout.output(), dropout.input());
  }

  @Override
  Place placeOf(Layer.Sigmoid sigmoid) {
    return tensors.placeOver(sigmoid.input(), sigmoid.output());
  }

  @Override
  void convolution(Layer.Convolution c) {
    ComposedUpConvolution composed = tensors.composed(c);
    if (composed == null) {
      super.convolution(c);
      return;
    }
    Tensor output = c.output();
    Place y = tensors.place(output);
    long[] shape = tensors.shape(output);
    ofSkip(composed, y, shape);
    ofUpConvolution(composed, y, shape);
    for (ComposedUpConvolution.Edge edge : ComposedUpConvolution.Edge.values()) {
      edge(composed, edge, y, shape);
    }
  }

  private void ofSkip(ComposedUpConvolution composed, Place y, long[] shape) {
    ConvolutionForm form = forms.convolution(1, (int) shape[3], shape[2]);
    tensors.emit(
        () ->
            Operations.convolution(
                tensors.array(composed.skip()),
                weights.skipKernel(composed, form),
                weights.composedBias(composed, form),
                pixels(y, shape, form.pixels()),
                form.arguments(ComposedUpConvolution.SIZE)),
        tensors.of(composed.skip()),
        y);
  }

  private void ofUpConvolution(ComposedUpConvolution composed, Place y, long[] shape) {
    int together = forms.composedPixels((int) shape[3]);
    Place addend = new Place(y.length);
    Tensor low = composed.up().input();
    tensors.emit(
        () ->
            Operations.transposedConvolution(
                tensors.array(low),
                weights.composedKernel(composed, together),
                pixels(addend, shape, together),
                ComposedUpConvolution.arguments(together)),
        tensors.of(low),
        addend);
    tensors.emit(() -> Operations.addInPlace(tensors.row(y), tensors.row(addend)), y, addend);
  }

  /** So many neighbours of a row as one pixel. */
  private INDArray pixels(Place place, long[] shape, int together) {
    return tensors.array(place, shape[0], shape[1], shape[2] / together, together * shape[3]);
  }

  private void edge(
      ComposedUpConvolution composed, ComposedUpConvolution.Edge edge, Place y, long[] shape) {
    long rows = shape[1];
    long channels = shape[3];
    long row = shape[2] * channels;
    long first =
        switch (edge) {
          case TOP, LEFT -> 0;
          case BOTTOM -> (rows - 1) * row;
          case RIGHT -> row - channels;
        };
    long[] part =
        edge.isRow() ? new long[] {shape[0], row} : new long[] {shape[0] * rows, channels};
    long[] strides = {edge.isRow() ? rows * row : row, 1};
    tensors.emit(
        () ->
            Operations.addBias(
                tensors.strided(y, first, part, strides),
                weights.edge(composed, edge, (int) shape[2])),
        y);
  }
}
