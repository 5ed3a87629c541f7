// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of a training: its checkpoint, models and logs.
 *
 * @param path the folder
 */
record TrainingFolder(Path path) {
  /** The checkpoint with the state of the training. */
  Path checkpoint() {
    return path.resolve(Trainer.CHECKPOINT);
  }

  /** The model with the best validation. */
  Path best() {
    return path.resolve(Trainer.BEST);
  }

  /** The model at the end. */
  Path last() {
    return path.resolve(Trainer.LAST);
  }

  /** Opens the logs and drops the lines after a step. */
  TrainingLog log(long step) throws IOException {
    return new TrainingLog(path.resolve(Trainer.STEPS), path.resolve(Trainer.VALIDATIONS), step);
  }

  /**
   * Creates the folder for a new training.
   *
   * @throws IOException if it cannot be created, or holds a training already
   */
  void create() throws IOException {
    Files.createDirectories(path);
    if (Files.exists(checkpoint())) {
      throw new IOException(
          checkpoint() + ": there is a training already; resume it or name another folder");
    }
  }

  /**
   * Reads the checkpoint.
   *
   * @throws IOException if it cannot be read, or the model with the best validation is missing
   */
  Checkpoint read() throws IOException {
    return Checkpoint.read(checkpoint());
  }

  /**
   * Requires the model with the best validation, if there was a validation.
   *
   * @throws IOException if it is missing
   */
  void requireBest(Checkpoint checkpoint) throws IOException {
    if (checkpoint.bestScore().isPresent() && !Files.exists(best())) {
      throw new IOException(
          best() + ": is missing; the training had a best network at its checkpoint");
    }
  }
}
