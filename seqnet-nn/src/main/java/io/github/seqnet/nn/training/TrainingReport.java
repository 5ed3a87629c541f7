package io.github.seqnet.nn.training;

import io.github.seqnet.nn.weights.TrainedModel;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How a training ended. Immutable.
 *
 * @param reason why it ended
 * @param steps how many steps were made, those before a resumption included
 * @param elapsed how long it took, the runs before a resumption included
 * @param last the network at the end: the moving average where there is one
 * @param best the network with the best validation; the last where there was none
 * @param bestScore the score of the best validation
 */
public record TrainingReport(
    Reason reason,
    long steps,
    Duration elapsed,
    TrainedModel last,
    TrainedModel best,
    OptionalDouble bestScore) {
  /** Why a training ended. */
  public enum Reason {
    /** All steps were made. */
    STEPS_DONE,
    /** The time limit was reached. */
    TIME_LIMIT,
    /** Validations did not get better. */
    EARLY_STOPPED,
    /** The caller cancelled it; its state is saved. */
    CANCELLED
  }
}
