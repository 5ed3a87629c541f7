// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.image.VesselLabel;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * The audit trail of one segment in label propagation.
 *
 * @param segment the index of the segment
 * @param hold whether its label was free to change
 * @param labelBefore its label before propagation
 * @param labelAfter its label after propagation
 * @param confidenceBefore its confidence before propagation
 * @param confidences its confidence after each sweep
 * @param strongest the up to three segments with the largest influence on it, the largest first
 */
public record SegmentAudit(
    int segment,
    Hold hold,
    VesselLabel labelBefore,
    VesselLabel labelAfter,
    double confidenceBefore,
    List<Double> confidences,
    List<Influence> strongest)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Whether a label may change. */
  public enum Hold {
    /** The label may change. */
    FREE,
    /** The segment lies in the frozen region. */
    FROZEN,
    /** The caller has set the label. */
    FIXED
  }

  /** Copies the lists. */
  public SegmentAudit {
    Objects.requireNonNull(hold, "hold");
    Objects.requireNonNull(labelBefore, "labelBefore");
    Objects.requireNonNull(labelAfter, "labelAfter");
    confidences = List.copyOf(Objects.requireNonNull(confidences, "confidences"));
    strongest = List.copyOf(Objects.requireNonNull(strongest, "strongest"));
  }

  /** Whether propagation gave the segment another label. */
  public boolean changed() {
    return labelBefore != labelAfter;
  }
}
