// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The reason of an {@link IOException}, for messages that name the file themselves. */
final class FailureReason {
  private FailureReason() {}

  /** Returns the reason without the name of the file. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "no permission to read it";
    }
    String message =
        e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
