// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;

/**
 * Half a cosine over the whole training, warm-up included (Loshchilov and Hutter 2017,
 * arXiv:1608.03983), times a linear warm-up. The rate falls during the warm-up, too, so that the
 * highest rate is a little below the peak.
 *
 * @param peak the rate before the factors of warm-up and fall, above 0
 * @param warmUpSteps the number of steps over which a factor rises linearly to 1, at least 0
 * @param last the rate at the end as a fraction of the peak, 0..1
 */
public record CosineRate(double peak, long warmUpSteps, double last) implements LearningRate {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public CosineRate {
    Rates.requirePositive("peak", peak);
    if (warmUpSteps < 0) {
      throw new IllegalArgumentException("warmUpSteps must be at least 0, got " + warmUpSteps);
    }
    if (!(last >= 0 && last <= 1)) {
      throw new IllegalArgumentException("last must be in 0..1, got " + last);
    }
  }

  /** A tenth of the training, but at most 200 steps. */
  static long usualWarmUp(long steps) {
    return Math.min(200, steps / 10);
  }

  @Override
  public Descriptor descriptor() {
    return Rates.descriptor("cosine", "peak", peak, "warmUpSteps", warmUpSteps, "last", last);
  }

  @Override
  public double at(long step, double progress) {
    double warm = warmUpSteps == 0 ? 1 : Math.min(1, (double) step / warmUpSteps);
    double fall = 0.5 * (1 + Math.cos(Math.PI * Math.min(1, Math.max(0, progress))));
    return peak * warm * (last + (1 - last) * fall);
  }

  @Override
  public boolean dependsOnProgress() {
    return true;
  }
}
