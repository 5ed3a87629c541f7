// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.operation.GradientOperations;
import io.github.seqnet.nn.internal.plan.Buffer;
import io.github.seqnet.nn.internal.plan.ConvolutionForm;
import io.github.seqnet.nn.internal.plan.PlannedKernels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a network in training as their operations read them: unchanged, or in a form
 * that is computed on first use in each run.
 */
final class TrainingKernels implements PlannedKernels {
  /** Views of the memory of a kernel. */
  @FunctionalInterface
  private interface Memory {
    INDArray view(long skip, long[] shape, long[] strides);
  }

  /** A view of a kernel in place. */
  private record Stored(
      int size, int in, int out, ConvolutionForm.Strides strides, Memory memory) {}

  private final TrainingTensors tensors;
  private final ParameterBlock parameters;
  // Kernels and biases in other forms, by name and form.
  private final Map<List<Object>, Buffer> formed = new LinkedHashMap<>();
  private final Map<String, Buffer> turned = new HashMap<>();

  TrainingKernels(TrainingTensors tensors, ParameterBlock parameters) {
    this.tensors = tensors;
    this.parameters = parameters;
  }

  /**
   * Must be called once, when memory has been allocated: the gaps between the values of a reordered
   * kernel are never written again.
   */
  void clear() {
    formed.values().forEach(buffer -> tensors.row(buffer).assign(0));
  }

  @Override
  public INDArray array(Parameter parameter) {
    return parameters.view(parameter);
  }

  @Override
  public Source kernel(Layer.Convolution c, ConvolutionForm form) {
    if (form.isPlain()) {
      return Source.of(() -> parameters.view(c.kernel()));
    }
    int size = c.kernelSize();
    int in = c.input().channels();
    int out = c.output().channels();
    Stored stored =
        new Stored(
            size,
            in,
            out,
            new ConvolutionForm.Strides((long) size * in * out, (long) in * out, out, 1),
            (skip, shape, strides) -> parameters.strided(c.kernel(), skip, shape, strides));
    return formed(List.of(c.kernel().name(), form), stored, form);
  }

  @Override
  public Source bias(Layer.Convolution c, ConvolutionForm form) {
    Parameter bias = c.bias();
    if (form.pixels() == 1) {
      return Source.of(() -> parameters.view(bias));
    }
    Buffer buffer =
        oncePerRun(
            List.of(bias.name(), form),
            (long) form.pixels() * bias.length(),
            form,
            (whole, pixel) -> {
              Buffer copy = new Buffer(whole, (long) pixel * bias.length(), bias.length());
              tensors.emit(() -> GradientOperations.copy(parameters.view(bias), tensors.row(copy)));
            });
    return new Source(buffer, () -> tensors.row(buffer));
  }

  @Override
  public Source pointKernel(Layer.Convolution c, int row, Tensor part, ConvolutionForm form) {
    if (form.isPlain()) {
      return Source.of(() -> pointRows(parameters, c, row, part));
    }
    int in = part.channels();
    int out = c.output().channels();
    Stored stored =
        new Stored(
            1,
            in,
            out,
            new ConvolutionForm.Strides((long) in * out, (long) in * out, out, 1),
            (skip, shape, strides) ->
                parameters.strided(c.kernel(), (long) row * out + skip, shape, strides));
    Source formed = formed(List.of(c.kernel().name(), form, row), stored, form);
    Buffer buffer = Objects.requireNonNull(formed.buffer(), "buffer");
    return new Source(buffer, () -> tensors.matrix(buffer, (long) form.pixels() * out));
  }

  /**
   * The kernel that maps output gradients to the gradients of a part of the input: rotated by 180
   * degrees, with input and output channels exchanged, in a form.
   *
   * @param row the part's first channel in the convolution's input
   */
  Source turnedKernel(Layer.Convolution c, int row, Tensor part, ConvolutionForm form) {
    int size = c.kernelSize();
    int in = c.input().channels();
    int out = c.output().channels();
    Buffer turned = turnedPositions(c);
    var strides = new ConvolutionForm.Strides((long) size * in * out, (long) in * out, 1, out);
    Memory memory =
        (skip, shape, steps) -> tensors.strided(turned, (long) row * out + skip, shape, steps);
    if (form.isPlain()) {
      long[] shape = {size, size, out, part.channels()};
      long[] steps = {strides.row(), strides.column(), strides.in(), strides.out()};
      return new Source(turned, () -> memory.view(0, shape, steps));
    }
    return formed(
        List.of(c.kernel().name(), form, row),
        new Stored(size, out, part.channels(), strides, memory),
        form,
        turned);
  }

  /** The positions of a kernel in reverse order, each {@code [in, out]} as it is. */
  private Buffer turnedPositions(Layer.Convolution c) {
    return turned.computeIfAbsent(
        c.kernel().name(),
        name -> {
          Buffer rows = new Buffer(c.kernel().length());
          int count = c.kernelSize() * c.kernelSize();
          long each = c.kernel().length() / count;
          tensors.emit(
              () ->
                  GradientOperations.rows(
                      parameters.view(c.kernel(), 0, count, each),
                      IntStream.range(0, count).map(i -> count - 1 - i).toArray(),
                      tensors.array(rows, count, each)),
              rows);
          return rows;
        });
  }

  @Override
  public INDArray upKernel(Layer.UpConvolution up, int parity) {
    return upRows(parameters, up, parity);
  }

  @Override
  public INDArray upBias(Layer.UpConvolution up) {
    return parameters.view(up.bias(), 0, 2L * up.bias().length());
  }

  /** {@link #upKernel} among parameters or gradients. */
  static INDArray upRows(ParameterBlock from, Layer.UpConvolution up, int parity) {
    long out = 2L * up.output().channels();
    long in = up.input().channels();
    return from.view(up.kernel(), parity * out * in, out, in);
  }

  /** The plain {@link #pointKernel} among parameters or gradients. */
  static INDArray pointRows(ParameterBlock from, Layer.Convolution c, int row, Tensor part) {
    long out = c.output().channels();
    return from.view(c.kernel(), row * out, part.channels(), out);
  }

  /** A kernel in a form; the gaps in it stay zero. */
  private Source formed(List<Object> key, Stored kernel, ConvolutionForm form, Buffer... used) {
    int size = kernel.size();
    int in = kernel.in();
    int out = kernel.out();
    long[] shape = form.kernelShape(size, in, out);
    long[] axes = form.axes(size, in, out);
    Buffer buffer =
        oncePerRun(
            key,
            Arrays.stream(shape).reduce(1, (a, b) -> a * b),
            form,
            (whole, pixel) -> {
              long offset = form.formedOffset(pixel, size, in, out);
              tensors.emit(
                  () ->
                      GradientOperations.copy(
                          kernel.memory().view(0, axes, form.source(kernel.strides(), in)),
                          tensors.strided(whole, offset, axes, form.formed(size, in, out))),
                  used);
            });
    return new Source(buffer, () -> tensors.array(buffer, shape));
  }

  /** The buffer with this key, filled on first use for each pixel of the form. */
  private Buffer oncePerRun(
      List<Object> key, long length, ConvolutionForm form, BiConsumer<Buffer, Integer> fill) {
    return formed.computeIfAbsent(
        key,
        absent -> {
          Buffer buffer = tensors.pin(length);
          for (int pixel = 0; pixel < form.pixels(); pixel++) {
            fill.accept(buffer, pixel);
          }
          return buffer;
        });
  }
}
