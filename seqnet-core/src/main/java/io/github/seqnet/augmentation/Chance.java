package io.github.seqnet.augmentation;

import java.io.Serializable;

/**
 * How often a random change happens, and how far it goes.
 *
 * @param probability 0..1
 * @param amount the largest change, at least 0; its unit is that of the change
 */
public record Chance(double probability, double amount) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Never happens. */
  public static final Chance NEVER = new Chance(0, 0);

  /**
   * @throws IllegalArgumentException if a value is out of its range or not finite
   */
  public Chance {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be in 0..1, got " + probability);
    }
    if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("amount must be finite and at least 0, got " + amount);
    }
  }
}
