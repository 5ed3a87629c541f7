// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A weighted sum of losses. */
record LossSum(List<WeightedLoss> losses) implements Loss {
  private static final long serialVersionUID = 1L;

  LossSum {
    losses = List.copyOf(Objects.requireNonNull(losses, "losses"));
    if (losses.isEmpty()) {
      throw new IllegalArgumentException("losses must hold at least one loss, got none");
    }
  }

  @Override
  public Descriptor descriptor() {
    Map<String, String> parts = new LinkedHashMap<>();
    for (int i = 0; i < losses.size(); i++) {
      parts.put("loss" + (i + 1), losses.get(i).toString().replace(',', ';'));
    }
    return new Descriptor("sum", parts);
  }

  @Override
  public double evaluate(LossInput input, LossGradients gradients) {
    double sum = 0;
    for (WeightedLoss part : losses) {
      LossGradients own = LossGradients.zeros(input);
      sum += part.weight() * part.loss().evaluate(input, own);
      gradients.add(own, part.weight());
    }
    return sum;
  }
}
