package io.github.seqnet.cli;

/** What the program tells the shell. */
final class ExitCode {
  /** Everything was done. */
  static final int DONE = 0;

  /** Some images failed, the others were done. */
  static final int SOME_FAILED = 1;

  /** Wrong usage, unreadable weights, unwritable output folder: nothing was done. */
  static final int UNUSABLE = 2;

  private ExitCode() {}
}
