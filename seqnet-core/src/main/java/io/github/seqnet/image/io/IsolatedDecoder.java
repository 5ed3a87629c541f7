// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a decoder that cannot be stopped on its own thread. When its time is over, the read fails
 * and the thread is abandoned. While an abandoned thread runs, no other decoder is started, so that
 * a sequence of malformed files occupies at most one processor.
 */
final class IsolatedDecoder {
  private static final long POLL_NANOS = 100_000_000;
  private static final Set<Thread> ABANDONED = new HashSet<>();

  private IsolatedDecoder() {}

  /**
   * Runs a task within the time of a budget.
   *
   * @throws IOException with the reason only, if the task fails, its time is over, or an abandoned
   *     one still runs
   */
  static <T> T run(ReadBudget budget, Callable<T> task) throws IOException {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(future, "seqnet image decoder");
    thread.setDaemon(true);
    synchronized (IsolatedDecoder.class) {
      ABANDONED.removeIf(old -> !old.isAlive());
      if (!ABANDONED.isEmpty()) {
        throw new IOException(
            "the decoder is still busy with an earlier, malformed file; try again later");
      }
    }
    thread.start();
    try {
      while (true) {
        try {
          return future.get(POLL_NANOS, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          if (budget.isTimeOverOf(thread)) {
            abandon(thread);
            throw budget.timeOver();
          }
        }
      }
    } catch (InterruptedException e) {
      abandon(thread);
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("decoding was interrupted");
      stopped.initCause(e);
      throw stopped;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IOException("decoding failed (" + e.getCause() + ")", e);
    }
  }

  private static void abandon(Thread thread) {
    thread.interrupt();
    synchronized (IsolatedDecoder.class) {
      ABANDONED.add(thread);
    }
  }
}
