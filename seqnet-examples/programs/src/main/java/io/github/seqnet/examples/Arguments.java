// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import org.jspecify.annotations.Nullable;

/** The arguments of the example programs. */
final class Arguments {
  private Arguments() {}

  /** Ends the program with its usage if there are fewer arguments than it needs. */
  static void require(int count, String[] arguments, String usage) {
    if (arguments.length < count) {
      end("usage: java -cp seqnet.jar io.github.seqnet.examples." + usage);
    }
  }

  /** Ends the program with a line about what is wrong. */
  static void end(@Nullable String message) {
    System.err.println(message);
    System.exit(2);
  }
}
