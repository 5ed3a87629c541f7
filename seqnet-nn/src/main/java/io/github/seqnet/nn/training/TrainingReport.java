// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.nn.weights.TrainedModel;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;

/** The result of a training: why and when it ended, and its models. Immutable. */
public final class TrainingReport implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final long steps;
  private final Duration elapsed;
  private final TrainedModel last;
  private final TrainedModel best;

  /** NaN without a validation. */
  private final double bestScore;

  TrainingReport(
      Reason reason,
      long steps,
      Duration elapsed,
      TrainedModel last,
      TrainedModel best,
      OptionalDouble bestScore) {
    this.reason = Objects.requireNonNull(reason, "reason");
    this.steps = steps;
    this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
    this.last = Objects.requireNonNull(last, "last");
    this.best = Objects.requireNonNull(best, "best");
    this.bestScore = bestScore.orElse(Double.NaN);
  }

  /** Why the training ended. */
  public Reason reason() {
    return reason;
  }

  /** The number of steps, including those before a resumption. */
  public long steps() {
    return steps;
  }

  /** The time that the training took, including the runs before a resumption. */
  public Duration elapsed() {
    return elapsed;
  }

  /** The model at the end: the moving average of the weights where the options ask for one. */
  public TrainedModel last() {
    return last;
  }

  /** The model with the best validation; {@link #last()} without a validation. */
  public TrainedModel best() {
    return best;
  }

  /** The score of the best validation; empty without a validation. */
  public OptionalDouble bestScore() {
    return Double.isNaN(bestScore) ? OptionalDouble.empty() : OptionalDouble.of(bestScore);
  }

  /** Equal by every property. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TrainingReport report
        && report.reason == reason
        && report.steps == steps
        && report.elapsed.equals(elapsed)
        && report.last.equals(last)
        && report.best.equals(best)
        && Double.compare(report.bestScore, bestScore) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(reason, steps, elapsed, bestScore);
  }

  @Override
  public String toString() {
    return "TrainingReport[" + reason + ", " + steps + " steps, " + elapsed + "]";
  }

  /** Why a training ended. */
  public enum Reason {
    /** All steps were made. */
    STEPS_DONE,
    /** The time limit was reached. */
    TIME_LIMIT,
    /** Validations stopped improving. */
    EARLY_STOPPED,
    /** The caller canceled the training. Its state is saved. */
    CANCELLED
  }
}
