package io.github.seqnet.nn.training;

import java.util.EnumMap;
import java.util.Map;

/**
 * The derivatives of a {@link Loss} by the probabilities of each map, to which the loss adds. Laid
 * out like the arrays of {@link LossInput}. Not thread-safe.
 */
public final class LossGradients {
  private final Map<Loss.Target, float[]> gradients = new EnumMap<>(Loss.Target.class);

  private LossGradients() {}

  /** Zeros for every map of an input. */
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
