// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.graph.thinning.ThinningMethod;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Options of {@link ThresholdTracer}, which traces a probability map.
 *
 * @param thresholds from high to low, each in 0..1; a pixel is vessel where the probability is
 *     above
 * @param thinning how the masks are thinned
 * @param tracing how the skeletons are traced
 * @param minimumPixels smallest size of a connected part that a lower threshold adds; at least 1
 */
public record ThresholdOptions(
    List<Double> thresholds, ThinningMethod thinning, TracingOptions tracing, int minimumPixels)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final ThresholdOptions DEFAULTS =
      new ThresholdOptions(
          List.of(0.5, 0.3, 0.1),
          ThinningMethod.CENTER_LINE,
          TracingOptions.defaults().withMergeWidths(1.5),
          5);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public ThresholdOptions {
    thresholds = List.copyOf(Objects.requireNonNull(thresholds, "thresholds"));
    Objects.requireNonNull(thinning, "thinning");
    Objects.requireNonNull(tracing, "tracing");
    if (thresholds.isEmpty()) {
      throw new IllegalArgumentException("thresholds must hold at least one value");
    }
    for (int k = 0; k < thresholds.size(); k++) {
      double threshold = thresholds.get(k);
      if (!(threshold >= 0 && threshold <= 1)) {
        throw new IllegalArgumentException("thresholds must be in 0..1, got " + thresholds);
      }
      if (k > 0 && threshold >= thresholds.get(k - 1)) {
        throw new IllegalArgumentException("thresholds must be descending, got " + thresholds);
      }
    }
    if (minimumPixels < 1) {
      throw new IllegalArgumentException("minimumPixels must be at least 1, got " + minimumPixels);
    }
  }

  /** 0.5, 0.3 and 0.1 as in the SeqNet paper; center lines; parts of at least 5 pixels. */
  public static ThresholdOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with other thresholds. */
  public ThresholdOptions withThresholds(List<Double> values) {
    return new ThresholdOptions(values, thinning, tracing, minimumPixels);
  }

  /** Returns these options with another thinning. */
  public ThresholdOptions withThinning(ThinningMethod method) {
    return new ThresholdOptions(thresholds, method, tracing, minimumPixels);
  }

  /** Returns these options with another way to trace. */
  public ThresholdOptions withTracing(TracingOptions options) {
    return new ThresholdOptions(thresholds, thinning, options, minimumPixels);
  }

  /** Returns these options with another least size of what a lower threshold adds. */
  public ThresholdOptions withMinimumPixels(int pixels) {
    return new ThresholdOptions(thresholds, thinning, tracing, pixels);
  }
}
