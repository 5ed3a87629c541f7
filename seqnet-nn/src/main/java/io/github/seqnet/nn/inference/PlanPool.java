// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.internal.backend.MemoryBudget;
import io.github.seqnet.nn.internal.backend.MemoryLimitException;
import io.github.seqnet.nn.internal.plan.DeviceWeights;
import io.github.seqnet.nn.internal.plan.ForwardPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The plans of an engine: running plans, and idle plans that are kept for the next batch of their
 * shape. If a new plan exceeds the memory limit, idle plans are closed, the least recently used
 * first. Thread-safe.
 */
final class PlanPool implements AutoCloseable {
  /** The shape and outputs that a plan is compiled for. */
  record Key(int batch, int height, int width, List<String> outputs) {}

  private record Waiting(Key key, ForwardPlan plan) {}

  private final Network network;
  private final DeviceWeights weights;
  private final MemoryBudget budget;
  private final int most;
  // The least recently used first.
  private final List<Waiting> waiting = new ArrayList<>();

  /** Held by the caller that waits for memory. */
  private final ReentrantLock scarce = new ReentrantLock(/* fair= */ true);

  // Plans that run or are being made.
  private int taken;
  // Those of them that have memory.
  private int holders;
  // How often memory was reserved by callers that had not waited for it.
  private long reservations;

  /**
   * @param budget what weights and buffers are taken from
   * @param most how many plans there may be, as long as no more run at once
   */
  PlanPool(Network network, DeviceWeights weights, MemoryBudget budget, int most) {
    this.network = network;
    this.weights = weights;
    this.budget = budget;
    this.most = most;
  }

  /**
   * A plan for exclusive use by the caller, until {@link #put}. Waits for running plans if there is
   * no room for it beside them.
   *
   * @throws SeqnetException if it does not fit in the limit of memory on its own
   */
  ForwardPlan take(Key key) {
    synchronized (this) {
      taken++;
      for (int i = waiting.size() - 1; i >= 0; i--) {
        if (waiting.get(i).key().equals(key)) {
          holders++;
          return waiting.remove(i).plan();
        }
      }
      while (waiting.size() + taken > most && !waiting.isEmpty()) {
        closeOldest();
      }
    }
    try {
      return make(key);
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        taken--;
      }
      throw e;
    }
  }

  /** Gives a plan back. */
  synchronized void put(Key key, ForwardPlan plan) {
    taken--;
    holders--;
    waiting.add(new Waiting(key, plan));
    notifyAll();
  }

  private ForwardPlan make(Key key) {
    ForwardPlan.Layout layout =
        ForwardPlan.layout(network, weights, key.batch(), key.height(), key.width(), key.outputs());
    ForwardPlan plan = attempt(layout, /* waited= */ false);
    if (plan != null) {
      return plan;
    }
    // One caller at a time waits for memory, so that callers do not take it from each other.
    scarce.lock();
    try {
      return makeWhenThereIsRoom(key, layout);
    } finally {
      scarce.unlock();
    }
  }

  private ForwardPlan makeWhenThereIsRoom(Key key, ForwardPlan.Layout layout) {
    while (true) {
      long others = makeRoom();
      ForwardPlan plan = attempt(layout, /* waited= */ true);
      if (plan != null) {
        return plan;
      }
      if (others == reservations()) {
        throw new SeqnetException(
            ("the network's buffers for a batch of %d windows of %d x %d pixels need %d bytes"
                    + " beside its weights, which is more than the memory limit of %d bytes: use"
                    + " smaller windows, a smaller batch or a higher limit")
                .formatted(
                    key.batch(), key.width(), key.height(), layout.bufferBytes(), budget.limit()));
      }
    }
  }

  /** Makes a plan if there is room for it now; null if there is not. */
  private @Nullable ForwardPlan attempt(ForwardPlan.Layout layout, boolean waited) {
    long bytes = layout.bufferBytes();
    if (!reserve(bytes, waited)) {
      return null;
    }
    try {
      return layout.plan();
    } catch (MemoryLimitException e) {
      release(bytes);
      return null;
    } catch (RuntimeException | Error e) {
      release(bytes);
      throw e;
    }
  }

  private synchronized boolean reserve(long bytes, boolean waited) {
    if (!budget.take(bytes)) {
      return false;
    }
    holders++;
    if (!waited) {
      reservations++;
    }
    return true;
  }

  private synchronized void release(long bytes) {
    budget.giveBack(bytes);
    holders--;
    notifyAll();
  }

  private synchronized long reservations() {
    return reservations;
  }

  /**
   * Frees one unused plan, or waits for one that runs.
   *
   * @return {@link #reservations} if there is neither, so that all memory is free; otherwise -1
   */
  private synchronized long makeRoom() {
    while (waiting.isEmpty() && holders > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SeqnetException("interrupted while waiting for memory", e);
      }
    }
    if (!waiting.isEmpty()) {
      closeOldest();
      return -1;
    }
    // No plan reads the weights in the forms of closed plans.
    weights.clear();
    return reservations;
  }

  private void closeOldest() {
    ForwardPlan plan = waiting.remove(0).plan();
    budget.giveBack(plan.bufferBytes());
    plan.close();
  }

  /** Closes the plans that wait; none may run. */
  @Override
  public synchronized void close() {
    while (!waiting.isEmpty()) {
      closeOldest();
    }
  }
}
