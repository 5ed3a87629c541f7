// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.command;

import io.github.seqnet.file.PlainText;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The output of a command: results on standard output, everything else on standard error.
 *
 * @param out for results
 * @param err for progress, warnings and errors
 * @param verbose whether to write more, stack traces included
 */
public record Messages(PrintWriter out, PrintWriter err, boolean verbose) {
  /** The option that sets {@link #verbose}. */
  public static final String VERBOSE = "--verbose";

  /** The output that the options of the command line select. */
  public static Messages of(CommandLine command) {
    OptionSpec option = command.getCommandSpec().root().findOption(VERBOSE);
    return new Messages(
        command.getOut(),
        command.getErr(),
        option != null && Boolean.TRUE.equals(option.getValue()));
  }

  /** A line of the result. */
  public void line(String text) {
    out.println(PlainText.printable(text));
    out.flush();
  }

  /** A line about how far the work is. */
  public void progress(String text) {
    err.println(PlainText.printable(text));
    err.flush();
  }

  /** A line that is printed with --verbose. */
  public void detail(String text) {
    if (verbose) {
      err.println(PlainText.printable(text));
      err.flush();
    }
  }

  /** Something that the user should know, but that stops nothing. */
  public void warning(String text) {
    err.println("seqnet: warning: " + PlainText.printable(text));
    err.flush();
  }

  /** An error, as one line; with its stack trace if {@link #verbose}. */
  public void failure(Throwable e) {
    err.println("seqnet: " + PlainText.printable(FailureText.oneLine(e)));
    if (verbose) {
      e.printStackTrace(err);
    }
    err.flush();
  }
}
