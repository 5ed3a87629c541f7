package io.github.seqnet.nn.training;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hears how a training goes: called in order on the thread that trains. What a listener throws is
 * logged and dropped. All methods may be left as they are.
 */
public interface TrainingListener {
  /** Hears nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * A step is done.
   *
   * @param step from 1 on
   * @param steps after how many the training ends at the latest
   * @param loss the sum of all terms
   * @param losses the mean cross-entropy of each term, without its factor, by name
   * @param rate the learning rate of the step
   * @param gradientNorm before clipping
   * @param elapsed since the training began, all runs of a resumed one together
   * @param remaining how long it will go on, by the pace of this run
   */
  record StepDone(
      long step,
      long steps,
      double loss,
      Map<String, Double> losses,
      double rate,
      double gradientNorm,
      Duration elapsed,
      Duration remaining) {
    /** Copies the map. */
    public StepDone {
      losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }
  }

  /**
   * The network was validated.
   *
   * @param step after which step
   * @param result what came out
   * @param best whether it is the best so far
   * @param elapsed since the training began
   */
  record Validated(long step, Validation.Result result, boolean best, Duration elapsed) {}

  /**
   * The state was saved.
   *
   * @param step after which step
   * @param file where
   */
  record Saved(long step, Path file) {}

  /** A step is done. */
  default void stepDone(StepDone event) {}

  /** The network was validated. */
  default void validated(Validated event) {}

  /** The state was saved. */
  default void saved(Saved event) {}
}
