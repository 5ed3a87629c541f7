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
  // Plans that run or are being made.
  private int taken;

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
   * A plan for exclusive use by the caller, until {@link #put}.
   *
   * @throws SeqnetException if there is no room for it
   */
  ForwardPlan take(Key key) {
    synchronized (this) {
      taken++;
      for (int i = waiting.size() - 1; i >= 0; i--) {
        if (waiting.get(i).key().equals(key)) {
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
    waiting.add(new Waiting(key, plan));
  }

  private ForwardPlan make(Key key) {
    ForwardPlan.Layout layout =
        ForwardPlan.layout(network, weights, key.batch(), key.height(), key.width(), key.outputs());
    long bytes = layout.bufferBytes();
    boolean last = false;
    while (true) {
      if (budget.take(bytes)) {
        try {
          return layout.plan();
        } catch (MemoryLimitException e) {
          budget.giveBack(bytes);
        } catch (RuntimeException | Error e) {
          budget.giveBack(bytes);
          throw e;
        }
      }
      if (last) {
        throw new SeqnetException(
            ("the network's buffers for a batch of %d windows of %d x %d pixels need %d bytes"
                    + " beside its weights; with the %d bytes in use that is more than the memory"
                    + " limit of %d bytes: use smaller windows, a smaller batch, fewer threads or a"
                    + " higher limit")
                .formatted(
                    key.batch(), key.width(), key.height(), bytes, budget.used(), budget.limit()));
      }
      last = !closeWaiting();
    }
  }

  /** Frees one unused object. Returns whether there may be more. */
  private synchronized boolean closeWaiting() {
    if (!waiting.isEmpty()) {
      closeOldest();
      return true;
    }
    if (taken == 1) {
      // No plan reads the weights in the forms of closed plans.
      weights.clear();
    }
    return false;
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
