package io.github.seqnet.nn.inference;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.ComputeBackend;
import io.github.seqnet.nn.internal.DeviceWeights;
import io.github.seqnet.nn.internal.ForwardPlan;
import io.github.seqnet.nn.internal.MemoryBudget;
import io.github.seqnet.nn.internal.WorkerThreads;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.ArrayList;
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
 * Runs batches through a network on several threads, each with plans and buffers of its own; each
 * native operation stays on its thread. Plans are made on first use of a shape and kept, at most
 * {@value #PLANS_PER_THREAD} for each thread.
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
  private final List<Worker> workers = new ArrayList<>();
  private final ThreadLocal<Worker> worker = ThreadLocal.withInitial(this::newWorker);

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
   * @param threads how many batches run side by side, at least 1
   * @param memoryLimit how many bytes of weights and buffers it may hold outside of the Java heap;
   *     the plans that other threads keep count, so leave room for one of each thread
   * @throws IllegalArgumentException if the weights are not those of the network, there is not at
   *     least one thread, or the limit is not at least 1
   * @throws SeqnetException if the weights alone are more than the limit
   */
  public InferenceEngine(Network network, NetworkWeights weights, int threads, long memoryLimit) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    weights.requireFit(network);
    budget = new MemoryBudget(memoryLimit);
    if (!budget.take(network.parameterCount() * Float.BYTES)) {
      throw new SeqnetException(
          "the network's weights of %d bytes are more than the memory limit of %d bytes"
              .formatted(network.parameterCount() * Float.BYTES, memoryLimit));
    }
    this.network = network;
    this.weights = new DeviceWeights(weights);
    this.threads = threads;
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

  /** How many batches run side by side. */
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
   * Hands in a batch; it runs when a thread is free.
   *
   * @param batch windows, at least 1
   * @param height of a window, a multiple of the network's {@link Network#requiredMultiple()}
   * @param width of a window, likewise
   * @param outputs the names of the outputs to compute
   * @param input called on the working thread to fill the input
   * @return the outputs by name, each {@code batch * height * width * channels} values, height and
   *     width divided by the output's {@link Tensor#reduction()}
   * @throws IllegalArgumentException if the shape does not fit the network or an output is unknown
   * @throws IllegalStateException if the engine is closed
   */
  public Future<Map<String, float[]>> submit(
      int batch, int height, int width, Collection<String> outputs, InputWriter input) {
    ForwardPlan.checkShape(network, batch, height, width);
    outputs.forEach(network::output);
    PlanKey key = new PlanKey(batch, height, width, List.copyOf(outputs));
    try {
      return executor.submit(() -> worker.get().run(key, input));
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

  /** Waits for a batch and unwraps what went wrong in it. */
  static <T> T get(Future<T> future) {
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
      if (e.getCause() instanceof OutOfMemoryError) {
        throw new SeqnetException(
            "not enough memory for the network's buffers: use smaller windows, a smaller batch or"
                + " fewer threads, or raise -Xmx and -Dorg.bytedeco.javacpp.maxbytes ("
                + e.getCause().getMessage()
                + ")",
            e.getCause());
      }
      throw new SeqnetException("the network could not be run: " + e.getCause(), e.getCause());
    }
  }

  /** Waits for the batches handed in and frees all memory outside of the Java heap. */
  @Override
  public void close() {
    WorkerThreads.end(executor);
    synchronized (workers) {
      workers.forEach(Worker::close);
      workers.clear();
    }
    weights.close();
  }

  private Worker newWorker() {
    ComputeBackend.useOneNativeThread();
    Worker made = new Worker();
    synchronized (workers) {
      workers.add(made);
    }
    return made;
  }

  private record PlanKey(int batch, int height, int width, List<String> outputs) {}

  /** The plans of one thread, the least recently used dropped first. */
  private final class Worker {
    private final Map<PlanKey, ForwardPlan> plans = new LinkedHashMap<>(8, 0.75f, true);
    private float[] input = {};

    Map<String, float[]> run(PlanKey key, InputWriter writer) {
      int pixels = key.batch * key.height * key.width;
      int length = pixels * network.input().output().channels();
      if (input.length != length) {
        input = new float[length];
      }
      writer.write(input);
      ForwardPlan plan = plan(key);
      plan.run(input);
      Map<String, float[]> results = new LinkedHashMap<>();
      for (String name : key.outputs) {
        Tensor output = network.output(name);
        int reduction = output.reduction() * output.reduction();
        float[] values = new float[pixels / reduction * output.channels()];
        plan.copyOutput(name, values);
        results.put(name, values);
      }
      return results;
    }

    private ForwardPlan plan(PlanKey key) {
      ForwardPlan known = plans.get(key);
      if (known != null) {
        return known;
      }
      ForwardPlan.Layout layout =
          ForwardPlan.layout(network, weights, key.batch, key.height, key.width, key.outputs);
      long bytes = layout.bufferBytes();
      if (plans.size() == PLANS_PER_THREAD) {
        dropOldest();
      }
      while (!budget.take(bytes)) {
        if (plans.isEmpty()) {
          throw new SeqnetException(
              ("the network's buffers for a batch of %d windows of %d x %d pixels need %d bytes;"
                      + " with the %d bytes in use that is more than the memory limit of %d bytes:"
                      + " use smaller windows, a smaller batch, fewer threads or a higher limit")
                  .formatted(
                      key.batch, key.width, key.height, bytes, budget.used(), budget.limit()));
        }
        dropOldest();
      }
      try {
        ForwardPlan made = layout.plan();
        plans.put(key, made);
        return made;
      } catch (RuntimeException | Error e) {
        budget.giveBack(bytes);
        throw e;
      }
    }

    private void dropOldest() {
      ForwardPlan plan = plans.remove(plans.keySet().iterator().next());
      budget.giveBack(plan.bufferBytes());
      plan.close();
    }

    void close() {
      plans.values().forEach(ForwardPlan::close);
      plans.clear();
    }
  }
}
