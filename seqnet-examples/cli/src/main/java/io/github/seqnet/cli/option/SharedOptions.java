// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that several commands have; errors in them are errors of the command that was run. */
public abstract class SharedOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** An error in the arguments. */
  protected final ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Checks numbers. */
  protected final OptionNumbers numbers() {
    return new OptionNumbers(command.commandLine());
  }
}
