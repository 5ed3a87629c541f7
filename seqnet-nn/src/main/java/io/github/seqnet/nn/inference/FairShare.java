// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import java.util.concurrent.Semaphore;

/**
 * Lets a number of threads compute at a time, in turns of a few milliseconds. There may be more
 * tasks than that: all of them advance at the same pace, so that no processor is left without work
 * because the last task is a long one. Thread-safe.
 */
final class FairShare {
  /** The shortest turn. */
  private static final long TURN_NANOS = 4_000_000;

  private final Semaphore permits;

  FairShare(int threads) {
    permits = new Semaphore(threads, /* fair= */ true);
  }

  /** Something to compute. */
  @FunctionalInterface
  interface Task<T, E extends Exception> {
    /**
     * Computes it.
     *
     * @param turn to be passed now and then
     */
    T run(Turn turn) throws E;
  }

  /** Waits for a turn and computes something. */
  <T, E extends Exception> T run(Task<T, E> task) throws E {
    permits.acquireUninterruptibly();
    try {
      return task.run(new Turn());
    } finally {
      permits.release();
    }
  }

  /** The turn of one thread. */
  final class Turn {
    private long start = System.nanoTime();

    private Turn() {}

    /**
     * Gives the turn to a thread that waits, if it has been long enough, and waits for the next.
     */
    void pass() {
      if (permits.hasQueuedThreads() && System.nanoTime() - start >= TURN_NANOS) {
        permits.release();
        permits.acquireUninterruptibly();
        start = System.nanoTime();
      }
    }
  }
}
