// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.command;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** Describes a failure in one line. */
public final class FailureText {
  private FailureText() {}

  /** The reason of a failure. */
  public static String oneLine(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return "not enough memory (" + firstLine(e) + "); give Java more with -Xmx";
    }
    if (e instanceof UncheckedIOException unchecked) {
      return oneLine(Objects.requireNonNull(unchecked.getCause()));
    }
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": there is no such file";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": no permission";
    }
    if (e instanceof FileAlreadyExistsException existing) {
      return existing.getFile() + ": is not a folder";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + ": " + file.getReason();
    }
    return firstLine(e);
  }

  /** The reason of a failure, beginning with the file that it is about. */
  public static String oneLine(Path file, Throwable e) {
    String reason = oneLine(e);
    return reason.contains(file.toString()) ? reason : file + ": " + reason;
  }

  /** The first cause of a failure, in one line. */
  public static String rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return firstLine(cause);
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage().strip();
    if (message.isEmpty()) {
      return e.getClass().getSimpleName();
    }
    String line = message.lines().findFirst().orElse(message);
    boolean expected =
        e instanceof java.io.IOException
            || e instanceof IllegalArgumentException
            || e instanceof IllegalStateException
            || e.getClass().getName().startsWith("io.github.seqnet.")
            || e.getClass().getName().startsWith("picocli.");
    return expected ? line : e.getClass().getSimpleName() + ": " + line;
  }
}
