// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.operation.GradientOperations;
import io.github.seqnet.nn.internal.operation.HostKernels;
import io.github.seqnet.nn.internal.operation.HostOperation;
import io.github.seqnet.nn.internal.operation.Operations;
import io.github.seqnet.nn.internal.plan.Buffer;
import io.github.seqnet.nn.internal.plan.ConvolutionForm;
import io.github.seqnet.nn.internal.plan.ForwardOperations;
import io.github.seqnet.nn.internal.plan.NativeForms;
import io.github.seqnet.nn.internal.plan.PixelBlock;
import io.github.seqnet.nn.internal.plan.PlannedKernels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Plans the backward pass of a training step, layer by layer: computes a layer's input and
 * parameter gradients from its output gradient.
 */
final class TrainingBackward {
  private final TrainingTensors tensors;
  private final TrainingKernels kernels;
  private final ParameterGradients gradients;
  private final NativeForms forms;
  private final Map<Integer, Buffer> masks;
  private final Buffer ones;

  /**
   * @param masks what each dropout multiplied with, by its output tensor
   * @param ones one value per pixel of a batch, filled by the caller
   */
  TrainingBackward(
      TrainingTensors tensors,
      TrainingKernels kernels,
      ParameterGradients gradients,
      NativeForms forms,
      Map<Integer, Buffer> masks,
      Buffer ones) {
    this.tensors = tensors;
    this.kernels = kernels;
    this.gradients = gradients;
    this.forms = forms;
    this.masks = masks;
    this.ones = ones;
  }

  /**
   * Plans one layer, after all that read its output.
   *
   * @param outputGradient of the loss at its output; may be written over
   */
  void plan(Layer layer, Buffer outputGradient) {
    layer.accept(new LayerGradients(outputGradient));
  }

  /** Plans the gradients of one layer from that of the loss at its output. */
  private final class LayerGradients implements Layer.Visitor<Void> {
    private final Buffer outputGradient;

    LayerGradients(Buffer outputGradient) {
      this.outputGradient = outputGradient;
    }

    @Override
    public Void visit(Layer.Input input) {
      return null;
    }

    @Override
    public Void visit(Layer.Convolution c) {
      if (c.kernelSize() == 1) {
        pointConvolution(c, outputGradient);
      } else if (isByProducts(c)) {
        convolutionByProducts(c, outputGradient);
      } else {
        convolutionByLibrary(c, outputGradient);
      }
      return null;
    }

    @Override
    public Void visit(Layer.StridedConvolution c) {
      PlannedKernels.Source kernel =
          ForwardOperations.dilatedKernel(c, tensors, () -> kernels.array(c.kernel()));
      int size = c.dilatedSize();
      int depth = c.input().channels() * c.output().channels();
      Buffer toWide = new Buffer((long) size * size * depth);
      Buffer toKernel = new Buffer(c.kernel().length());
      Buffer toBias = new Buffer(c.bias().length());
      tensors.contribute(
          c.input(),
          to ->
              tensors.emit(
                  () ->
                      GradientOperations.convolutionGradient(
                          tensors.array(c.input()),
                          kernel.array().get(),
                          kernels.array(c.bias()),
                          tensors.array(outputGradient, tensors.shape(c.output())),
                          tensors.array(to, tensors.shape(c.input())),
                          tensors.array(
                              toWide, size, size, c.input().channels(), c.output().channels()),
                          tensors.row(toBias),
                          Operations.convolutionArguments(c)),
                  tensors.of(c.input()),
                  outputGradient,
                  to,
                  toWide,
                  toBias,
                  kernel.buffer()));
      host(
          HostKernels.undilate(c.kernelSize(), c.dilation(), depth),
          List.of(() -> tensors.row(toWide)),
          List.of(toKernel),
          toWide);
      add(toKernel, c.kernel());
      add(toBias, c.bias());
      return null;
    }

    @Override
    public Void visit(Layer.DepthwiseConvolution c) {
      Buffer toX = new Buffer(tensors.length(c.input()));
      Buffer toKernel = new Buffer(c.kernel().length());
      Buffer toBias = new Buffer(c.bias().length());
      host(
          HostKernels.depthwiseGradient(
              tensors.shape(c.input()), c.kernelSize(), c.stride(), c.dilation()),
          List.of(
              () -> tensors.array(c.input()),
              () -> kernels.array(c.kernel()),
              () -> tensors.row(outputGradient)),
          List.of(toX, toKernel, toBias),
          tensors.of(c.input()),
          outputGradient);
      add(toX, c.input());
      add(toKernel, c.kernel());
      add(toBias, c.bias());
      return null;
    }

    @Override
    public Void visit(Layer.UpConvolution up) {
      upConvolution(up, outputGradient);
      return null;
    }

    @Override
    public Void visit(Layer.MaxPooling pooling) {
      maxPooling(pooling, outputGradient);
      return null;
    }

    @Override
    public Void visit(Layer.AveragePooling pooling) {
      return ofGradient(
          pooling.input(), HostKernels.averagePoolingGradient(tensors.shape(pooling.input())));
    }

    @Override
    public Void visit(Layer.GlobalAveragePooling pooling) {
      return ofGradient(
          pooling.input(), HostKernels.globalAverageGradient(tensors.shape(pooling.input())));
    }

    @Override
    public Void visit(Layer.GlobalMaxPooling pooling) {
      return ofInputAndGradient(
          pooling.input(), HostKernels.globalMaxGradient(tensors.shape(pooling.input())));
    }

    @Override
    public Void visit(Layer.NearestUpsampling up) {
      return ofGradient(up.input(), HostKernels.nearestGradient(tensors.shape(up.output())));
    }

    @Override
    public Void visit(Layer.BilinearUpsampling up) {
      return ofGradient(up.input(), HostKernels.bilinearGradient(tensors.shape(up.output())));
    }

    @Override
    public Void visit(Layer.Concatenation concatenation) {
      concatenation(concatenation, outputGradient);
      return null;
    }

    @Override
    public Void visit(Layer.Addition addition) {
      for (Tensor x : addition.inputs()) {
        if (tensors.hasGradient(x)) {
          tensors.contribute(
              x,
              to ->
                  tensors.emit(
                      () -> GradientOperations.copy(tensors.row(outputGradient), tensors.row(to)),
                      outputGradient,
                      to));
        }
      }
      return null;
    }

    @Override
    public Void visit(Layer.Multiplication product) {
      multiplication(product, outputGradient);
      return null;
    }

    @Override
    public Void visit(Layer.BatchNormalization n) {
      int channels = n.output().channels();
      Buffer toX = new Buffer(tensors.length(n.input()));
      List<Buffer> toParameters =
          n.parameters().stream().map(parameter -> new Buffer(parameter.length())).toList();
      host(
          HostKernels.batchNormalizationGradient(
              channels, n.epsilon(), gradients.isTrained(n.mean())),
          List.of(
              () -> tensors.array(n.input()),
              () -> kernels.array(n.scale()),
              () -> kernels.array(n.mean()),
              () -> kernels.array(n.variance()),
              () -> tensors.row(outputGradient)),
          Stream.concat(Stream.of(toX), toParameters.stream()).toList(),
          tensors.of(n.input()),
          outputGradient);
      add(toX, n.input());
      for (int i = 0; i < toParameters.size(); i++) {
        add(toParameters.get(i), n.parameters().get(i));
      }
      return null;
    }

    @Override
    public Void visit(Layer.Relu relu) {
      Tensor y = relu.output();
      // Whatever reads y has been through its backward pass: y may be written over.
      tensors.emit(
          () -> GradientOperations.positive(tensors.array(y), tensors.array(y)), tensors.of(y));
      times(relu.input(), y, outputGradient, tensors.of(y));
      return null;
    }

    @Override
    public Void visit(Layer.LeakyRelu relu) {
      return ofInputAndGradient(relu.input(), HostKernels.leakyReluGradient(relu.alpha()));
    }

    @Override
    public Void visit(Layer.Sigmoid sigmoid) {
      Tensor y = sigmoid.output();
      tensors.contribute(
          sigmoid.input(),
          to ->
              tensors.emit(
                  () ->
                      GradientOperations.sigmoidGradient(
                          tensors.array(sigmoid.input()),
                          tensors.array(outputGradient, tensors.shape(y)),
                          tensors.array(to, tensors.shape(y))),
                  tensors.of(sigmoid.input()),
                  outputGradient,
                  to));
      return null;
    }

    @Override
    public Void visit(Layer.Softmax softmax) {
      return ofInputAndGradient(
          softmax.input(), HostKernels.softmaxGradient(softmax.output().channels()));
    }

    @Override
    public Void visit(Layer.Dropout dropout) {
      Tensor y = dropout.output();
      times(dropout.input(), y, outputGradient, Objects.requireNonNull(masks.get(y.id()), "mask"));
      return null;
    }

    @Override
    public Void visit(Layer.StopGradient stop) {
      return null;
    }

    private Void ofGradient(Tensor x, HostOperation.Kernel kernel) {
      tensors.contribute(
          x,
          to ->
              host(
                  kernel, List.of(() -> tensors.row(outputGradient)), List.of(to), outputGradient));
      return null;
    }

    private Void ofInputAndGradient(Tensor x, HostOperation.Kernel kernel) {
      tensors.contribute(
          x,
          to ->
              host(
                  kernel,
                  List.of(() -> tensors.array(x), () -> tensors.row(outputGradient)),
                  List.of(to),
                  tensors.of(x),
                  outputGradient));
      return null;
    }
  }

  /** Plans an operation in Java that writes some buffers. */
  private void host(
      HostOperation.Kernel kernel,
      List<Supplier<INDArray>> inputs,
      List<Buffer> outputs,
      Buffer... read) {
    tensors.emit(
        () ->
            new HostOperation(
                inputs.stream().map(Supplier::get).toList(),
                outputs.stream().map(tensors::row).toList(),
                kernel),
        Stream.concat(outputs.stream(), Stream.of(read)).toArray(Buffer[]::new));
  }

  /** Adds values to the gradient of a tensor. */
  private void add(Buffer values, Tensor x) {
    tensors.contribute(
        x,
        to ->
            tensors.emit(
                () -> GradientOperations.copy(tensors.row(values), tensors.row(to)), values, to));
  }

  /** Adds values to the gradient of a parameter. */
  private void add(Buffer values, Parameter parameter) {
    gradients
        .part(parameter, "", () -> gradients.block().view(parameter, 0, parameter.length()))
        .ifPresent(
            sink ->
                tensors.emit(
                    () ->
                        sink.add()
                            ? Operations.addInPlace(sink.array().get(), tensors.row(values))
                            : GradientOperations.copy(tensors.row(values), sink.array().get()),
                    values));
  }

  /**
   * Multiplies the gradient of y by a factor to get that of x; in place if x has no other reader.
   */
  private void times(Tensor x, Tensor y, Buffer outputGradient, Buffer factor) {
    if (tensors.isReadOnce(x) && tensors.gradient(x) == null) {
      tensors.emit(
          () ->
              GradientOperations.multiplyInPlace(
                  tensors.array(outputGradient, tensors.shape(y)),
                  tensors.array(factor, tensors.shape(y))),
          outputGradient,
          factor);
      tensors.putGradient(x, outputGradient);
    } else {
      tensors.contribute(
          x,
          to ->
              tensors.emit(
                  () ->
                      GradientOperations.binary(
                          "multiply",
                          tensors.array(outputGradient, tensors.shape(y)),
                          tensors.array(factor, tensors.shape(y)),
                          tensors.array(to, tensors.shape(y))),
                  outputGradient,
                  factor,
                  to));
    }
  }

  private void maxPooling(Layer.MaxPooling pooling, Buffer outputGradient) {
    Tensor x = pooling.input();
    if (tensors.hasGradient(x)) {
      tensors.contribute(
          x,
          to ->
              tensors.emit(
                  () ->
                      GradientOperations.maxPoolingGradient(
                          tensors.array(x),
                          tensors.array(outputGradient, tensors.shape(pooling.output())),
                          tensors.array(to, tensors.shape(x))),
                  tensors.of(x),
                  outputGradient,
                  to));
    }
  }

  /**
   * Whether the gradients of a larger convolution are products of pixels. This also holds if only
   * one of them is requested. Convolutions that share a kernel use the same form.
   */
  private boolean isByProducts(Layer.Convolution c) {
    for (Layer layer : tensors.layers) {
      if (layer instanceof Layer.Convolution other
          && other.kernel().equals(c.kernel())
          && !canBeByProducts(other)) {
        return false;
      }
    }
    return true;
  }

  private boolean canBeByProducts(Layer.Convolution c) {
    List<Tensor> parts = tensors.concatenated(c.input());
    if (c.kernelSize() / 2 > tensors.shape(c.output())[2]) {
      return false;
    }
    boolean both = gradients.isTrained(c.kernel()) && parts.stream().anyMatch(tensors::hasGradient);
    return forms.products() && (!both || forms.gradientByProducts(parts, c.output().channels()));
  }

  /** Whether a convolution's backward pass reads the parts of a concatenation, in either layout. */
  boolean readsParts(Layer.Convolution c) {
    return c.kernelSize() > 1 && isByProducts(c);
  }

  /** By what the native library has for the gradients of a convolution: all of them at once. */
  private void convolutionByLibrary(Layer.Convolution c, Buffer outputGradient) {
    Buffer toKernel = gradients.bufferOf(c.kernel());
    Buffer toBias = gradients.bufferOf(c.bias());
    tensors.contribute(
        c.input(),
        to ->
            tensors.emit(
                () ->
                    GradientOperations.convolutionGradient(
                        tensors.array(c.input()),
                        kernels.array(c.kernel()),
                        kernels.array(c.bias()),
                        tensors.array(outputGradient, tensors.shape(c.output())),
                        tensors.array(to, tensors.shape(c.input())),
                        gradients.array(c.kernel(), toKernel),
                        gradients.array(c.bias(), toBias),
                        Operations.convolutionArguments(kernels.array(c.kernel()))),
                tensors.of(c.input()),
                outputGradient,
                to,
                toKernel,
                toBias));
    gradients.addFrom(toKernel, c.kernel());
    gradients.addFrom(toBias, c.bias());
  }

  /**
   * Computes input gradients as convolutions with the rotated kernel and the kernel gradient as
   * products of shifted pixels, separately for each part of a concatenation.
   */
  private void convolutionByProducts(Layer.Convolution c, Buffer outputGradient) {
    gradients.bias(c.bias()).ifPresent(sink -> bias(outputGradient, c.output().channels(), sink));
    KernelGradient kernel = new KernelGradient(tensors, gradients, c, outputGradient);
    int row = 0;
    for (Tensor part : tensors.concatenated(c.input())) {
      int first = row;
      if (gradients.isTrained(c.kernel())) {
        kernel.plan(first, part);
      }
      if (tensors.hasGradient(part)) {
        tensors.contribute(part, to -> gradientByTurnedKernel(c, first, part, outputGradient, to));
      }
      row += part.channels();
    }
  }

  /**
   * The gradient of a part of the input: the output gradients convolved with the kernel rotated by
   * 180 degrees.
   */
  private void gradientByTurnedKernel(
      Layer.Convolution c, int row, Tensor part, Buffer outputGradient, Buffer to) {
    long[] shape = tensors.shape(part);
    ConvolutionForm form = forms.convolution(1, part.channels(), shape[2]);
    PlannedKernels.Source kernel = kernels.turnedKernel(c, row, part, form);
    tensors.emit(
        () ->
            Operations.convolution(
                tensors.array(outputGradient, tensors.shape(c.output())),
                kernel.array().get(),
                tensors.array(
                    to, shape[0], shape[1], shape[2] / form.pixels(), form.pixels() * shape[3]),
                form.arguments(c.kernelSize())),
        outputGradient,
        to,
        kernel.buffer());
  }

  /** The sums of the columns of a gradient. */
  private void bias(Buffer outputGradient, int out, ParameterGradients.Sink sink) {
    long rows = outputGradient.length / out;
    tensors.emit(
        () ->
            Operations.product(
                tensors.array(new Buffer(ones, 0, rows), 1, rows),
                false,
                tensors.matrix(outputGradient, out),
                false,
                sink.add(),
                sink.array().get()),
        outputGradient);
  }

  private void pointConvolution(Layer.Convolution c, Buffer outputGradient) {
    int out = c.output().channels();
    gradients.bias(c.bias()).ifPresent(sink -> bias(outputGradient, out, sink));
    int row = 0;
    for (Tensor part : tensors.partsOf(c.input())) {
      int first = row;
      ConvolutionForm form = forms.point(part.channels(), outputGradient.length / out);
      product(
          part,
          outputGradient,
          out,
          new PointKernel(kernels.pointKernel(c, first, part, form), form.pixels(), false),
          gradients.part(
              c.kernel(),
              "/" + row,
              () -> TrainingKernels.pointRows(gradients.block(), c, first, part)));
      row += part.channels();
    }
  }

  private void upConvolution(Layer.UpConvolution up, Buffer outputGradient) {
    long[] small = tensors.shape(up.input());
    int columns = 2 * up.output().channels();
    long rowLength = small[2] * columns;
    int rowCount = Math.toIntExact(small[0] * small[1]);
    for (int parity = 0; parity < 2; parity++) {
      int row = parity;
      Buffer gathered = new Buffer(tensors.length(up.output()) / 2);
      tensors.emit(
          () ->
              GradientOperations.rows(
                  tensors.array(outputGradient, 2L * rowCount, rowLength),
                  IntStream.range(0, rowCount).map(i -> 2 * i + row).toArray(),
                  tensors.array(gathered, rowCount, rowLength)),
          outputGradient,
          gathered);
      gradients
          .part(up.bias(), "", () -> gradients.block().view(up.bias(), 0, 1, columns))
          .ifPresent(sink -> bias(gathered, columns, sink));
      PlannedKernels.Source kernel =
          new PlannedKernels.Source(null, () -> kernels.upKernel(up, row));
      product(
          up.input(),
          gathered,
          columns,
          new PointKernel(kernel, 1, true),
          gradients.part(
              up.kernel(), "/" + row, () -> TrainingKernels.upRows(gradients.block(), up, row)));
    }
  }

  /**
   * The kernel of a product of pixels.
   *
   * @param pixels how many pixels it is for at once
   * @param transposed whether it is {@code [out, in]}, not {@code [in, out]}
   */
  private record PointKernel(PlannedKernels.Source source, int pixels, boolean transposed) {}

  /** The gradients of a product of pixels and kernel. */
  private void product(
      Tensor x,
      Buffer outputGradient,
      int out,
      PointKernel kernel,
      Optional<ParameterGradients.Sink> sink) {
    Buffer known = tensors.gradient(x);
    Buffer gradientOfX = known == null ? new Buffer(tensors.length(x)) : known;
    boolean passes = tensors.hasGradient(x);
    if (passes) {
      tensors.putGradient(x, gradientOfX);
    }
    for (PixelBlock block : PixelBlock.of(outputGradient.length / out, 2L * x.channels() + out)) {
      Buffer from = block.of(outputGradient, out);
      Buffer values = block.of(tensors.of(x), x.channels());
      sink.ifPresent(
          to -> {
            boolean add = to.add() || block.first() > 0;
            tensors.emit(
                () -> {
                  INDArray pixels = tensors.matrix(values, x.channels());
                  INDArray outputGradients = tensors.matrix(from, out);
                  return Operations.product(
                      kernel.transposed() ? outputGradients : pixels,
                      true,
                      kernel.transposed() ? pixels : outputGradients,
                      false,
                      add,
                      to.array().get());
                },
                values,
                from);
          });
      if (passes) {
        Buffer to = block.of(gradientOfX, x.channels());
        tensors.emit(
            () ->
                Operations.product(
                    tensors.matrix(from, (long) kernel.pixels() * out),
                    false,
                    kernel.source().array().get(),
                    !kernel.transposed(),
                    known != null,
                    tensors.matrix(to, (long) kernel.pixels() * x.channels())),
            from,
            to,
            kernel.source().buffer());
      }
    }
  }

  private void concatenation(Layer.Concatenation concatenation, Buffer outputGradient) {
    long[] shape = tensors.shape(concatenation.output());
    long[] strides = {shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1};
    long before = 0;
    for (Tensor x : concatenation.inputs()) {
      long start = before;
      before += x.channels();
      if (!tensors.hasGradient(x)) {
        continue;
      }
      Supplier<INDArray> slice =
          () -> tensors.strided(outputGradient, start, tensors.shape(x), strides);
      // A strided sum takes several times as long as a strided copy and a sum of what it made.
      tensors.contribute(
          x,
          to ->
              tensors.emit(
                  () -> GradientOperations.copy(slice.get(), tensors.array(to, tensors.shape(x))),
                  outputGradient,
                  to));
    }
  }

  private void multiplication(Layer.Multiplication product, Buffer outputGradient) {
    Tensor y = product.output();
    if (tensors.hasGradient(product.input())) {
      tensors.contribute(
          product.input(),
          to ->
              tensors.emit(
                  () ->
                      Operations.multiplication(
                          tensors.array(product.factor()),
                          tensors.array(outputGradient, tensors.shape(y)),
                          tensors.array(to, tensors.shape(y))),
                  tensors.of(product.factor()),
                  outputGradient,
                  to));
    }
    Tensor factor = product.factor();
    if (!tensors.hasGradient(factor)) {
      return;
    }
    if (factor.isGlobal() || factor.channels() > 1) {
      tensors.contribute(
          factor,
          to ->
              host(
                  HostKernels.factorGradient(
                      tensors.shape(y), factor.channels(), factor.isGlobal()),
                  List.of(() -> tensors.array(product.input()), () -> tensors.row(outputGradient)),
                  List.of(to),
                  tensors.of(product.input()),
                  outputGradient));
      return;
    }
    {
      Buffer products = new Buffer(tensors.length(y));
      tensors.emit(
          () ->
              GradientOperations.binary(
                  "multiply",
                  tensors.array(product.input()),
                  tensors.array(outputGradient, tensors.shape(y)),
                  tensors.array(products, tensors.shape(y))),
          tensors.of(product.input()),
          outputGradient,
          products);
      tensors.contribute(
          product.factor(),
          to ->
              tensors.emit(
                  () ->
                      GradientOperations.sumOfChannels(
                          tensors.array(products, tensors.shape(y)),
                          tensors.array(to, tensors.shape(product.factor()))),
                  products,
                  to));
    }
  }
}
