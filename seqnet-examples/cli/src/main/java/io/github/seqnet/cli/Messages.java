package io.github.seqnet.cli;

import java.io.PrintWriter;

/**
 * What a command says: results on the standard output, everything else on the standard error.
 *
 * @param out for results
 * @param err for progress, warnings and errors
 * @param verbose whether to say more, stack traces included
 */
record Messages(PrintWriter out, PrintWriter err, boolean verbose) {
  /** A line of the result. */
  void line(String text) {
    out.println(text);
    out.flush();
  }

  /** A line for those who want to know more. */
  void detail(String text) {
    if (verbose) {
      err.println(text);
      err.flush();
    }
  }

  /** Something that the user should know, but that stops nothing. */
  void warning(String text) {
    err.println("seqnet: warning: " + text);
    err.flush();
  }

  /** An error, as one line; with its stack trace if {@link #verbose}. */
  void failure(Throwable e) {
    err.println("seqnet: " + FailureText.oneLine(e));
    if (verbose) {
      e.printStackTrace(err);
    }
    err.flush();
  }
}
