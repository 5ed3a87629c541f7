// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

import io.github.seqnet.SeqnetException;
import java.io.IOException;
import org.nd4j.linalg.factory.Nd4jBackend.NoAvailableBackendException;

/** Why ND4J cannot be started, and what helps, in one line. */
final class StartFailure {
  private StartFailure() {}

  static String text(Throwable failure) {
    return "ND4J cannot be started in this process: " + reason(failure);
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof SeqnetException) {
      return String.valueOf(root.getMessage());
    }
    if (root instanceof NoAvailableBackendException) {
      return "no ND4J backend was found: add one to the class path, such as org.nd4j:nd4j-native"
          + " with its native library (see docs/install.md)";
    }
    String message = firstLine(root);
    if (root instanceof UnsupportedOperationException) {
      for (StackTraceElement element : root.getStackTrace()) {
        if (element.getClassName().equals("sun.misc.Unsafe")) {
          return "this Java runtime denies sun.misc.Unsafe, which ND4J needs; run Java with"
              + " --sun-misc-unsafe-memory-access=allow";
        }
      }
    }
    if (message.startsWith("Could not find jni")) {
      return message
          + "; add the native libraries of this platform to the class path, those of"
          + " org.nd4j:nd4j-native and org.bytedeco:openblas";
    }
    if (root instanceof IOException || root instanceof UnsatisfiedLinkError) {
      return message
          + "; native libraries are unpacked on first use: name a folder where files may be written"
          + " and executed with -Dorg.bytedeco.javacpp.cachedir=...";
    }
    return root.getClass().getSimpleName() + ": " + message;
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage().strip();
    String line = message.lines().findFirst().orElse(e.getClass().getName());
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
