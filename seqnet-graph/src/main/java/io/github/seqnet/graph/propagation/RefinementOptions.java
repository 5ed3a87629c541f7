// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.ThresholdOptions;
import java.io.Serializable;
import java.util.Objects;

/**
 * Options of a {@link GraphRefiner}. Immutable.
 *
 * @param mode the refinement method
 * @param vesselThreshold the vessel probability above which a pixel gets a label, 0..1
 * @param tracing how the graph is traced
 * @param paper options of {@link RefinementMode#PAPER}
 * @param stable options of {@link RefinementMode#STABLE}
 */
public record RefinementOptions(
    RefinementMode mode,
    double vesselThreshold,
    ThresholdOptions tracing,
    PaperOptions paper,
    StableOptions stable)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final RefinementOptions DEFAULTS =
      new RefinementOptions(
          RefinementMode.STABLE,
          0.5,
          ThresholdOptions.defaults(),
          PaperOptions.defaults(),
          StableOptions.defaults());

  /**
   * @throws IllegalArgumentException if the threshold is out of its range
   */
  public RefinementOptions {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(tracing, "tracing");
    Objects.requireNonNull(paper, "paper");
    Objects.requireNonNull(stable, "stable");
    StableOptions.check("vesselThreshold", vesselThreshold, 0, 1);
  }

  /** Stable propagation; vessels above 0.5. */
  public static RefinementOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another mode. */
  public RefinementOptions withMode(RefinementMode value) {
    return new RefinementOptions(value, vesselThreshold, tracing, paper, stable);
  }

  /** Returns these options with another vessel threshold. */
  public RefinementOptions withVesselThreshold(double value) {
    return new RefinementOptions(mode, value, tracing, paper, stable);
  }

  /** Returns these options with another way to make the graph. */
  public RefinementOptions withTracing(ThresholdOptions value) {
    return new RefinementOptions(mode, vesselThreshold, value, paper, stable);
  }

  /** Returns these options with others for {@link RefinementMode#PAPER}. */
  public RefinementOptions withPaper(PaperOptions value) {
    return new RefinementOptions(mode, vesselThreshold, tracing, value, stable);
  }

  /** Returns these options with others for {@link RefinementMode#STABLE}. */
  public RefinementOptions withStable(StableOptions value) {
    return new RefinementOptions(mode, vesselThreshold, tracing, paper, value);
  }
}
