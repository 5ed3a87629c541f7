package io.github.seqnet.cli.command;

import io.github.seqnet.cli.option.OptionNumbers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A command of this program. */
public abstract class Subcommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Does the work; what it throws becomes one line and {@link ExitCode#UNUSABLE}. */
  protected abstract int run() throws Exception;

  @Override
  public final Integer call() throws Exception {
    try {
      return run();
    } catch (LinkageError e) {
      // ND4J finds no backend, its native library does not load here, or a jar is missing.
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

  /** Whether the user named an option. */
  protected final boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Those of some options that the user named, for a message; empty if none. */
  protected final String given(String... options) {
    return String.join(", ", Stream.of(options).filter(this::isGiven).toList());
  }

  /**
   * Those of some options that the user named, each with its values, for the identity of results.
   */
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

  /** Checks numbers. */
  protected final OptionNumbers numbers() {
    return new OptionNumbers(spec.commandLine());
  }

  /** An error in the arguments. */
  protected final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
