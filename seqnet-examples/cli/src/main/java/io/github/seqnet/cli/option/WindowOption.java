// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.option;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.preprocess.Framing;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of prediction. */
public final class WindowOption extends SharedOptions {
  /** The named strategies. */
  public enum Mode {
    REFERENCE,
    BALANCED,
    FAST,
    ACCURATE
  }

  /** Reads a mode. */
  static final class ModeNames extends NamedConstants<Mode> {
    ModeNames() {
      super(Mode.class);
    }
  }

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "fast",
      converter = ModeNames.class,
      completionCandidates = ModeNames.class,
      description =
          "Inference mode: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}. fast uses the"
              + " model's framing and working sizes in few large windows; balanced uses many"
              + " overlapping windows; accurate adds test-time augmentation and one more size."
              + " reference is slow and repeats the published program: the whole frame squeezed to"
              + " 576 x 576, windows of 128 at stride 3.")
  private Mode mode;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description =
          "Step between neighboring windows in pixels, 1 to their size. Default: that of the"
              + " mode.")
  private Integer stride;

  /** Created by picocli. */
  WindowOption() {}

  /** Which strategy was named. */
  public Mode mode() {
    return mode;
  }

  /**
   * Checks the options before a model is read.
   *
   * @throws ParameterException if the stride does not fit the mode
   */
  public void check() {
    checked(
        switch (mode) {
          case REFERENCE -> WindowStrategy.reference(WindowStrategy.REFERENCE_STRIDE);
          case BALANCED -> WindowStrategy.balanced();
          case FAST -> WindowStrategy.fast();
          case ACCURATE -> WindowStrategy.accurate();
        });
  }

  /**
   * The strategy for a model.
   *
   * @throws ParameterException if the stride does not fit it
   */
  public WindowStrategy strategy(VesselModel model) {
    ModelSpecification specification = model.model().specification();
    return checked(
        switch (mode) {
          case REFERENCE -> reference(specification);
          case BALANCED -> WindowStrategy.balanced(specification);
          case FAST -> WindowStrategy.fast(specification);
          case ACCURATE -> WindowStrategy.accurate(specification);
        });
  }

  /**
   * The published program's windows, at the working size of a model that sees whole frames; one
   * window where that is smaller.
   */
  private static WindowStrategy reference(ModelSpecification model) {
    WindowStrategy published = WindowStrategy.reference(WindowStrategy.REFERENCE_STRIDE);
    if (model.framing() == Framing.FIELD_OF_VIEW) {
      return published;
    }
    return model.workingSize() < published.window()
        ? WindowStrategy.fast(model)
        : published.withWorkingSize(model.workingSize());
  }

  private WindowStrategy checked(WindowStrategy named) {
    numbers().within("--stride", 1, named.window(), Optional.ofNullable(stride));
    return stride == null ? named : named.withStride(stride);
  }
}
