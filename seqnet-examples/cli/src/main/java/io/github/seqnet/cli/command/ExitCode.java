// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.command;

/** Exit codes of the program. */
public final class ExitCode {
  /** Everything was done. */
  public static final int DONE = 0;

  /** Some images failed, the others were done. */
  public static final int SOME_FAILED = 1;

  /** Wrong usage, unreadable weights, unwritable output folder: nothing was done. */
  public static final int UNUSABLE = 2;

  private ExitCode() {}
}
