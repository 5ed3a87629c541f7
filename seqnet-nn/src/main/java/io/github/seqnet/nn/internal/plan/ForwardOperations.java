// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.operation.FloatBilinearUpsampling;
import io.github.seqnet.nn.internal.operation.HostKernels;
import io.github.seqnet.nn.internal.operation.HostOperation;
import io.github.seqnet.nn.internal.operation.Operations;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Plans the operations of a forward pass, layer by layer. */
public abstract class ForwardOperations implements Layer.Visitor<Void> {
  public final PlannedTensors tensors;
  protected final NativeForms forms;
  public final PlannedKernels kernels;

  public ForwardOperations(PlannedTensors tensors, PlannedKernels kernels, NativeForms forms) {
    this.tensors = tensors;
    this.kernels = kernels;
    this.forms = forms;
  }

  /** Plans what a dropout does. */
  protected abstract void dropout(Layer.Dropout dropout);

  /** The buffer that receives the output of a sigmoid. */
  protected abstract Buffer bufferOf(Layer.Sigmoid sigmoid);

  /** Plans a batch normalization. */
  protected abstract void batchNormalization(Layer.BatchNormalization normalization);

  public final void plan(Layer layer) {
    layer.accept(this);
  }

  /** Plans an operation in Java. */
  protected final void host(
      HostOperation.Kernel kernel, List<Supplier<INDArray>> inputs, Buffer to, Buffer... read) {
    Buffer[] used = Arrays.copyOf(read, read.length + 1);
    used[read.length] = to;
    tensors.emit(
        () ->
            new HostOperation(
                inputs.stream().map(Supplier::get).toList(), List.of(tensors.row(to)), kernel),
        used);
  }

  /** Plans an operation in Java with one input. */
  private Void host(HostOperation.Kernel kernel, Tensor x, Tensor y) {
    Buffer to = tensors.buffer(y);
    host(kernel, List.of(() -> tensors.array(x)), to, tensors.of(x));
    return null;
  }

  @Override
  public Void visit(Layer.Input input) {
    // Filled from outside.
    return null;
  }

  @Override
  public Void visit(Layer.Convolution c) {
    if (c.kernelSize() == 1) {
      pointConvolution(c);
    } else {
      convolution(c);
    }
    return null;
  }

  @Override
  public Void visit(Layer.StridedConvolution c) {
    PlannedKernels.Source kernel = dilatedKernel(c);
    Buffer to = tensors.buffer(c.output());
    tensors.emit(
        () ->
            Operations.convolution(
                tensors.array(c.input()),
                kernel.array().get(),
                kernels.array(c.bias()),
                tensors.array(c.output()),
                Operations.convolutionArguments(c)),
        tensors.of(c.input()),
        to,
        kernel.buffer());
    return null;
  }

  private PlannedKernels.Source dilatedKernel(Layer.StridedConvolution c) {
    return dilatedKernel(c, tensors, () -> kernels.array(c.kernel()));
  }

  /** Plans the kernel of a convolution with zeros between its values. */
  public static PlannedKernels.Source dilatedKernel(
      Layer.StridedConvolution c, PlannedTensors tensors, Supplier<INDArray> kernel) {
    if (c.dilation() == 1) {
      return PlannedKernels.Source.of(kernel);
    }
    int size = c.dilatedSize();
    int in = c.input().channels();
    int out = c.output().channels();
    Buffer wide = new Buffer((long) size * size * in * out);
    tensors.emit(
        () ->
            new HostOperation(
                List.of(kernel.get()),
                List.of(tensors.row(wide)),
                HostKernels.dilate(c.kernelSize(), c.dilation(), in * out)),
        wide);
    return new PlannedKernels.Source(wide, () -> tensors.array(wide, size, size, in, out));
  }

  @Override
  public Void visit(Layer.DepthwiseConvolution c) {
    Buffer to = tensors.buffer(c.output());
    host(
        HostKernels.depthwise(tensors.shape(c.input()), c.kernelSize(), c.stride(), c.dilation()),
        List.of(
            () -> tensors.array(c.input()),
            () -> kernels.array(c.kernel()),
            () -> kernels.array(c.bias())),
        to,
        tensors.of(c.input()));
    return null;
  }

  @Override
  public Void visit(Layer.UpConvolution up) {
    upConvolution(up);
    return null;
  }

  @Override
  public Void visit(Layer.MaxPooling pooling) {
    Buffer to = tensors.buffer(pooling.output());
    tensors.emit(
        () ->
            Operations.maxPooling(tensors.array(pooling.input()), tensors.array(pooling.output())),
        tensors.of(pooling.input()),
        to);
    return null;
  }

  @Override
  public Void visit(Layer.AveragePooling pooling) {
    return host(
        HostKernels.averagePooling(tensors.shape(pooling.input())),
        pooling.input(),
        pooling.output());
  }

  @Override
  public Void visit(Layer.GlobalAveragePooling pooling) {
    return host(
        HostKernels.globalAverage(tensors.shape(pooling.input())),
        pooling.input(),
        pooling.output());
  }

  @Override
  public Void visit(Layer.GlobalMaxPooling pooling) {
    return host(
        HostKernels.globalMax(tensors.shape(pooling.input())), pooling.input(), pooling.output());
  }

  @Override
  public Void visit(Layer.NearestUpsampling up) {
    return host(HostKernels.nearest(tensors.shape(up.output())), up.input(), up.output());
  }

  @Override
  public Void visit(Layer.BilinearUpsampling up) {
    long[] large = tensors.shape(up.output());
    Buffer to = tensors.buffer(up.output());
    tensors.emit(
        () -> {
          INDArray x = tensors.array(up.input());
          INDArray y = tensors.row(to);
          return x.dataType() == DataType.FLOAT
              ? new FloatBilinearUpsampling(tensors.row(tensors.of(up.input())), y, large)
              : new HostOperation(List.of(x), List.of(y), HostKernels.bilinear(large));
        },
        tensors.of(up.input()),
        to);
    return null;
  }

  @Override
  public Void visit(Layer.Concatenation concatenation) {
    concatenation(concatenation);
    return null;
  }

  @Override
  public Void visit(Layer.Addition addition) {
    Tensor y = addition.output();
    List<Tensor> inputs = addition.inputs();
    Buffer to = tensors.buffer(y);
    tensors.emit(
        () ->
            Operations.sum(
                tensors.array(inputs.get(0)), tensors.array(inputs.get(1)), tensors.array(y)),
        tensors.of(inputs.get(0)),
        tensors.of(inputs.get(1)),
        to);
    for (Tensor x : inputs.subList(2, inputs.size())) {
      tensors.emit(
          () -> Operations.addInPlace(tensors.array(y), tensors.array(x)), tensors.of(x), to);
    }
    return null;
  }

  @Override
  public Void visit(Layer.Multiplication product) {
    Buffer to = tensors.buffer(product.output());
    tensors.emit(
        () ->
            Operations.multiplication(
                tensors.array(product.factor()),
                tensors.array(product.input()),
                tensors.array(product.output())),
        tensors.of(product.factor()),
        tensors.of(product.input()),
        to);
    return null;
  }

  @Override
  public Void visit(Layer.BatchNormalization normalization) {
    batchNormalization(normalization);
    return null;
  }

  @Override
  public Void visit(Layer.Relu relu) {
    Buffer to = tensors.bufferOver(relu.input(), relu.output());
    tensors.emit(
        () -> Operations.relu(tensors.array(relu.input()), tensors.array(relu.output())),
        tensors.of(relu.input()),
        to);
    return null;
  }

  @Override
  public Void visit(Layer.LeakyRelu relu) {
    return host(HostKernels.leakyRelu(relu.alpha()), relu.input(), relu.output());
  }

  @Override
  public Void visit(Layer.Sigmoid sigmoid) {
    Buffer to = bufferOf(sigmoid);
    tensors.emit(
        () -> Operations.sigmoid(tensors.array(sigmoid.input()), tensors.array(sigmoid.output())),
        tensors.of(sigmoid.input()),
        to);
    return null;
  }

  @Override
  public Void visit(Layer.Softmax softmax) {
    return host(
        HostKernels.softmax(softmax.output().channels()), softmax.input(), softmax.output());
  }

  @Override
  public Void visit(Layer.Dropout dropout) {
    dropout(dropout);
    return null;
  }

  @Override
  public Void visit(Layer.StopGradient stop) {
    tensors.alias(stop.output(), stop.input());
    return null;
  }

  /** Plans a convolution that is larger than 1 x 1. */
  protected void convolution(Layer.Convolution c) {
    Tensor y = c.output();
    ConvolutionForm form =
        forms.convolution(tensors.stackedParts(c.input()), y.channels(), tensors.shape(y)[2]);
    convolution(c.input(), kernels.kernel(c, form), kernels.bias(c, form), y, c.kernelSize(), form);
  }

  /** Plans y as the convolution of x in a form, with a kernel and a bias in that form. */
  protected final void convolution(
      Tensor x,
      PlannedKernels.Source kernel,
      PlannedKernels.Source bias,
      Tensor y,
      int size,
      ConvolutionForm form) {
    int parts = form.parts();
    long[] in = tensors.shape(x);
    Buffer from = tensors.of(x);
    Buffer to = tensors.buffer(y);
    tensors.emit(
        () ->
            Operations.convolution(
                tensors.array(from, in[0], parts * in[1], in[2], in[3] / parts),
                kernel.array().get(),
                bias.array().get(),
                grouped(to, y, form.pixels()),
                form.arguments(size)),
        from,
        to,
        kernel.buffer(),
        bias.buffer());
  }

  /** A buffer as values of a tensor's shape, with several neighbors of a row as one pixel. */
  protected final INDArray grouped(Buffer buffer, Tensor tensor, int pixels) {
    long[] shape = tensors.shape(tensor);
    return tensors.array(buffer, shape[0], shape[1], shape[2] / pixels, pixels * shape[3]);
  }

  private void concatenation(Layer.Concatenation concatenation) {
    Tensor y = concatenation.output();
    List<Tensor> inputs = concatenation.inputs();
    tensors.buffer(y);
    Buffer[] used =
        Stream.concat(inputs.stream(), Stream.of(y)).map(tensors::of).toArray(Buffer[]::new);
    if (tensors.stackedParts(y) == 1) {
      tensors.emit(
          () ->
              Operations.concatenation(
                  inputs.stream().map(tensors::array).toList(), tensors.array(y), 3),
          used);
      return;
    }
    long rowCount = tensors.shape(y)[0] * tensors.shape(y)[1];
    long rowLength = tensors.length(inputs.get(0)) / rowCount;
    tensors.emit(
        () ->
            Operations.concatenation(
                inputs.stream()
                    .map(x -> tensors.array(tensors.of(x), rowCount, 1, rowLength))
                    .toList(),
                tensors.array(tensors.of(y), rowCount, inputs.size(), rowLength),
                1),
        used);
  }

  /** A 1 x 1 convolution: the matrix of pixels and channels times the kernel. */
  private void pointConvolution(Layer.Convolution c) {
    Buffer to = tensors.buffer(c.output());
    int out = c.output().channels();
    ConvolutionForm form = forms.point(out, to.length / out);
    long channels = c.input().channels() + (long) out;
    for (PixelBlock block : PixelBlock.of(to.length / out, channels)) {
      Buffer y = block.of(to, out);
      int row = 0;
      for (Tensor part : tensors.partsOf(c.input())) {
        Buffer x = block.of(tensors.of(part), part.channels());
        PlannedKernels.Source kernel = kernels.pointKernel(c, row, part, form);
        boolean add = row > 0;
        tensors.emit(
            () ->
                Operations.product(
                    tensors.matrix(x, (long) form.pixels() * part.channels()),
                    false,
                    kernel.array().get(),
                    false,
                    add,
                    tensors.matrix(y, (long) form.pixels() * out)),
            x,
            y,
            kernel.buffer());
        row += part.channels();
      }
    }
    tensors.emit(() -> Operations.addBias(tensors.matrix(to, out), kernels.array(c.bias())), to);
  }

  /** Two 1 x 1 convolutions, one for each parity of the output row, then the rows in turn. */
  private void upConvolution(Layer.UpConvolution up) {
    Tensor x = up.input();
    int columns = 2 * up.output().channels();
    Buffer even = new Buffer(tensors.length(up.output()) / 2);
    Buffer odd = new Buffer(tensors.length(up.output()) / 2);
    for (int parity = 0; parity < 2; parity++) {
      int row = parity;
      Buffer half = parity == 0 ? even : odd;
      tensors.emit(
          () ->
              Operations.product(
                  tensors.matrix(tensors.of(x), x.channels()),
                  false,
                  kernels.upKernel(up, row),
                  true,
                  false,
                  tensors.matrix(half, columns)),
          tensors.of(x),
          half);
      tensors.emit(
          () -> Operations.addBias(tensors.matrix(half, columns), kernels.upBias(up)), half);
    }
    Buffer to = tensors.buffer(up.output());
    long rowCount = tensors.shape(x)[0] * tensors.shape(x)[1];
    long rowLength = tensors.shape(x)[2] * columns;
    tensors.emit(
        () ->
            Operations.concatenation(
                List.of(
                    tensors.array(even, rowCount, 1, rowLength),
                    tensors.array(odd, rowCount, 1, rowLength)),
                tensors.array(to, rowCount, 2, rowLength),
                1),
        even,
        odd,
        to);
  }
}
