package io.github.seqnet.nn.training;

import java.io.Serializable;
import java.util.Objects;

/**
 * A loss and its weight in a sum. Immutable.
 *
 * @param weight above 0 and finite
 * @param loss the loss
 */
public record WeightedLoss(double weight, Loss loss) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if the weight is not above 0 and finite
   */
  public WeightedLoss {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight must be above 0 and finite, got " + weight);
    }
    Objects.requireNonNull(loss, "loss");
  }

  /** The weight and the descriptor, which checkpoints compare. */
  @Override
  public String toString() {
    return weight + " * " + loss.descriptor();
  }
}
