// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Receives the events of a training: steps, validations and saved checkpoints. Called in order on
 * the training thread. Exceptions of a listener are logged and ignored. Every method has an empty
 * default.
 */
public interface TrainingListener {
  /** Ignores all events. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * A step is done.
   *
   * @param step from 1 on
   * @param steps the number of steps after which the training ends at the latest
   * @param loss the sum of all terms
   * @param losses the mean cross-entropy of each term, without its factor, by name
   * @param rate the learning rate of the step
   * @param gradientNorm before clipping
   * @param elapsed since the training began, all runs of a resumed one together
   * @param remaining the estimated remaining time, from the pace of this run
   */
  record StepDone(
      long step,
      long steps,
      double loss,
      Map<String, Double> losses,
      double rate,
      double gradientNorm,
      Duration elapsed,
      Duration remaining)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Copies the map. */
    public StepDone {
      losses = new LinkedHashMap<>(losses);
    }

    /** The mean cross-entropy of each term, without its factor, by name; a copy. */
    @Override
    public Map<String, Double> losses() {
      return new LinkedHashMap<>(losses);
    }
  }

  /**
   * The network was validated.
   *
   * @param step after which step
   * @param result the result
   * @param best whether it is the best so far
   * @param elapsed since the training began
   */
  record Validated(long step, Validation.Result result, boolean best, Duration elapsed)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The state was saved.
   *
   * @param step after which step
   * @param file the checkpoint
   */
  record Saved(long step, Path file) {}

  /** A step is done. */
  default void stepDone(StepDone event) {}

  /** The network was validated. */
  default void validated(Validated event) {}

  /** The state was saved. */
  default void saved(Saved event) {}
}
