// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import java.io.Serializable;

/**
 * The probability and the range of one random transform, such as a change of brightness or a
 * rotation. Immutable.
 *
 * @param probability the probability of the transform, 0..1
 * @param amount the largest change in either direction, at least 0, in the unit of the transform
 */
public record Jitter(double probability, double amount) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No transform. */
  public static final Jitter NONE = new Jitter(0, 0);

  /**
   * @throws IllegalArgumentException if a value is out of its range or not finite
   */
  public Jitter {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be in 0..1, got " + probability);
    }
    if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("amount must be finite and at least 0, got " + amount);
    }
  }
}
