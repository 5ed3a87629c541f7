// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/**
 * Lets a number of threads compute at a time. As many tasks are in progress, and one more if it is
 * the last of several: then all of them advance at the same pace, in turns of some milliseconds, so
 * that no processor waits for the end of the last task. Thread-safe.
 */
final class FairShare {
  /** The shortest turn. A change costs about a millisecond. */
  private static final long TURN_NANOS = 12_000_000;

  private final Semaphore turns;
  private final Semaphore places;

  /**
   * @param threads how many compute at a time
   * @param processors how many there are; if all of them are in use, the operating system shares
   *     them out at less cost
   */
  FairShare(int threads, int processors) {
    turns = new Semaphore(threads < processors ? threads : threads + 1, /* fair= */ true);
    places = new Semaphore(threads, /* fair= */ true);
  }

  /**
   * Does a task once fewer tasks than threads are in progress, or at once if it is the last. It
   * takes its turns by {@link #run}.
   */
  <T> T begin(boolean last, Callable<T> task) throws Exception {
    if (last) {
      if (!places.tryAcquire()) {
        return task.call();
      }
    } else {
      places.acquireUninterruptibly();
    }
    try {
      return task.call();
    } finally {
      places.release();
    }
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
    turns.acquireUninterruptibly();
    try {
      return task.run(new Turn());
    } finally {
      turns.release();
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
      if (turns.hasQueuedThreads() && System.nanoTime() - start >= TURN_NANOS) {
        turns.release();
        turns.acquireUninterruptibly();
        start = System.nanoTime();
      }
    }
  }
}
