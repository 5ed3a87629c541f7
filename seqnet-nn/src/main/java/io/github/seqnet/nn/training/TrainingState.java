// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.nn.ModelSpecification;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * The state of a training between two steps: parameters, moments of Adam, moving average, step
 * number and the best validation. Mutable, used by one thread.
 */
final class TrainingState {
  final float[] parameters;
  final float[] mean;
  final float[] square;
  final float[] average;
  long step;
  OptionalDouble bestScore;
  int validationsSinceBest;

  /** Copies the state that a checkpoint holds. */
  TrainingState(Checkpoint from) {
    parameters = from.parameters();
    mean = from.mean();
    square = from.square();
    average = from.average();
    step = from.step();
    bestScore = from.bestScore();
    validationsSinceBest = from.validationsSinceBest();
  }

  /** Whether a score is better than that of every validation so far. */
  boolean isBest(double score) {
    return bestScore.isEmpty() || score > bestScore.getAsDouble();
  }

  /** Records the score of a validation. */
  void validated(double score) {
    if (isBest(score)) {
      bestScore = OptionalDouble.of(score);
      validationsSinceBest = 0;
    } else {
      validationsSinceBest++;
    }
  }

  /** A checkpoint of this state. */
  Checkpoint checkpoint(
      ModelSpecification model, TrainingOptions options, String data, Duration elapsed) {
    return new Checkpoint(
        OptionsText.of(model),
        OptionsText.of(options),
        data,
        step,
        elapsed,
        bestScore,
        validationsSinceBest,
        parameters,
        mean,
        square,
        average);
  }
}
