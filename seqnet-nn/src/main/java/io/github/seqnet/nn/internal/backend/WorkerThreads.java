// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The end of threads that run native operations. */
public final class WorkerThreads {
  private WorkerThreads() {}

  /**
   * Waits until worker threads have finished their tasks, even if interrupted, because the memory
   * of running operations cannot be freed earlier. An interruption is preserved.
   */
  public static void end(ExecutorService threads) {
    threads.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
