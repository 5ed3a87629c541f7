// SPDX-License-Identifier: MIT
package io.github.seqnet;

import org.jspecify.annotations.Nullable;

/**
 * The base class of failures that belong to this library's domain: a malformed weight file, a
 * training that diverged, a data set with an unexpected layout. The message is one line that states
 * what failed and why. Wrong arguments are {@link IllegalArgumentException}, unreadable files
 * {@link java.io.IOException}.
 */
public class SeqnetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line: what failed, and why
   */
  public SeqnetException(String message) {
    super(message);
  }

  /**
   * @param message one line: what failed, and why
   * @param cause what was caught
   */
  public SeqnetException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
