// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.option;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Checks the numbers that options were given, so that what is wrong is said with the option's name.
 * An option that was not given has no number and passes.
 *
 * @param command the command that has the options
 */
public record OptionNumbers(CommandLine command) {
  /**
   * A count.
   *
   * @throws ParameterException if it is below 1
   */
  public void atLeastOne(String option, Optional<? extends Number> value) {
    if (value.isPresent() && value.get().longValue() < 1) {
      throw wrong(option, "at least 1", value.get());
    }
  }

  /**
   * An integer between two limits.
   *
   * @throws ParameterException if it is not
   */
  public void within(String option, int lowest, int highest, Optional<Integer> value) {
    if (value.isPresent() && (value.get() < lowest || value.get() > highest)) {
      throw wrong(option, "in " + lowest + ".." + highest, value.get());
    }
  }

  /**
   * A size or a rate.
   *
   * @throws ParameterException if it is not above 0 and finite
   */
  public void aboveZero(String option, Optional<Double> value) {
    if (value.isPresent() && !(value.get() > 0 && Double.isFinite(value.get()))) {
      throw wrong(option, "above 0", value.get());
    }
  }

  private ParameterException wrong(String option, String range, Number value) {
    return new ParameterException(command, option + " must be " + range + ", got " + value);
  }
}
