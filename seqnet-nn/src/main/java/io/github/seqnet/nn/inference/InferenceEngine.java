// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.nn.architecture.FoldedNetwork;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.internal.backend.OutOfMemoryMessage;
import io.github.seqnet.nn.internal.plan.FoldedWeights;
import io.github.seqnet.nn.internal.plan.ForwardPlan;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Runs batches through a network on several threads. Native operations stay on the thread of their
 * batch. Plans are compiled on first use of a shape and reused for later batches of that shape.
 * Several networks can share threads and memory: see {@link InferenceResources}.
 *
 * <p>Safe to call from many threads at once: work is done in the order in which it came. Results do
 * not depend on the number of threads.
 */
public final class InferenceEngine implements AutoCloseable {
  private final Network network;
  private final InferenceResources resources;
  private final boolean owner;
  private final PlanPool.Source source;

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
   * An engine with threads and memory of its own.
   *
   * @param threads the number of concurrent batches, at least 1
   * @param memoryLimit how many bytes it may hold outside of the Java heap, see {@link
   *     InferenceResources}
   * @throws IllegalArgumentException if the weights are not those of the network, there is not at
   *     least one thread, or the limit is not at least 1
   * @throws SeqnetException if the weights alone are more than the limit, or ND4J cannot be started
   */
  public InferenceEngine(Network network, NetworkWeights weights, int threads, long memoryLimit) {
    this(network, weights, new InferenceResources(threads, memoryLimit), true);
  }

  /**
   * An engine that shares threads and memory with others. It holds a copy of the weights outside of
   * the Java heap until the resources are closed.
   *
   * @throws IllegalArgumentException if the weights are not those of the network
   * @throws SeqnetException if the weights alone are more than the memory limit
   */
  public InferenceEngine(Network network, NetworkWeights weights, InferenceResources resources) {
    this(network, weights, resources, false);
  }

  private InferenceEngine(
      Network network, NetworkWeights weights, InferenceResources resources, boolean owner) {
    this.network = network;
    this.resources = resources;
    this.owner = owner;
    try {
      weights.requireFit(network);
      long bytes = network.parameterCount() * Float.BYTES;
      if (bytes > resources.memoryLimit()) {
        throw new SeqnetException(
            "the network's weights of %d bytes are more than the memory limit of %d bytes"
                .formatted(bytes, resources.memoryLimit()));
      }
      FoldedNetwork folded = FoldedNetwork.of(network);
      source = resources.add(folded.network(), new FoldedWeights(folded, weights));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** The number of concurrent batches. */
  public int threads() {
    return resources.threads();
  }

  /** Fills a batch's input. */
  @FunctionalInterface
  public interface InputWriter {
    /**
     * Writes every value of the input.
     *
     * @param input begins with the {@code batch * height * width * channels} values; it may be
     *     longer, and what follows is ignored
     */
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
    return submit(batch, height, width, outputs, input, /* last= */ false, () -> {});
  }

  /**
   * As the other method.
   *
   * @param last whether it is the last of several batches
   * @param whenDone called once the result can be had
   */
  Future<Map<String, float[]>> submit(
      int batch,
      int height,
      int width,
      Collection<String> outputs,
      InputWriter input,
      boolean last,
      Runnable whenDone) {
    ForwardPlan.checkShape(network, batch, height, width);
    outputs.forEach(network::output);
    PlanPool.Key key = new PlanPool.Key(source, batch, height, width, List.copyOf(outputs));
    return resources.submit(() -> run(key, input), last, whenDone);
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
      future.cancel(false);
      throw interrupted(e);
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

  /** The failure of an interrupted thread, whose interrupt status this sets. */
  static SeqnetException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SeqnetException("interrupted while the network was running", e);
  }

  /**
   * Waits for the batches handed in and frees all memory outside of the Java heap. Does nothing if
   * the engine shares its resources, which are closed instead.
   */
  @Override
  public void close() {
    if (owner) {
      resources.close();
    }
  }

  /** The size of the weights and buffers in use, in bytes. */
  long memoryUsed() {
    return resources.memoryUsed();
  }

  private Map<String, float[]> run(PlanPool.Key key, InputWriter writer) {
    int length = key.batch() * key.height() * key.width() * network.input().output().channels();
    PlanPool.Lease lease = resources.run(key, length, writer);
    try {
      Map<String, float[]> results = new LinkedHashMap<>();
      for (String name : key.outputs()) {
        Tensor output = network.output(name);
        float[] copy = new float[output.length(key.batch(), key.height(), key.width())];
        lease.plan().copyOutput(name, copy);
        results.put(name, copy);
      }
      return results;
    } finally {
      resources.giveBack(lease);
    }
  }
}
