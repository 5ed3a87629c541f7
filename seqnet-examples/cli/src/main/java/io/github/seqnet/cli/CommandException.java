package io.github.seqnet.cli;

/** Ends a command with one line for the user and {@link ExitCode#UNUSABLE}. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }

  CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
