// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.nn.architecture.FoldedNetwork;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.internal.backend.MemoryBudget;
import io.github.seqnet.nn.internal.backend.OutOfMemoryMessage;
import io.github.seqnet.nn.internal.backend.WorkerThreads;
import io.github.seqnet.nn.internal.plan.DeviceWeights;
import io.github.seqnet.nn.internal.plan.ForwardPlan;
import io.github.seqnet.nn.internal.plan.NormalizationFolding;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs batches through a network on several threads. Each batch has its own plan and buffers, and
 * native operations stay on their thread. Plans are compiled on first use of a shape and reused for
 * later batches of that shape, at most {@value #PLANS_PER_THREAD} for each thread; where memory or
 * number would be exceeded, those that were not used for the longest time go first.
 *
 * <p>Safe to call from many threads at once: work is done in the order in which it came. Results do
 * not depend on the number of threads.
 */
public final class InferenceEngine implements AutoCloseable {
  static final int PLANS_PER_THREAD = 3;

  private static final AtomicInteger ENGINES = new AtomicInteger();

  private final Network network;
  private final DeviceWeights weights;
  private final MemoryBudget budget;
  private final int threads;
  private final ExecutorService executor;
  private final PlanPool plans;
  private final ThreadLocal<Input> inputs = ThreadLocal.withInitial(Input::new);

  /** The default number of threads: one per core, or one on a GPU. */
  public static int defaultThreads() {
    return ComputeBackend.defaultThreads();
  }

  /** The default limit of memory: half of what the machine or container has, in bytes. */
  public static long defaultMemoryLimit() {
    return ComputeBackend.machineMemory() / 2;
  }

  /**
   * An engine with the default limit of memory.
   *
   * @throws IllegalArgumentException if the weights are not those of the network, or there is not
   *     at least one thread
   */
  public InferenceEngine(Network network, NetworkWeights weights, int threads) {
    this(network, weights, threads, defaultMemoryLimit());
  }

  /**
   * An engine with its own copy of the weights outside of the Java heap.
   *
   * @param threads the number of concurrent batches, at least 1
   * @param memoryLimit how many bytes of weights, in all forms in which plans read them, and
   *     buffers it may hold outside of the Java heap; concurrent batches share the limit. A batch
   *     that fits on its own runs when no other batch is running
   * @throws IllegalArgumentException if the weights are not those of the network, there is not at
   *     least one thread, or the limit is not at least 1
   * @throws SeqnetException if the weights alone are more than the limit, or ND4J cannot be started
   */
  public InferenceEngine(Network network, NetworkWeights weights, int threads, long memoryLimit) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    weights.requireFit(network);
    budget = new MemoryBudget(memoryLimit);
    if (network.parameterCount() * Float.BYTES > memoryLimit) {
      throw new SeqnetException(
          "the network's weights of %d bytes are more than the memory limit of %d bytes"
              .formatted(network.parameterCount() * Float.BYTES, memoryLimit));
    }
    ComputeBackend.start();
    this.network = network;
    FoldedNetwork folded = FoldedNetwork.of(network);
    this.weights = new DeviceWeights(NormalizationFolding.fold(folded, weights), budget);
    this.threads = threads;
    plans = new PlanPool(folded.network(), this.weights, budget, PLANS_PER_THREAD * threads);
    String name = "seqnet-inference-" + ENGINES.incrementAndGet() + "-";
    AtomicInteger count = new AtomicInteger();
    executor =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, name + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** The number of concurrent batches. */
  public int threads() {
    return threads;
  }

  /** Fills a batch's input, {@code batch * height * width * channels} values, all of them. */
  @FunctionalInterface
  public interface InputWriter {
    /** Writes every value. */
    void write(float[] input);
  }

  /**
   * Submits a batch, which runs as soon as a thread is free.
   *
   * @param batch windows, at least 1
   * @param height of a window, a multiple of the network's {@link Network#requiredMultiple()}
   * @param width of a window, likewise
   * @param outputs the names of the outputs to compute
   * @param input called on the working thread to fill the input
   * @return the outputs by name, channels last, each {@link Tensor#length} values
   * @throws IllegalArgumentException if the shape does not fit the network or an output is unknown
   * @throws IllegalStateException if the engine is closed
   */
  public Future<Map<String, float[]>> submit(
      int batch, int height, int width, Collection<String> outputs, InputWriter input) {
    ForwardPlan.checkShape(network, batch, height, width);
    outputs.forEach(network::output);
    PlanPool.Key key = new PlanPool.Key(batch, height, width, List.copyOf(outputs));
    try {
      return executor.submit(() -> run(key, input));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the network is closed", e);
    }
  }

  /**
   * Runs a batch and waits for it.
   *
   * @param input {@code batch * height * width * channels} values
   * @return the outputs by name, as {@link #submit} gives them
   * @throws IllegalArgumentException as {@link #submit}, or if the number of values does not fit
   */
  public Map<String, float[]> run(
      float[] input, int batch, int height, int width, Collection<String> outputs) {
    long expected = (long) batch * height * width * network.input().output().channels();
    if (input.length != expected) {
      throw new IllegalArgumentException(
          "input must be " + expected + " values, got " + input.length);
    }
    return get(
        submit(
            batch,
            height,
            width,
            outputs,
            target -> System.arraycopy(input, 0, target, 0, input.length)));
  }

  /**
   * Waits for a result and unwraps its failure.
   *
   * @throws SeqnetException if this thread is interrupted, whose interrupt status stays set, or
   *     memory is exhausted
   */
  public static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      future.cancel(false);
      throw new SeqnetException("interrupted while the network was running", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof OutOfMemoryError failure) {
        throw new SeqnetException(OutOfMemoryMessage.text(failure), failure);
      }
      throw new SeqnetException("the network could not be run: " + e.getCause(), e.getCause());
    }
  }

  /** Waits for the batches handed in and frees all memory outside of the Java heap. */
  @Override
  public void close() {
    WorkerThreads.end(executor);
    plans.close();
    weights.close();
  }

  /** The size of the weights and buffers in use, in bytes. */
  long memoryUsed() {
    return budget.used();
  }

  private Map<String, float[]> run(PlanPool.Key key, InputWriter writer) {
    // Part of the batch, like everything that may fail, so that the waiting caller receives the
    // failure.
    ComputeBackend.useOneNativeThread();
    int pixels = key.batch() * key.height() * key.width();
    float[] values = inputs.get().ofLength(pixels * network.input().output().channels());
    writer.write(values);
    ForwardPlan plan = plans.take(key);
    try {
      plan.run(values);
      Map<String, float[]> results = new LinkedHashMap<>();
      for (String name : key.outputs()) {
        Tensor output = network.output(name);
        float[] copy = new float[output.length(key.batch(), key.height(), key.width())];
        plan.copyOutput(name, copy);
        results.put(name, copy);
      }
      return results;
    } finally {
      plans.put(key, plan);
    }
  }

  /** The input of a thread, reallocated only if the length changes. */
  private static final class Input {
    private float[] values = {};

    float[] ofLength(int length) {
      if (values.length != length) {
        values = new float[length];
      }
      return values;
    }
  }
}
