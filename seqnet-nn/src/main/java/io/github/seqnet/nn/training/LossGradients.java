// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import java.util.EnumMap;
import java.util.Map;

/**
 * The gradients of a {@link Loss} with respect to the probabilities of each map. A loss adds to
 * them. The layout is that of {@link LossInput}. Not thread-safe.
 */
public final class LossGradients {
  private final Map<Loss.Target, float[]> gradients = new EnumMap<>(Loss.Target.class);

  private LossGradients() {}

  /** Gradients of 0 for every map of an input. */
  public static LossGradients zeros(LossInput input) {
    LossGradients zeros = new LossGradients();
    input.maps().forEach(map -> zeros.gradients.put(map, new float[input.pixels()]));
    return zeros;
  }

  /**
   * The array to add to, {@code [count, height, width]}.
   *
   * @throws IllegalArgumentException if the model does not have the map
   */
  public float[] of(Loss.Target map) {
    float[] gradient = gradients.get(map);
    if (gradient == null) {
      throw new IllegalArgumentException(
          "the model has no map " + map + "; it has " + gradients.keySet());
    }
    return gradient;
  }

  void add(LossGradients other, double factor) {
    other.gradients.forEach(
        (map, from) -> {
          float[] to = of(map);
          for (int i = 0; i < to.length; i++) {
            to[i] += (float) (factor * from[i]);
          }
        });
  }
}
