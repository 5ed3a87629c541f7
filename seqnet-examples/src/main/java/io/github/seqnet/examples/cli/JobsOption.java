package io.github.seqnet.examples.cli;

import picocli.CommandLine.Option;

/** On how many images a command works at a time. */
final class JobsOption {
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
   * @throws IllegalArgumentException if it is below 1
   */
  int count() {
    if (jobs < 1) {
      throw new IllegalArgumentException("--jobs must be at least 1, got " + jobs);
    }
    return jobs;
  }
}
