// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.internal.backend.MemoryBudget;
import io.github.seqnet.nn.internal.backend.MemoryLimitException;
import io.github.seqnet.nn.internal.plan.DeviceWeights;
import io.github.seqnet.nn.internal.plan.ForwardPlan;
import io.github.seqnet.nn.internal.plan.PlanMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The plans of the networks that share threads and memory. Plans that never run at the same time
 * share a block of memory, so that there are as many blocks as batches run at once, each of the
 * size of the largest plan that ran in it. If the memory limit would be exceeded, idle blocks are
 * freed, the least recently used first. Thread-safe.
 */
final class PlanPool implements AutoCloseable {
  /** The plans that a block keeps; the least recently used goes first. */
  static final int PLANS_PER_BLOCK = 8;

  /** A network and its weights; each is itself alone. */
  static final class Source {
    private final Network network;
    private final DeviceWeights weights;

    private Source(Network network, DeviceWeights weights) {
      this.network = network;
      this.weights = weights;
    }
  }

  /** The network, shape and outputs that a plan is compiled for. */
  record Key(Source source, int batch, int height, int width, List<String> outputs) {}

  /** A block of memory and the plans that are compiled for it. */
  private static final class Block {
    private final PlanMemory memory;
    // The least recently used first.
    private final Map<Key, ForwardPlan> plans =
        new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    Block(PlanMemory memory) {
      this.memory = memory;
    }
  }

  /** A plan in use, and the block that no other plan uses meanwhile. */
  static final class Lease {
    private final Block block;
    private final ForwardPlan plan;

    private Lease(Block block, ForwardPlan plan) {
      this.block = block;
      this.plan = plan;
    }

    ForwardPlan plan() {
      return plan;
    }
  }

  private final MemoryBudget budget;
  private final List<Source> sources = new ArrayList<>();
  // Blocks that no plan runs in, the least recently used first.
  private final List<Block> idle = new ArrayList<>();

  /** Held by the caller that waits for memory. */
  private final ReentrantLock scarce = new ReentrantLock(/* fair= */ true);

  // Blocks in which a plan runs or is being made.
  private int holders;
  // How often memory was reserved by callers that had not waited for it.
  private long reservations;

  /**
   * @param budget what weights and buffers are taken from
   */
  PlanPool(MemoryBudget budget) {
    this.budget = budget;
  }

  /** Adds a network, whose weights the pool closes. */
  synchronized Source add(Network network, DeviceWeights weights) {
    Source source = new Source(network, weights);
    sources.add(source);
    return source;
  }

  /**
   * A plan for exclusive use by the caller, until {@link #put}. Waits for running plans if there is
   * no room for it beside them.
   *
   * @throws SeqnetException if it does not fit in the limit of memory on its own
   */
  Lease take(Key key) {
    Lease known = idlePlan(key);
    return known == null ? make(key) : known;
  }

  /** Gives a plan back. */
  synchronized void put(Lease lease) {
    holders--;
    idle.add(lease.block);
    notifyAll();
  }

  /** A plan that an idle block holds, the smallest such block; null if there is none. */
  private synchronized @Nullable Lease idlePlan(Key key) {
    Block best = null;
    for (Block block : idle) {
      if (block.plans.containsKey(key)
          && (best == null || block.memory.bytes() < best.memory.bytes())) {
        best = block;
      }
    }
    if (best == null) {
      return null;
    }
    idle.remove(best);
    holders++;
    return new Lease(best, Objects.requireNonNull(best.plans.get(key)));
  }

  private Lease make(Key key) {
    ForwardPlan.Layout layout =
        ForwardPlan.layout(
            key.source().network,
            key.source().weights,
            key.batch(),
            key.height(),
            key.width(),
            key.outputs());
    Lease lease = attempt(key, layout, /* waited= */ false);
    if (lease != null) {
      return lease;
    }
    // One caller at a time waits for memory, so that callers do not take it from each other.
    scarce.lock();
    try {
      return makeWhenThereIsRoom(key, layout);
    } finally {
      scarce.unlock();
    }
  }

  private Lease makeWhenThereIsRoom(Key key, ForwardPlan.Layout layout) {
    while (true) {
      long others = makeRoom();
      Lease lease = attempt(key, layout, /* waited= */ true);
      if (lease != null) {
        return lease;
      }
      if (others == reservations()) {
        throw new SeqnetException(
            ("the network's buffers for a batch of %d windows of %d x %d pixels need %d bytes"
                    + " beside its weights, which is more than the memory limit of %d bytes: use"
                    + " smaller windows, a smaller batch or a higher limit")
                .formatted(
                    key.batch(),
                    key.width(),
                    key.height(),
                    layout.bufferBytes() + layout.constantBytes(),
                    budget.limit()));
      }
    }
  }

  /** Makes a plan if there is room for it now; null if there is not. */
  private @Nullable Lease attempt(Key key, ForwardPlan.Layout layout, boolean waited) {
    if (!budget.take(layout.constantBytes())) {
      return null;
    }
    Block block = null;
    boolean made = false;
    try {
      block = reserve(layout.bufferBytes(), waited);
      if (block == null) {
        return null;
      }
      ForwardPlan plan = layout.plan(block.memory);
      block.plans.put(key, plan);
      made = true;
      return new Lease(block, plan);
    } catch (MemoryLimitException e) {
      return null;
    } finally {
      if (!made) {
        budget.giveBack(layout.constantBytes());
        if (block != null) {
          giveBack(block);
        }
      }
    }
  }

  /**
   * A block for exclusive use: the smallest idle one that is large enough; else a new one in place
   * of the largest idle one, because there need not be more blocks than plans that run. Null if
   * there is not enough memory.
   */
  private synchronized @Nullable Block reserve(long bytes, boolean waited) {
    Block enough = null;
    Block largest = null;
    for (Block block : idle) {
      long size = block.memory.bytes();
      if (size >= bytes && (enough == null || size < enough.memory.bytes())) {
        enough = block;
      }
      if (largest == null || size > largest.memory.bytes()) {
        largest = block;
      }
    }
    if (enough != null) {
      idle.remove(enough);
      if (enough.plans.size() >= PLANS_PER_BLOCK) {
        closePlan(enough, enough.plans.keySet().iterator().next());
      }
    } else {
      if (largest != null) {
        idle.remove(largest);
        close(largest);
      }
      if (!budget.take(bytes)) {
        return null;
      }
      enough = newBlock(bytes);
    }
    holders++;
    if (!waited) {
      reservations++;
    }
    return enough;
  }

  private Block newBlock(long bytes) {
    try {
      return new Block(new PlanMemory(bytes));
    } catch (RuntimeException | Error e) {
      budget.giveBack(bytes);
      throw e;
    }
  }

  /** Takes back a block in which a plan could not be made; frees it unless it holds others. */
  private synchronized void giveBack(Block block) {
    holders--;
    if (block.plans.isEmpty()) {
      close(block);
    } else {
      idle.add(0, block);
    }
    notifyAll();
  }

  private synchronized long reservations() {
    return reservations;
  }

  /**
   * Frees one idle block, or waits for one that is in use.
   *
   * @return {@link #reservations} if there is neither, so that all memory is free; otherwise -1
   */
  private synchronized long makeRoom() {
    while (idle.isEmpty() && holders > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SeqnetException("interrupted while waiting for memory", e);
      }
    }
    if (!idle.isEmpty()) {
      close(idle.remove(0));
      return -1;
    }
    // No plan reads the weights in the forms of closed plans.
    sources.forEach(source -> source.weights.clear());
    return reservations;
  }

  private void close(Block block) {
    List.copyOf(block.plans.keySet()).forEach(key -> closePlan(block, key));
    budget.giveBack(block.memory.bytes());
    block.memory.close();
  }

  private void closePlan(Block block, Key key) {
    ForwardPlan plan = block.plans.remove(key);
    if (plan != null) {
      budget.giveBack(plan.constantBytes());
      plan.close();
    }
  }

  /** Closes plans and weights; no plan may run. */
  @Override
  public synchronized void close() {
    while (!idle.isEmpty()) {
      close(idle.remove(0));
    }
    sources.forEach(source -> source.weights.close());
  }
}
