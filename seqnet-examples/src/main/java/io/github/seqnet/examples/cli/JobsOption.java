package io.github.seqnet.examples.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** On how many images a command works at a time. */
final class JobsOption extends SharedOptions {
  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "On how many images to work at a time; each needs memory of its own. Default: 2, so that"
              + " files are read and written while the next image is computed.")
  private int jobs = 2;

  /** For picocli. */
  JobsOption() {}

  /**
   * How many.
   *
   * @throws ParameterException if it is below 1
   */
  int count() {
    numbers().atLeastOne("--jobs", Optional.of(jobs));
    return jobs;
  }
}
