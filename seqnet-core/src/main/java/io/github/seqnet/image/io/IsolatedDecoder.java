package io.github.seqnet.image.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a decoder that cannot be stopped on a thread of its own. When its time is over, the read
 * fails and the thread is abandoned. While an abandoned thread runs, no other decoder is started,
 * so that malformed files occupy at most one processor.
 */
final class IsolatedDecoder {
  private static Thread abandoned;

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
      if (abandoned != null && abandoned.isAlive()) {
        throw new IOException(
            "the decoder is still busy with an earlier, malformed file; try again later");
      }
      abandoned = null;
    }
    thread.start();
    try {
      return future.get(budget.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abandon(thread);
      throw budget.timeOver();
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
      abandoned = thread;
    }
  }
}
