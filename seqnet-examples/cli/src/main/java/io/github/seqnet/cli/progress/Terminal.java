// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.progress;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody is looking. */
final class Terminal {
  private static final Path LINUX_STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /**
   * Whether a line can be drawn over. Java tells whether the standard input and output are a
   * terminal, and nothing of the standard error, which progress goes to: that it is a file or a
   * pipe is known on Linux alone. Elsewhere the answer is wrong where it alone is redirected.
   */
  @SuppressWarnings("SystemConsoleNull")
  static boolean isInteractive() {
    Console console = System.console();
    if (console == null || isElsewhere(LINUX_STANDARD_ERROR)) {
      return false;
    }
    try {
      // From Java 22, there is always a console, and it knows.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  /**
   * Whether a link to an open file leads to something other than a device; false if there is no
   * link.
   */
  static boolean isElsewhere(Path link) {
    try {
      return !Files.readSymbolicLink(link).startsWith("/dev");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
