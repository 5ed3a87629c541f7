// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import io.github.seqnet.SeqnetException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prepares training batches in background threads while the trainer uses earlier ones. Order and
 * content of the batches do not depend on the number of threads. At most two batches per thread are
 * held or being prepared. Not thread-safe. {@link #close} ends the threads.
 */
public final class BatchSource implements AutoCloseable {
  private final CropSampler sampler;
  private final ExecutorService workers;
  private final Queue<Future<Batch>> pending = new ArrayDeque<>();
  private long nextToMake;
  private long nextToGive;
  private long waitedNanos;

  private BatchSource(CropSampler sampler, long first, int threads, int ahead) {
    this.sampler = sampler;
    nextToMake = first;
    nextToGive = first;
    workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "seqnet-crops");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < ahead; i++) {
      submit();
    }
  }

  /**
   * Starts the threads, which stay two batches ahead each.
   *
   * @param sampler creates the batches
   * @param firstBatch index of the first batch, at least 0; a resumed training starts here without
   *     preparing earlier batches
   * @param threads the number of threads, at least 1
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static BatchSource start(CropSampler sampler, long firstBatch, int threads) {
    if (firstBatch < 0) {
      throw new IllegalArgumentException("firstBatch must be at least 0, got " + firstBatch);
    }
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads must be in 1..1024, got " + threads);
    }
    return new BatchSource(sampler, firstBatch, threads, 2 * threads);
  }

  private void submit() {
    long index = nextToMake++;
    pending.add(workers.submit(() -> sampler.batch(index)));
  }

  /**
   * Returns the next batch; waits until it is ready.
   *
   * @throws IllegalStateException if the source is closed
   * @throws CancellationException if the thread is interrupted while it waits; its interrupt status
   *     stays set
   */
  public Batch next() {
    Future<Batch> head = pending.poll();
    if (head == null) {
      throw new IllegalStateException("the source of batches is closed");
    }
    long start = System.nanoTime();
    try {
      Batch batch = head.get();
      nextToGive++;
      submit();
      return batch;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for a batch");
    } catch (ExecutionException e) {
      close();
      throw new SeqnetException(
          "batch " + nextToGive + " could not be made: " + e.getCause(), e.getCause());
    } finally {
      waitedNanos += System.nanoTime() - start;
    }
  }

  /** The index of the batch that {@link #next} returns next. */
  public long position() {
    return nextToGive;
  }

  /** The total time that {@link #next} has waited: near 0 if the threads keep up. */
  public Duration waited() {
    return Duration.ofNanos(waitedNanos);
  }

  /** Ends the threads. A second call has no effect. */
  @Override
  public void close() {
    pending.clear();
    workers.shutdownNow();
  }
}
