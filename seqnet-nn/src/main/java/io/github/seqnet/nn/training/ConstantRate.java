// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.util.Map;

/**
 * A constant learning rate.
 *
 * @param rate above 0, finite
 */
public record ConstantRate(double rate) implements LearningRate {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if the rate is out of range
   */
  public ConstantRate {
    Rates.requirePositive("rate", rate);
  }

  @Override
  public Descriptor descriptor() {
    return new Descriptor("constant", Map.of("rate", Double.toString(rate)));
  }

  @Override
  public double at(long step, double progress) {
    return rate;
  }

  @Override
  public boolean dependsOnProgress() {
    return false;
  }
}
