// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.progress;

import io.github.seqnet.cli.option.NamedConstants;
import picocli.CommandLine.Option;

/** The option that selects how progress is shown. */
public final class ProgressOption {
  /** The ways. */
  public enum Mode {
    /** A bar where somebody seems to be looking, see {@link Terminal#isInteractive}, else lines. */
    AUTO,
    /** A bar that is drawn over. */
    BAR,
    /** A line now and then, for logs. */
    LINES,
    /** Nothing; errors are said all the same. */
    NONE
  }

  /** Reads a mode. */
  static final class ModeNames extends NamedConstants<Mode> {
    ModeNames() {
      super(Mode.class);
    }
  }

  @Option(
      names = "--progress",
      paramLabel = "MODE",
      defaultValue = "auto",
      converter = ModeNames.class,
      completionCandidates = ModeNames.class,
      description =
          "Progress on standard error: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}, a bar on"
              + " a terminal and lines elsewhere. Use lines or none if standard error goes to a"
              + " log.")
  private Mode mode;

  /** Created by picocli. */
  ProgressOption() {}

  /** The mode, {@link Mode#AUTO} decided. */
  public Mode mode() {
    if (mode != Mode.AUTO) {
      return mode;
    }
    return Terminal.isInteractive() ? Mode.BAR : Mode.LINES;
  }
}
