package io.github.seqnet.progress;

import java.util.concurrent.CancellationException;

/**
 * What long-running work tells its caller, and how the caller stops it. Called in order on the
 * working thread; implementations return quickly. All methods may be left as they are.
 */
public interface ProgressListener {
  /** Hears nothing and never cancels. */
  ProgressListener NONE = new ProgressListener() {};

  /**
   * {@code done} of {@code total} units of the named stage are finished.
   *
   * @param stage a short name in plain words, such as {@code predict}
   * @param done 0..total
   * @param total at least 1
   */
  default void progress(String stage, long done, long total) {}

  /**
   * Polled between units of work; once true, the work ends with a {@link CancellationException}.
   */
  default boolean cancelled() {
    return false;
  }

  /**
   * Ends the work if it is cancelled.
   *
   * @throws CancellationException if {@link #cancelled()}
   */
  default void checkCancelled() {
    if (cancelled()) {
      throw new CancellationException("cancelled by the caller");
    }
  }
}
