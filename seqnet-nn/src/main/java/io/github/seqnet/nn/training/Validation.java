// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.nn.weights.TrainedModel;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures how good a network is on images that it is not trained on. */
@FunctionalInterface
public interface Validation {
  /**
   * The result of a validation.
   *
   * @param score decides which network is the best: the larger the better, not NaN
   * @param metrics values for the log, by name
   */
  record Result(double score, Map<String, Double> metrics) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException if the score is not a number
     */
    public Result {
      if (Double.isNaN(score)) {
        throw new IllegalArgumentException("score must be a number, got NaN");
      }
      metrics = new LinkedHashMap<>(metrics);
    }

    /** Values for the log, by name; a copy. */
    @Override
    public Map<String, Double> metrics() {
      return new LinkedHashMap<>(metrics);
    }
  }

  /** Measures a network; for a training that can be resumed bit for bit, always with one result. */
  Result validate(TrainedModel model);
}
