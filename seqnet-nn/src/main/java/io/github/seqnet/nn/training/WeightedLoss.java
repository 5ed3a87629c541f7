// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.io.Serializable;
import java.util.List;
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

  /**
   * Parses a built-in loss with an optional weight, such as {@code dice}, {@code 0.5*dice} or
   * {@code 0.5*focal:gamma=3}.
   *
   * @throws IllegalArgumentException if the text is malformed, or names an unknown loss or
   *     parameter
   */
  public static WeightedLoss parse(String text) {
    Objects.requireNonNull(text, "text");
    int star = text.indexOf('*');
    String weight = star < 0 ? "1" : text.substring(0, star).strip();
    try {
      Descriptor descriptor = Descriptor.parse(text.substring(star + 1).strip());
      return new WeightedLoss(Double.parseDouble(weight), LossNames.create(descriptor));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "': the weight before * must be a number, got '" + weight + "'", e);
    }
  }

  /** The ids of the built-in losses. */
  public static List<String> ids() {
    return LossNames.ALL;
  }

  /** The weight and the descriptor, which checkpoints compare. */
  @Override
  public String toString() {
    return weight + " * " + loss.descriptor();
  }
}
