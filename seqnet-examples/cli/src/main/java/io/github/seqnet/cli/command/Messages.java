package io.github.seqnet.cli.command;

import io.github.seqnet.file.PlainText;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a command says: results on the standard output, everything else on the standard error.
 *
 * @param out for results
 * @param err for progress, warnings and errors
 * @param verbose whether to say more, stack traces included
 */
public record Messages(PrintWriter out, PrintWriter err, boolean verbose) {
  /** The option that sets {@link #verbose}. */
  public static final String VERBOSE = "--verbose";

  /** Where a command writes to, as the options of the command line say. */
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
