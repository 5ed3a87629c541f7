// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.SeqnetException;

/**
 * Thrown when the loss or the gradient is no longer finite. The last checkpoint precedes the
 * failure.
 */
public final class TrainingDivergedException extends SeqnetException {
  private static final long serialVersionUID = 1L;

  private final long step;

  TrainingDivergedException(long step, String what, double value) {
    super(
        "training diverged at step "
            + step
            + ": the "
            + what
            + " is "
            + value
            + "; try a lower learning rate or gradient clipping");
    this.step = step;
  }

  /** The step at which it happened, from 1 on. */
  public long step() {
    return step;
  }
}
