// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.internal.backend.HostTransfer;
import io.github.seqnet.nn.internal.backend.MemoryBudget;
import io.github.seqnet.nn.internal.backend.MemoryLimitException;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights of a network as ND4J arrays for inference, each created in the required form when a
 * plan first needs it, and shared by all plans. An up-convolution is two 1 x 1 convolutions, one
 * for each parity of the output row, whose outputs hold both column parities: that is several times
 * faster than the native transposed convolution and gives the same bits. Thread-safe.
 *
 * <p>How many forms there are does not depend on how many plans ask: what depends on the width of
 * an image ({@link #edge}) is the plan's own.
 */
public final class DeviceWeights implements AutoCloseable {
  private final FoldedWeights weights;
  private final MemoryBudget budget;
  private final Map<List<Object>, INDArray> arrays = new ConcurrentHashMap<>();

  /** All weights of a network, without a limit of memory; none is on the device yet. */
  public DeviceWeights(NetworkWeights weights) {
    this(new FoldedWeights(weights), new MemoryBudget(Long.MAX_VALUE));
  }

  /**
   * All weights of a network; none is on the device yet.
   *
   * @param budget what the arrays are taken from; a plan that would need more fails with a {@link
   *     MemoryLimitException}
   */
  public DeviceWeights(FoldedWeights weights, MemoryBudget budget) {
    this.weights = weights;
    this.budget = budget;
  }

  /** A parameter as it is. */
  INDArray array(Parameter parameter) {
    return array(
        List.of(parameter.name()),
        parameter.shape().stream().mapToLong(Integer::longValue).toArray(),
        () -> weights.values(parameter.name()));
  }

  /**
   * The factors by which a batch normalization multiplies each channel, {@code [1, 1, 1,
   * channels]}.
   */
  INDArray normalizationFactor(Layer.BatchNormalization normalization) {
    return array(
        List.of(normalization.scale().name(), "factor", normalization.epsilon()),
        new long[] {1, 1, 1, normalization.output().channels()},
        () -> weights.factors(normalization));
  }

  /** The offsets that a batch normalization then adds to each channel. */
  INDArray normalizationBias(Layer.BatchNormalization normalization) {
    return array(
        List.of(normalization.scale().name(), "offset", normalization.epsilon()),
        new long[] {normalization.output().channels()},
        () -> weights.offsets(normalization));
  }

  /** The kernel of a convolution in a form. */
  INDArray kernel(Layer.Convolution convolution, ConvolutionForm form) {
    String name = convolution.kernel().name();
    int size = convolution.kernelSize();
    int in = convolution.input().channels();
    int out = convolution.output().channels();
    return array(
        List.of(name, form),
        form.kernelShape(size, in, out),
        () -> form.kernel(weights.values(name), size, in, out));
  }

  /** The rows of a 1 x 1 kernel for a range of input channels, in a form: a matrix. */
  INDArray pointKernel(Layer.Convolution convolution, int row, int channels, ConvolutionForm form) {
    String name = convolution.kernel().name();
    int out = convolution.output().channels();
    return array(
        List.of(name, row, form),
        new long[] {(long) form.pixels() * channels, (long) form.pixels() * out},
        () -> {
          float[] whole = weights.values(name);
          float[] rows = Arrays.copyOfRange(whole, row * out, (row + channels) * out);
          return form.kernel(rows, 1, channels, out);
        });
  }

  /** The bias of a convolution in a form. */
  INDArray bias(Layer.Convolution convolution, ConvolutionForm form) {
    String name = convolution.bias().name();
    long length = (long) convolution.output().channels() * form.pixels();
    return array(List.of(name, form), new long[] {length}, () -> form.bias(weights.values(name)));
  }

  /** The kernel of the skip's part of a composed convolution, in a form. */
  INDArray skipKernel(ComposedUpConvolution composed, ConvolutionForm form) {
    String name = composed.convolution().kernel().name();
    int size = ComposedUpConvolution.SIZE;
    int in = composed.skip().channels();
    int out = composed.convolution().output().channels();
    return array(
        keyOf(composed, "skip", form),
        form.kernelShape(size, in, out),
        () -> form.kernel(composed.skipKernel(weights.values(name)), size, in, out));
  }

  /** The composed kernel that computes this many pixels at once. */
  INDArray composedKernel(ComposedUpConvolution composed, int pixels) {
    String up = composed.up().kernel().name();
    String name = composed.convolution().kernel().name();
    return array(
        keyOf(composed, "kernel", pixels),
        composed.kernelShape(pixels),
        () -> composed.kernel(weights.values(up), weights.values(name), pixels));
  }

  /** The bias of a composed convolution before its edges, in a form. */
  INDArray composedBias(ComposedUpConvolution composed, ConvolutionForm form) {
    Layer.Convolution convolution = composed.convolution();
    String up = composed.up().bias().name();
    long length = (long) convolution.output().channels() * form.pixels();
    return array(
        keyOf(composed, "bias", form),
        new long[] {length},
        () ->
            form.bias(
                composed.bias(
                    weights.values(up),
                    weights.values(convolution.kernel().name()),
                    weights.values(convolution.bias().name()))));
  }

  /** The corrections for the pixels of an edge, for rows of this many pixels. */
  float[] edge(ComposedUpConvolution composed, ComposedUpConvolution.Edge edge, int width) {
    return composed.edge(
        edge,
        weights.values(composed.up().bias().name()),
        weights.values(composed.convolution().kernel().name()),
        width);
  }

  /**
   * The key of an array of a composed convolution. One kernel may serve several, whose parts have
   * another order or other channels.
   */
  static List<Object> keyOf(ComposedUpConvolution composed, Object what, Object form) {
    return List.of(
        composed.convolution().kernel().name(),
        composed.up().kernel().name(),
        composed.upFirst(),
        what,
        form);
  }

  /** The transposed kernel, {@code [2 * out, in]}, for the output rows of one parity. */
  INDArray upKernel(Layer.UpConvolution up, int parity) {
    String name = up.kernel().name();
    int in = up.input().channels();
    int out = 2 * up.output().channels();
    int length = out * in;
    return array(
        List.of(name, parity),
        new long[] {out, in},
        () -> Arrays.copyOfRange(weights.values(name), parity * length, (parity + 1) * length));
  }

  /** The bias for {@link #upKernel}, of a pair of pixels. */
  INDArray upBias(Layer.UpConvolution up) {
    String name = up.bias().name();
    return array(
        List.of(name, "rows"),
        new long[] {2L * up.output().channels()},
        () -> new ConvolutionForm(1, 2).bias(weights.values(name)));
  }

  private INDArray array(List<Object> key, long[] shape, Supplier<float[]> values) {
    return arrays.computeIfAbsent(
        key,
        absent -> {
          long bytes = Arrays.stream(shape).reduce(Float.BYTES, Math::multiplyExact);
          budget.require(bytes);
          try {
            INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, shape);
            HostTransfer.put(values.get(), array);
            return array;
          } catch (RuntimeException | Error e) {
            budget.giveBack(bytes);
            throw e;
          }
        });
  }

  /** Frees the arrays, which are made again when they are asked for; no plan may be in being. */
  public void clear() {
    arrays
        .values()
        .forEach(
            array -> {
              budget.giveBack(array.length() * Float.BYTES);
              array.close();
            });
    arrays.clear();
  }

  @Override
  public void close() {
    clear();
  }
}
