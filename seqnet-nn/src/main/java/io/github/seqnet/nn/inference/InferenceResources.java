// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.internal.backend.MemoryBudget;
import io.github.seqnet.nn.internal.backend.WorkerThreads;
import io.github.seqnet.nn.internal.plan.DeviceWeights;
import io.github.seqnet.nn.internal.plan.FoldedWeights;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads and the memory that several networks share, such as those of a model with a partner
 * and a correction. Work of all networks waits in one queue. Buffers are those of as many batches
 * as there are threads, whichever network they belong to, and of one more if there are several
 * threads: the last batch of a prediction runs beside them.
 *
 * <p>Thread-safe. Close it to free the memory of all engines that use it.
 */
public final class InferenceResources implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final MemoryBudget budget;
  private final int threads;
  private final ExecutorService executor;
  private final PlanPool plans;
  private final FairShare share;
  private final ThreadLocal<Input> inputs = ThreadLocal.withInitial(Input::new);

  /**
   * Threads and a limit of memory. Starts ND4J.
   *
   * @param threads the number of threads that compute at the same time, at least 1
   * @param memoryLimit how many bytes of weights, in all forms in which plans read them, and
   *     buffers all engines together may hold outside of the Java heap, at least 1. A batch that
   *     fits on its own runs when no other batch is running
   * @throws IllegalArgumentException if a number is below 1
   * @throws io.github.seqnet.SeqnetException if ND4J cannot be started
   */
  public InferenceResources(int threads, long memoryLimit) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    budget = new MemoryBudget(memoryLimit);
    ComputeBackend.start();
    this.threads = threads;
    plans = new PlanPool(budget);
    share = new FairShare(threads, Runtime.getRuntime().availableProcessors());
    String name = "seqnet-inference-" + COUNT.incrementAndGet() + "-";
    AtomicInteger count = new AtomicInteger();
    executor =
        Executors.newFixedThreadPool(
            // One more for the last task, which takes turns with the others.
            threads == 1 ? 1 : threads + 1,
            task -> {
              Thread thread = new Thread(task, name + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The number of threads that compute at the same time. */
  public int threads() {
    return threads;
  }

  /**
   * Submits work to these threads, such as the preparation of an image while networks run.
   *
   * @throws IllegalStateException if the resources are closed
   */
  public <T> Future<T> submit(Callable<T> task) {
    return submit(() -> share.run(turn -> task.call()), /* last= */ false, () -> {});
  }

  /**
   * As {@link #submit(Callable)}, of a task that takes its turns itself.
   *
   * @param last whether it is the last of several, which may be in progress beside as many others
   *     as there are threads
   * @param whenDone called once the result can be had
   */
  <T> Future<T> submit(Callable<T> task, boolean last, Runnable whenDone) {
    FutureTask<T> future =
        new FutureTask<>(() -> share.begin(last, task)) {
          @Override
          protected void done() {
            whenDone.run();
          }
        };
    try {
      executor.execute(future);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the network is closed", e);
    }
    return future;
  }

  /** The memory limit in bytes. */
  long memoryLimit() {
    return budget.limit();
  }

  /** The size of the weights and buffers in use, in bytes. */
  long memoryUsed() {
    return budget.used();
  }

  PlanPool.Source add(Network folded, FoldedWeights weights) {
    return plans.add(folded, new DeviceWeights(weights, budget));
  }

  /** Fills the input of a plan and runs it; the plan is the caller's until {@link #giveBack}. */
  PlanPool.Lease run(PlanPool.Key key, int length, InferenceEngine.InputWriter writer) {
    // Part of the batch, like everything that may fail, so that the waiting caller receives the
    // failure.
    ComputeBackend.useOneNativeThread();
    float[] values = inputs.get().ofLength(length);
    share.run(
        turn -> {
          writer.write(values);
          return values;
        });
    // Without a turn, because this may wait for a batch that waits for one.
    PlanPool.Lease lease = plans.take(key);
    try {
      return share.run(
          turn -> {
            lease.plan().run(values, turn::pass);
            return lease;
          });
    } catch (RuntimeException | Error e) {
      plans.put(lease);
      throw e;
    }
  }

  void giveBack(PlanPool.Lease lease) {
    plans.put(lease);
  }

  /** Waits for the work handed in and frees all memory outside of the Java heap. */
  @Override
  public void close() {
    WorkerThreads.end(executor);
    plans.close();
  }

  /** The input of a thread, which only grows. */
  private static final class Input {
    private float[] values = {};

    float[] ofLength(int length) {
      if (values.length < length) {
        values = new float[length];
      }
      return values;
    }
  }
}
