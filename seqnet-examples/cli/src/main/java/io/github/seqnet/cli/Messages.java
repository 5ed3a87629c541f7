package io.github.seqnet.cli;

import io.github.seqnet.file.PlainText;
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
    out.println(PlainText.printable(text));
    out.flush();
  }

  /** A line for those who want to know more. */
  void detail(String text) {
    if (verbose) {
      err.println(PlainText.printable(text));
      err.flush();
    }
  }

  /** Something that the user should know, but that stops nothing. */
  void warning(String text) {
    err.println("seqnet: warning: " + PlainText.printable(text));
    err.flush();
  }

  /** An error, as one line; with its stack trace if {@link #verbose}. */
  void failure(Throwable e) {
    err.println("seqnet: " + PlainText.printable(FailureText.oneLine(e)));
    if (verbose) {
      e.printStackTrace(err);
    }
    err.flush();
  }
}
