// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.command;

import org.jspecify.annotations.Nullable;

/** Ends a command with one line for the user and {@link ExitCode#UNUSABLE}. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
