// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;

/**
 * A learning rate that is multiplied by a factor after every interval, as PyTorch's {@code StepLR}.
 *
 * @param initial the rate of the first interval, above 0
 * @param interval the number of steps with the same rate, at least 1
 * @param factor the factor between intervals, above 0 and at most 1
 */
public record StepRate(double initial, long interval, double factor) implements LearningRate {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public StepRate {
    Rates.requirePositive("initial", initial);
    if (interval < 1) {
      throw new IllegalArgumentException("interval must be at least 1, got " + interval);
    }
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException("factor must be above 0 and at most 1, got " + factor);
    }
  }

  @Override
  public Descriptor descriptor() {
    return Rates.descriptor("step", "initial", initial, "interval", interval, "factor", factor);
  }

  @Override
  public double at(long step, double progress) {
    long intervals = (step - 1) / interval;
    return initial * Math.pow(factor, (double) intervals);
  }

  @Override
  public boolean dependsOnProgress() {
    return false;
  }
}
