// SPDX-License-Identifier: MIT
package io.github.seqnet.progress;

import java.util.concurrent.CancellationException;

/**
 * Receives the progress of long-running work and can cancel it. Called in order on the working
 * thread; implementations must return quickly. All methods have defaults that do nothing.
 */
public interface ProgressListener {
  /** Ignores progress and never cancels. */
  ProgressListener NONE = new ProgressListener() {};

  /**
   * Reports that {@code done} of {@code total} units of a stage are finished.
   *
   * @param stage a short name in plain language, such as {@code predict}
   * @param done 0..total
   * @param total at least 1
   */
  default void progress(String stage, long done, long total) {}

  /**
   * Whether to cancel. Polled between units of work; once true, the work ends with a {@link
   * CancellationException}.
   */
  default boolean cancelled() {
    return false;
  }

  /**
   * Throws if the work is cancelled.
   *
   * @throws CancellationException if {@link #cancelled()}
   */
  default void checkCancelled() {
    if (cancelled()) {
      throw new CancellationException("cancelled by the caller");
    }
  }
}
