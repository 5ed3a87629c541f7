package io.github.seqnet.cli.option;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.inference.WindowStrategy;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How images are cut into windows. */
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
          "How images are cut into windows: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}."
              + " reference does what the published program does (128 x 128 windows at stride 3, no"
              + " field of view), which takes long; fast takes four windows of 320, balanced 36 of"
              + " 256; accurate is fast in eight orientations.")
  private Mode mode;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description = "Distance of neighboring windows, 1 to their size. Default: the mode's.")
  private Integer stride;

  /** For picocli. */
  WindowOption() {}

  /** Which strategy was named. */
  public Mode mode() {
    return mode;
  }

  /**
   * The strategy at the default working size.
   *
   * @throws ParameterException if the stride does not fit it
   */
  public WindowStrategy strategy() {
    return strategy(ModelSpecification.DEFAULT_WORKING_SIZE);
  }

  /**
   * The strategy at a model's own working size.
   *
   * @throws ParameterException if the stride does not fit it
   */
  public WindowStrategy strategy(VesselModel model) {
    return strategy(model.model().specification().workingSize());
  }

  private WindowStrategy strategy(int workingSize) {
    WindowStrategy named =
        switch (mode) {
          case REFERENCE ->
              at(workingSize, WindowStrategy.reference(WindowStrategy.REFERENCE_STRIDE));
          case BALANCED -> at(workingSize, WindowStrategy.balanced());
          case FAST -> WindowStrategy.fast(workingSize);
          case ACCURATE ->
              WindowStrategy.fast(workingSize).withViews(WindowStrategy.accurate().views());
        };
    numbers().within("--stride", 1, named.window(), Optional.ofNullable(stride));
    return stride == null ? named : named.withStride(stride);
  }

  /** The same windows at a working size; one window where the image is smaller than that. */
  private static WindowStrategy at(int workingSize, WindowStrategy strategy) {
    return workingSize < strategy.window()
        ? WindowStrategy.fast(workingSize)
        : strategy.withWorkingSize(workingSize);
  }
}
