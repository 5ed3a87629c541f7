package io.github.seqnet.nn.internal;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network compiled for one input shape and the outputs wanted: native operations in order on
 * preallocated buffers. Layers that no wanted output needs are left out; ReLU and sigmoid work in
 * place where nothing else reads their input; dropout and stop-gradient vanish; buffers share one
 * block of memory by {@link BufferPlanner}. Not thread-safe: one plan per thread.
 */
public final class ForwardPlan implements AutoCloseable {
  private final List<Step> steps = new ArrayList<>();
  private final INDArray block;
  private final INDArray input;
  private final Map<String, INDArray> outputs = new LinkedHashMap<>();

  /**
   * Compiles a plan.
   *
   * @param batch images or windows per run, at least 1
   * @param height of the input, a multiple of {@link Network#requiredMultiple()}
   * @param width of the input, a multiple of {@link Network#requiredMultiple()}
   * @param wanted names of outputs
   */
  public ForwardPlan(
      Network network,
      DeviceWeights weights,
      int batch,
      int height,
      int width,
      Collection<String> wanted) {
    this(layout(network, batch, height, width, wanted), weights);
  }

  private ForwardPlan(Layout layout, DeviceWeights weights) {
    Compiler compiler = layout.compiler;
    block = Nd4j.createUninitializedDetached(DataType.FLOAT, compiler.planner.size());
    compiler.emit(block, weights, steps);
    input = compiler.array(compiler.network.input().output());
    for (String name : layout.wanted) {
      outputs.put(name, compiler.array(compiler.network.output(name)));
    }
  }

  /** Where everything will be in a plan's memory, before any is taken. Makes one plan. */
  public static final class Layout {
    private final Compiler compiler;
    private final List<String> wanted;

    private Layout(Compiler compiler, Collection<String> wanted) {
      this.compiler = compiler;
      this.wanted = List.copyOf(wanted);
    }

    /** The memory of all buffers, in bytes. */
    public long bufferBytes() {
      return compiler.planner.size() * Float.BYTES;
    }

    /** Takes the memory. */
    public ForwardPlan plan(DeviceWeights weights) {
      return new ForwardPlan(this, weights);
    }
  }

  /** Lays a plan out; the parameters are those of the constructor. */
  public static Layout layout(
      Network network, int batch, int height, int width, Collection<String> wanted) {
    return layout(network, batch, height, width, wanted, NativeForms.ofMachine());
  }

  static Layout layout(
      Network network,
      int batch,
      int height,
      int width,
      Collection<String> wanted,
      NativeForms forms) {
    checkShape(network, batch, height, width);
    return new Layout(new Compiler(network, batch, height, width, wanted, forms), wanted);
  }

  /** Checks a batch and an input size against what a network takes. */
  public static void checkShape(Network network, int batch, int height, int width) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    }
    int multiple = network.requiredMultiple();
    if (height < multiple || width < multiple || height % multiple != 0 || width % multiple != 0) {
      throw new IllegalArgumentException(
          "height and width must be multiples of " + multiple + ", got " + height + " x " + width);
    }
  }

  /**
   * Runs the network.
   *
   * @param values the input, {@code batch * height * width * channels} values
   */
  public void run(float[] values) {
    HostTransfer.put(values, input);
    for (Step step : steps) {
      step.run();
    }
  }

  /** Copies an output of the last run, {@code batch * height * width * channels} values. */
  public void copyOutput(String name, float[] target) {
    HostTransfer.get(outputs.get(name), target);
  }

  /** The number of native operations per run. */
  public int stepCount() {
    return steps.size();
  }

  /** The memory of all buffers, in bytes. */
  public long bufferBytes() {
    return block.length() * Float.BYTES;
  }

  @Override
  public void close() {
    steps.forEach(Step::close);
    steps.clear();
    block.close();
  }

  /** Where each tensor lives: several tensors may share one place one after the other. */
  private static final class Compiler {
    private final Network network;
    private final int batch;
    private final int height;
    private final int width;
    private final NativeForms forms;
    private final BufferPlanner planner = new BufferPlanner();
    private final PlannedLayers planned;
    private final List<Layer> layers;
    // Concatenations by rows instead of by channels, by their output.
    private final Map<Integer, Layer.Concatenation> stacked = new HashMap<>();
    private final int[] placeOf;
    private final int[] lastUse;
    private final long[] offsetOf;
    // Scratch buffers of steps, by the output tensor of their layer.
    private final Map<Integer, long[]> scratch = new LinkedHashMap<>();
    // Both from when the steps are made.
    private INDArray block;
    private DeviceWeights weights;

    Compiler(
        Network network,
        int batch,
        int height,
        int width,
        Collection<String> wanted,
        NativeForms forms) {
      this.forms = forms;
      this.network = network;
      this.batch = batch;
      this.height = height;
      this.width = width;
      placeOf = new int[network.tensorCount()];
      lastUse = new int[network.tensorCount()];
      offsetOf = new long[network.tensorCount()];
      Arrays.fill(placeOf, -1);
      Set<Integer> kept = new HashSet<>();
      wanted.forEach(name -> kept.add(network.output(name).id()));
      planned = new PlannedLayers(network, kept);
      planned.compose(c -> forms.composed(c.convolution().output().channels(), pixels(c.skip())));
      layers = planned.layers();
      stackConcatenations();
      sharePlaces(kept);
      layOut();
    }

    /** Finds the concatenations that only larger convolutions read and that can be by rows. */
    private void stackConcatenations() {
      Set<Integer> needed = planned.readOtherwise(c -> c.kernelSize() > 1);
      for (Layer layer : layers) {
        if (layer instanceof Layer.Concatenation c
            && !needed.contains(c.output().id())
            && forms.stackable(c.inputs())) {
          stacked.put(c.output().id(), c);
        }
      }
    }

    /** Gives each tensor a place and each place the last step that reads it. */
    private void sharePlaces(Set<Integer> wanted) {
      int[] readers = new int[network.tensorCount()];
      for (Layer layer : layers) {
        planned.readBy(layer).forEach(tensor -> readers[tensor.id()]++);
      }
      for (int i = 0; i < layers.size(); i++) {
        Layer layer = layers.get(i);
        int output = layer.output().id();
        if (layer instanceof Layer.Dropout || layer instanceof Layer.StopGradient) {
          placeOf[output] = placeOf[layer.inputs().get(0).id()];
          // A reader of the alias reads the place itself: it may not be overwritten in between.
          readers[layer.inputs().get(0).id()] += readers[output] - 1;
          readers[output] = readers[layer.inputs().get(0).id()];
        } else if (worksInPlace(layer)) {
          Tensor x = layer.inputs().get(0);
          boolean free = readers[x.id()] == 1 && !wanted.contains(x.id());
          placeOf[output] = free ? placeOf[x.id()] : output;
        } else {
          placeOf[output] = output;
        }
        for (Tensor x : planned.readBy(layer)) {
          lastUse[placeOf[x.id()]] = i;
        }
      }
      for (int id : wanted) {
        lastUse[placeOf[id]] = Integer.MAX_VALUE;
      }
      // The input is refilled for each run; nothing may be kept in its place.
      lastUse[network.input().output().id()] = Integer.MAX_VALUE;
    }

    private static boolean worksInPlace(Layer layer) {
      return layer instanceof Layer.Relu || layer instanceof Layer.Sigmoid;
    }

    /** Reserves and releases places in the order of the steps. */
    private void layOut() {
      Map<Integer, List<Tensor>> dying = new LinkedHashMap<>();
      for (int i = 0; i < layers.size(); i++) {
        Tensor y = layers.get(i).output();
        if (placeOf[y.id()] == y.id()) {
          offsetOf[y.id()] = planner.reserve(length(y));
          dying.computeIfAbsent(Math.max(i, lastUse[y.id()]), step -> new ArrayList<>()).add(y);
        }
        if (layers.get(i) instanceof Layer.UpConvolution) {
          takeScratch(y, 2);
        } else if (planned.composed(layers.get(i)) != null) {
          takeScratch(y, 1);
        }
        for (Tensor dead : dying.getOrDefault(i, List.of())) {
          planner.release(offsetOf[dead.id()], length(dead));
        }
      }
    }

    /** Takes memory as large as a tensor, in parts, for the time of one layer. */
    private void takeScratch(Tensor tensor, int parts) {
      long part = length(tensor) / parts;
      long[] offsets = new long[parts];
      Arrays.setAll(offsets, i -> planner.reserve(part));
      scratch.put(tensor.id(), offsets);
      for (long offset : offsets) {
        planner.release(offset, part);
      }
    }

    /** Makes the steps, now that the block exists. */
    void emit(INDArray memory, DeviceWeights values, List<Step> steps) {
      block = memory;
      weights = values;
      for (Layer layer : layers) {
        emit(layer, steps);
      }
    }

    private void emit(Layer layer, List<Step> steps) {
      Tensor y = layer.output();
      if (layer instanceof Layer.Convolution c && c.kernelSize() == 1) {
        emitPointConvolution(c, steps);
      } else if (planned.composed(layer) != null) {
        emitComposed(planned.composed(layer), steps);
      } else if (layer instanceof Layer.Convolution c) {
        emitConvolution(c, steps);
      } else if (layer instanceof Layer.UpConvolution up) {
        emitUpConvolution(up, steps);
      } else if (layer instanceof Layer.MaxPooling pooling) {
        steps.add(Operations.maxPooling(array(pooling.input()), array(y)));
      } else if (layer instanceof Layer.Concatenation concatenation) {
        emitConcatenation(concatenation, steps);
      } else if (layer instanceof Layer.Multiplication product) {
        steps.add(
            Operations.multiplication(array(product.factor()), array(product.input()), array(y)));
      } else if (worksInPlace(layer)) {
        Tensor x = layer.inputs().get(0);
        if (placeOf[x.id()] != placeOf[y.id()]) {
          steps.add(Operations.step("identity", List.of(array(x)), List.of(array(y)), null));
        }
        steps.add(
            layer instanceof Layer.Relu
                ? Operations.reluInPlace(array(y))
                : Operations.sigmoidInPlace(array(y)));
      }
    }

    private void emitConvolution(Layer.Convolution c, List<Step> steps) {
      Layer.Concatenation stack = stacked.get(c.input().id());
      int parts = stack == null ? 1 : stack.inputs().size();
      INDArray x = array(c.input());
      INDArray y = array(c.output());
      long w = y.size(2);
      long channels = y.size(3);
      ConvolutionForm form = forms.convolution(parts, (int) channels, w);
      int pixels = form.pixels();
      steps.add(
          Operations.convolution(
              x.reshape(batch, parts * x.size(1), w, x.size(3) / parts),
              weights.kernel(c, form),
              weights.bias(c, form),
              y.reshape(batch, y.size(1), w / pixels, pixels * channels),
              form.arguments(c.kernelSize())));
    }

    private void emitComposed(ComposedUpConvolution composed, List<Step> steps) {
      Tensor output = composed.convolution().output();
      INDArray y = array(output);
      long h = y.size(1);
      long w = y.size(2);
      long channels = y.size(3);
      ConvolutionForm form = forms.convolution(1, (int) channels, w);
      steps.add(
          Operations.convolution(
              array(composed.skip()),
              weights.skipKernel(composed, form),
              weights.composedBias(composed, form),
              y.reshape(batch, h, w / form.pixels(), form.pixels() * channels),
              form.arguments(ComposedUpConvolution.SIZE)));
      int pixels = forms.composedPixels((int) channels);
      INDArray addend =
          BlockViews.view(
              block, scratch.get(output.id())[0], batch, h, w / pixels, pixels * channels);
      steps.add(
          Operations.transposedConvolution(
              array(composed.up().input()),
              weights.composedKernel(composed, pixels),
              addend,
              ComposedUpConvolution.arguments(pixels)));
      steps.add(Operations.addInPlace(y, addend.reshape(y.shape())));
      emitEdges(composed, y, steps);
    }

    private void emitEdges(ComposedUpConvolution composed, INDArray y, List<Step> steps) {
      long h = y.size(1);
      long w = y.size(2);
      long channels = y.size(3);
      long row = w * channels;
      long start = offsetOf[placeOf[composed.convolution().output().id()]];
      for (ComposedUpConvolution.Edge edge : ComposedUpConvolution.Edge.values()) {
        long offset =
            switch (edge) {
              case TOP, LEFT -> 0;
              case BOTTOM -> (h - 1) * row;
              case RIGHT -> row - channels;
            };
        long[] shape = edge.isRow() ? new long[] {batch, row} : new long[] {batch * h, channels};
        long[] strides = {edge.isRow() ? h * row : row, 1};
        steps.add(
            Operations.addBias(
                BlockViews.strided(block, start + offset, shape, strides),
                weights.edge(composed, edge, (int) w)));
      }
    }

    private void emitConcatenation(Layer.Concatenation concatenation, List<Step> steps) {
      INDArray y = array(concatenation.output());
      List<INDArray> inputs = concatenation.inputs().stream().map(this::array).toList();
      if (!stacked.containsKey(concatenation.output().id())) {
        steps.add(Operations.concatenation(inputs, y, 3));
        return;
      }
      long rows = batch * y.size(1);
      long length = inputs.get(0).length() / rows;
      List<INDArray> parts = inputs.stream().map(x -> x.reshape(rows, 1, length)).toList();
      steps.add(Operations.concatenation(parts, y.reshape(rows, inputs.size(), length), 1));
    }

    /** A 1 x 1 convolution: the matrix of pixels and channels times the kernel. */
    private void emitPointConvolution(Layer.Convolution c, List<Step> steps) {
      INDArray y = matrix(array(c.output()));
      ConvolutionForm form = forms.point((int) y.size(1), y.size(0));
      int row = 0;
      for (Tensor part : planned.partsOf(c.input())) {
        INDArray x = array(part);
        INDArray kernel = weights.pointKernel(c, row, part.channels(), form);
        steps.add(
            Operations.product(
                x.reshape(y.size(0) / form.pixels(), (long) form.pixels() * part.channels()),
                false,
                kernel,
                false,
                row > 0,
                y.reshape(y.size(0) / form.pixels(), form.pixels() * y.size(1))));
        row += part.channels();
      }
      steps.add(Operations.addBias(y, weights.array(c.bias())));
    }

    private void emitUpConvolution(Layer.UpConvolution up, List<Step> steps) {
      INDArray x = array(up.input());
      long rows = (long) batch * x.size(1);
      long out = up.output().channels();
      long[] offsets = scratch.get(up.output().id());
      List<INDArray> parities = new ArrayList<>();
      for (int parity = 0; parity < 2; parity++) {
        INDArray half =
            BlockViews.view(block, offsets[parity], batch, x.size(1), x.size(2), 2 * out);
        steps.add(
            Operations.product(
                matrix(x),
                false,
                matrix(weights.rowKernel(up, parity)),
                false,
                false,
                matrix(half)));
        steps.add(Operations.addBias(matrix(half), weights.rowBias(up)));
        parities.add(BlockViews.view(block, offsets[parity], rows, 1, x.size(2) * 2 * out));
      }
      INDArray y = BlockViews.view(block, offsetOf[up.output().id()], rows, 2, x.size(2) * 2 * out);
      steps.add(Operations.concatenation(parities, y, 1));
    }

    /** An array as a matrix of its last axis. */
    private static INDArray matrix(INDArray array) {
      long columns = array.size(array.rank() - 1);
      return array.reshape(array.length() / columns, columns);
    }

    INDArray array(Tensor tensor) {
      return BlockViews.view(
          block,
          offsetOf[placeOf[tensor.id()]],
          batch,
          height / tensor.reduction(),
          width / tensor.reduction(),
          tensor.channels());
    }

    private long length(Tensor tensor) {
      return batch * pixels(tensor) * tensor.channels();
    }

    /** The pixels of an image at the size of a tensor. */
    private long pixels(Tensor tensor) {
      return (long) (height / tensor.reduction()) * (width / tensor.reduction());
    }
  }
}
