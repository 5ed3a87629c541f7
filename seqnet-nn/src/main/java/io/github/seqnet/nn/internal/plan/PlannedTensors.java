// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.operation.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The tensors of a network in a plan: who reads them and the buffers of their values; and the
 * operations on them, planned so far.
 */
public class PlannedTensors {
  /** In the network's order. */
  public final List<Layer> layers;

  private final OperationSchedule schedule = new OperationSchedule();
  private final PlannedLayers planned;
  private final int batch;
  private final int height;
  private final int width;
  // Concatenations by their output, and those by rows instead of by channels.
  private final Map<Integer, Layer.Concatenation> concatenations = new HashMap<>();
  private final Set<Integer> stacked = new HashSet<>();
  private final Map<Integer, Integer> readers = new HashMap<>();
  private final Set<Integer> aliases = new HashSet<>();
  private final Buffer[] values;

  /**
   * @param planned the layers of the network to plan
   */
  public PlannedTensors(Network network, PlannedLayers planned, int batch, int height, int width) {
    this.planned = planned;
    this.batch = batch;
    this.height = height;
    this.width = width;
    layers = planned.layers();
    values = new Buffer[network.tensorCount()];
    for (Layer layer : layers) {
      readBy(layer).forEach(x -> readers.merge(x.id(), 1, Integer::sum));
      if (layer instanceof Layer.Concatenation c) {
        concatenations.put(c.output().id(), c);
      }
    }
  }

  /**
   * Decides which concatenations are by rows.
   *
   * @param possible whether a convolution can read one that is
   * @param forms which tensors can stand so
   */
  public void stackConcatenations(Predicate<Layer.Convolution> possible, NativeForms forms) {
    Set<Integer> needed = planned.readOtherwise(possible);
    concatenations.forEach(
        (output, concatenation) -> {
          if (!needed.contains(output) && forms.stackable(concatenation.inputs())) {
            stacked.add(output);
          }
        });
  }

  /** The number of tensors in each row; 1 if the tensor is not such a concatenation. */
  public int stackedParts(Tensor tensor) {
    return stacked.contains(tensor.id()) ? concatenated(tensor).size() : 1;
  }

  /** The parts of a concatenation, or the tensor itself if it is not a concatenation. */
  public List<Tensor> concatenated(Tensor tensor) {
    Layer.Concatenation concatenation = concatenations.get(tensor.id());
    return concatenation == null ? List.of(tensor) : concatenation.inputs();
  }

  /** The tensors that the operations of a layer read. */
  public List<Tensor> readBy(Layer layer) {
    return planned.readBy(layer);
  }

  /** The composed convolution that this convolution is a part of, or null. */
  public @Nullable ComposedUpConvolution composed(Layer.Convolution c) {
    return planned.composed(c);
  }

  /** The tensors whose products a 1 x 1 convolution of a tensor adds up. */
  public List<Tensor> partsOf(Tensor tensor) {
    return planned.partsOf(tensor);
  }

  /** Whether one layer alone reads a tensor. */
  public boolean isReadOnce(Tensor tensor) {
    return readers.getOrDefault(tensor.id(), 0) == 1;
  }

  /** The buffer of a tensor's values. */
  public Buffer of(Tensor tensor) {
    return values[tensor.id()];
  }

  /** A new buffer for a tensor, unless it has one. */
  public Buffer buffer(Tensor tensor) {
    if (values[tensor.id()] == null) {
      values[tensor.id()] = new Buffer(length(tensor));
    }
    return values[tensor.id()];
  }

  /** The buffer of x for y, if nothing else reads x. */
  public Buffer bufferOver(Tensor x, Tensor y) {
    boolean alone = isReadOnce(x) && !planned.isWanted(x) && !schedule.isPinned(of(x));
    if (alone && !aliases.contains(x.id())) {
      values[y.id()] = of(x);
    }
    return buffer(y);
  }

  /** Puts the values of a tensor at a buffer. */
  public void put(Tensor tensor, Buffer buffer) {
    values[tensor.id()] = buffer;
  }

  /** Whether a tensor has a buffer for its values. */
  public boolean hasBuffer(Tensor tensor) {
    return values[tensor.id()] != null;
  }

  /** Gives a tensor the buffer of another, which is not written over from then on. */
  public void alias(Tensor tensor, Tensor original) {
    put(tensor, of(original));
    aliases.add(tensor.id());
  }

  /** Plans an operation that reads or writes buffers; null entries are skipped. */
  public void emit(Supplier<Operation> operation, @Nullable Buffer... used) {
    List<Buffer> present = new ArrayList<>();
    for (Buffer buffer : used) {
      if (buffer != null) {
        present.add(buffer);
      }
    }
    schedule.add(operation, present);
  }

  /** A buffer that keeps its values from before the first operation to after the last. */
  public Buffer pin(long length) {
    return schedule.pin(length);
  }

  /** A buffer that is written when the operations are made and keeps its values between runs. */
  Buffer constant(long length) {
    return schedule.constant(length);
  }

  /** Keeps a tensor's values to after the last operation. */
  public void keep(Tensor tensor) {
    schedule.keep(of(tensor));
  }

  /** The size of the block of memory that the operations need. */
  public long layOut() {
    return schedule.layOut();
  }

  /** The size of the block of the constant buffers; 0 if there are none. */
  long layOutConstants() {
    return schedule.layOutConstants();
  }

  /** Makes the operations without constant buffers, now that the block exists. */
  public List<Operation> make(INDArray block) {
    return schedule.make(block, null);
  }

  /**
   * Makes the operations, now that the blocks exist.
   *
   * @param constants null if there are no constant buffers
   */
  List<Operation> make(INDArray block, @Nullable INDArray constants) {
    return schedule.make(block, constants);
  }

  /** Batch, height, width, channels. */
  public long[] shape(Tensor tensor) {
    if (tensor.isGlobal()) {
      return new long[] {batch, 1, 1, tensor.channels()};
    }
    return new long[] {
      batch, height / tensor.reduction(), width / tensor.reduction(), tensor.channels()
    };
  }

  public long length(Tensor tensor) {
    return Arrays.stream(shape(tensor)).reduce(1, (a, b) -> a * b);
  }

  /** The values of a tensor. */
  public INDArray array(Tensor tensor) {
    return array(of(tensor), shape(tensor));
  }

  /** The values of a buffer in C order. */
  public INDArray array(Buffer buffer, long... shape) {
    return schedule.view(buffer, shape);
  }

  /** Values of a buffer from {@code skip} on, with any strides. */
  public INDArray strided(Buffer buffer, long skip, long[] shape, long[] strides) {
    return schedule.view(buffer, skip, shape, strides);
  }

  /** A buffer as a matrix with this many columns. */
  public INDArray matrix(Buffer buffer, long columns) {
    return array(buffer, buffer.length / columns, columns);
  }

  /** A buffer as a vector. */
  public INDArray row(Buffer buffer) {
    return array(buffer, buffer.length);
  }
}
