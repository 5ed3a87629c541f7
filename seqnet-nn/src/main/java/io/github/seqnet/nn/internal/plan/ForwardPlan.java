// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.backend.HostTransfer;
import io.github.seqnet.nn.internal.backend.MemoryLimitException;
import io.github.seqnet.nn.internal.operation.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network compiled for one input shape and the requested outputs: native operations in order on
 * preallocated buffers. Layers that no requested output needs are left out; ReLU and sigmoid work
 * in place if nothing else reads their input; dropout and stop-gradient vanish; buffers share one
 * block of memory by lifetime. Several plans can use the same {@link PlanMemory} in turn. Not
 * thread-safe: one plan per thread.
 */
public final class ForwardPlan implements AutoCloseable {
  private final List<Operation> operations = new ArrayList<>();
  private final PlanMemory memory;
  private final boolean owned;
  private final @Nullable INDArray constants;
  private final INDArray inputRow;
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
    this(layout(network, weights, batch, height, width, wanted));
  }

  private ForwardPlan(Layout layout) {
    this(layout, new PlanMemory(layout.bufferBytes()), true);
  }

  private ForwardPlan(Layout layout, PlanMemory memory, boolean owned) {
    this.memory = memory;
    this.owned = owned;
    INDArray fixed = null;
    try {
      if (layout.constantLength > 0) {
        fixed = Nd4j.createUninitializedDetached(DataType.FLOAT, layout.constantLength);
      }
      operations.addAll(layout.tensors.make(memory.block(), fixed));
    } catch (RuntimeException | Error e) {
      free(fixed);
      throw e;
    }
    constants = fixed;
    inputRow = layout.tensors.row(layout.tensors.of(layout.network.input().output()));
    for (String name : layout.wanted) {
      outputs.put(name, layout.tensors.array(layout.network.output(name)));
    }
  }

  /** Lays out the buffers of a plan before any memory is allocated. Compiles one plan at a time. */
  public static final class Layout {
    private final Network network;
    private final List<String> wanted;
    private final PlannedTensors tensors;
    private final long length;
    private final long constantLength;

    private Layout(Network network, List<String> wanted, PlannedTensors tensors) {
      this.network = network;
      this.wanted = wanted;
      this.tensors = tensors;
      length = tensors.layOut();
      constantLength = tensors.layOutConstants();
    }

    /** The memory of the buffers that other plans may use between runs, in bytes. */
    public long bufferBytes() {
      return length * Float.BYTES;
    }

    /** The memory of the buffers whose values stay between runs, in bytes. */
    public long constantBytes() {
      return constantLength * Float.BYTES;
    }

    /**
     * Reserves the memory of the plan and of weights in forms that no plan has used yet.
     *
     * @throws MemoryLimitException if there is not enough for the weights; no memory is reserved in
     *     this case
     */
    public ForwardPlan plan() {
      return new ForwardPlan(this);
    }

    /**
     * As {@link #plan()}, in memory that the plan shares with others and does not close. Plans in
     * the same memory run in turn: the outputs of one are lost when another runs.
     *
     * @param memory of at least {@link #bufferBytes()}
     * @throws IllegalArgumentException if the memory is too small
     */
    public ForwardPlan plan(PlanMemory memory) {
      if (memory.bytes() < bufferBytes()) {
        throw new IllegalArgumentException(
            "memory must have at least " + bufferBytes() + " bytes, got " + memory.bytes());
      }
      return new ForwardPlan(this, memory, false);
    }
  }

  /** Lays a plan out; the parameters are those of the constructor. */
  public static Layout layout(
      Network network,
      DeviceWeights weights,
      int batch,
      int height,
      int width,
      Collection<String> wanted) {
    return layout(network, weights, batch, height, width, wanted, NativeForms.ofMachine());
  }

  static Layout layout(
      Network network,
      DeviceWeights weights,
      int batch,
      int height,
      int width,
      Collection<String> wanted,
      NativeForms forms) {
    checkShape(network, batch, height, width);
    List<Tensor> outputs = wanted.stream().map(network::output).toList();
    PlannedLayers planned =
        new PlannedLayers(network, outputs.stream().map(Tensor::id).collect(Collectors.toSet()));
    planned.compose(
        c -> {
          int reduction = c.skip().reduction();
          long pixels = (long) (height / reduction) * (width / reduction);
          return forms.composed(c.convolution().output().channels(), pixels);
        });
    PlannedTensors tensors = new PlannedTensors(network, planned, batch, height, width);
    tensors.stackConcatenations(c -> c.kernelSize() > 1, forms);
    // The input is refilled for each run; nothing may be kept in its buffer.
    Tensor input = network.input().output();
    tensors.put(input, tensors.pin(tensors.length(input)));
    InferenceOperations operations = new InferenceOperations(tensors, weights, forms);
    tensors.layers.forEach(operations::plan);
    outputs.forEach(tensors::keep);
    return new Layout(network, List.copyOf(wanted), tensors);
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
   * @param values begin with the input, {@code batch * height * width * channels} values
   */
  public void run(float[] values) {
    run(values, () -> {});
  }

  /**
   * As {@link #run(float[])}.
   *
   * @param between called after each operation
   */
  public void run(float[] values, Runnable between) {
    HostTransfer.put(values, 0, inputRow, 0, Math.toIntExact(inputRow.length()));
    for (Operation operation : operations) {
      operation.run();
      between.run();
    }
  }

  /** Copies an output of the last run, {@code batch * height * width * channels} values. */
  public void copyOutput(String name, float[] target) {
    HostTransfer.get(Objects.requireNonNull(outputs.get(name), name), target);
  }

  /** The number of native operations per run. */
  public int stepCount() {
    return operations.size();
  }

  /** The memory of all buffers, in bytes. */
  public long bufferBytes() {
    return memory.bytes() + constantBytes();
  }

  /** The memory of the buffers whose values stay between runs, in bytes. */
  public long constantBytes() {
    return constants == null ? 0 : constants.length() * Float.BYTES;
  }

  private void free(@Nullable INDArray fixed) {
    operations.forEach(Operation::close);
    operations.clear();
    if (fixed != null) {
      fixed.close();
    }
    if (owned) {
      memory.close();
    }
  }

  /** Frees the plan, but not memory that it shares with others. */
  @Override
  public void close() {
    free(constants);
  }
}
