package io.github.seqnet.nn.internal.backend;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The end of threads that run native operations. */
public final class WorkerThreads {
  private WorkerThreads() {}

  /**
   * Lets threads finish what they have begun and waits for them, even if interrupted, since the
   * memory that their operations use can only be freed after that. An interruption is kept.
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
