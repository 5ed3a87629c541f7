// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.command;

import io.github.seqnet.cli.option.OptionNumbers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The base class of the commands: output, error handling and exit codes. */
public abstract class Subcommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command. An exception becomes one line and {@link ExitCode#UNUSABLE}. */
  protected abstract int run() throws Exception;

  @Override
  public final Integer call() throws Exception {
    try {
      return run();
    } catch (LinkageError e) {
      // ND4J has no backend, its native library cannot be loaded, or a jar is missing.
      throw new CommandException(
          "a library that this needs cannot be loaded: " + FailureText.rootCause(e), e);
    } catch (OutOfMemoryError e) {
      throw new CommandException(FailureText.oneLine(e), e);
    }
  }

  /** The writers for output and messages. */
  protected final Messages messages() {
    return Messages.of(spec.commandLine());
  }

  /** Whether the user gave an option. */
  protected final boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Those of some options that the user gave, for a message; empty if none. */
  protected final String given(String... options) {
    return String.join(", ", Stream.of(options).filter(this::isGiven).toList());
  }

  /** Those of some options that the user gave, with their values, for the identity of results. */
  protected final List<String> settings(String... options) {
    return Stream.of(options)
        .filter(this::isGiven)
        .map(
            option ->
                option
                    + " "
                    + spec.commandLine().getParseResult().matchedOption(option).stringValues())
        .toList();
  }

  /** Returns the checks of numeric options. */
  protected final OptionNumbers numbers() {
    return new OptionNumbers(spec.commandLine());
  }

  /** Creates an error about the arguments. */
  protected final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
