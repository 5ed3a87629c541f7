// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.backend.HostTransfer;
import io.github.seqnet.nn.internal.operation.Operations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans the forward pass of inference: without dropout, in place where nothing else reads, and with
 * {@link ComposedUpConvolution}s.
 */
final class InferenceOperations extends ForwardOperations {
  private final DeviceWeights weights;
  // The edge corrections, filled when the plan is compiled; shared by all layers of a kernel.
  private final Map<List<Object>, Buffer> edges = new HashMap<>();

  InferenceOperations(PlannedTensors tensors, DeviceWeights weights, NativeForms forms) {
    super(tensors, new InferenceKernels(weights), forms);
    this.weights = weights;
  }

  @Override
  protected void dropout(Layer.Dropout dropout) {
    tensors.alias(dropout.output(), dropout.input());
  }

  @Override
  protected void batchNormalization(Layer.BatchNormalization normalization) {
    Tensor x = normalization.input();
    Tensor y = normalization.output();
    Buffer to = tensors.bufferOver(x, y);
    long channels = y.channels();
    tensors.emit(
        () ->
            Operations.multiplication(
                weights.normalizationFactor(normalization), tensors.array(x), tensors.array(y)),
        tensors.of(x),
        to);
    tensors.emit(
        () ->
            Operations.addBias(
                tensors.matrix(to, channels), weights.normalizationBias(normalization)),
        to);
  }

  @Override
  protected Buffer bufferOf(Layer.Sigmoid sigmoid) {
    return tensors.bufferOver(sigmoid.input(), sigmoid.output());
  }

  @Override
  protected void convolution(Layer.Convolution c) {
    ComposedUpConvolution composed = tensors.composed(c);
    if (composed == null) {
      super.convolution(c);
      return;
    }
    ofSkip(composed);
    ofUpConvolution(composed);
    Buffer y = tensors.of(c.output());
    long[] shape = tensors.shape(c.output());
    for (ComposedUpConvolution.Edge edge : ComposedUpConvolution.Edge.values()) {
      edge(composed, edge, y, shape);
    }
  }

  private void ofSkip(ComposedUpConvolution composed) {
    Tensor y = composed.convolution().output();
    ConvolutionForm form = forms.convolution(1, y.channels(), tensors.shape(y)[2]);
    convolution(
        composed.skip(),
        PlannedKernels.Source.of(() -> weights.skipKernel(composed, form)),
        PlannedKernels.Source.of(() -> weights.composedBias(composed, form)),
        y,
        ComposedUpConvolution.SIZE,
        form);
  }

  private void ofUpConvolution(ComposedUpConvolution composed) {
    Tensor output = composed.convolution().output();
    Buffer y = tensors.of(output);
    int pixels = forms.composedPixels(output.channels());
    Buffer addend = new Buffer(y.length);
    Tensor low = composed.up().input();
    tensors.emit(
        () ->
            Operations.transposedConvolution(
                tensors.array(low),
                weights.composedKernel(composed, pixels),
                grouped(addend, output, pixels),
                ComposedUpConvolution.arguments(pixels)),
        tensors.of(low),
        addend);
    tensors.emit(() -> Operations.addInPlace(tensors.row(y), tensors.row(addend)), y, addend);
  }

  private void edge(
      ComposedUpConvolution composed, ComposedUpConvolution.Edge edge, Buffer y, long[] shape) {
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
    int width = (int) shape[2];
    Buffer addend =
        edges.computeIfAbsent(
            DeviceWeights.keyOf(composed, edge, width), absent -> tensors.constant(part[1]));
    tensors.emit(
        () -> {
          HostTransfer.put(weights.edge(composed, edge, width), tensors.row(addend));
          return Operations.addBias(tensors.strided(y, first, part, strides), tensors.row(addend));
        },
        y,
        addend);
  }
}
