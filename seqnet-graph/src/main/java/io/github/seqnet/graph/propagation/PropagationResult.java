// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.VesselLabel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A graph with propagated labels and their audit trail.
 *
 * @param graph the graph with new labels and confidences
 * @param audits one for each segment, in order
 * @param sweeps the number of sweeps
 * @param converged whether the last sweep hardly changed the confidences; always false for the
 *     paper's rule
 */
public record PropagationResult(
    VesselGraph graph, List<SegmentAudit> audits, int sweeps, boolean converged)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Copies the list. */
  public PropagationResult {
    audits = List.copyOf(Objects.requireNonNull(audits, "audits"));
  }

  /**
   * The result of a rule that gives each segment a new confidence in one step. Segments whose label
   * is fixed get that label, and segments in the frozen region keep theirs; all others become
   * arteries above 0, veins below, and keep their label at 0.
   *
   * @param graph the graph before
   * @param frozen where labels do not change
   * @param fixed labels set by the caller, by segment index
   * @param confidence the new confidence of a segment, positive for arteries; finite
   * @throws IllegalArgumentException if the frozen mask is not of the graph's size, there is no
   *     such fixed segment, a fixed label is neither artery nor vein, or a confidence is not finite
   */
  public static PropagationResult of(
      VesselGraph graph,
      FrozenRegion frozen,
      Map<Integer, VesselLabel> fixed,
      ToDoubleFunction<Segment> confidence) {
    Objects.requireNonNull(confidence, "confidence");
    frozen.checkSize(graph.width(), graph.height());
    CouplingPropagation.checkFixed(graph, fixed);
    List<VesselLabel> labels = new ArrayList<>();
    double[] confidences = new double[graph.segmentCount()];
    List<SegmentAudit> audits = new ArrayList<>();
    for (Segment segment : graph.segments()) {
      int i = segment.index();
      double before = segment.confidence().orElse(0);
      VesselLabel label = segment.label();
      SegmentAudit.Hold hold = SegmentAudit.Hold.FREE;
      double after = before;
      if (fixed.containsKey(i)) {
        hold = SegmentAudit.Hold.FIXED;
        label = fixed.get(i);
        after = CouplingPropagation.sure(segment, label);
      } else if (CouplingPropagation.isInside(segment, frozen)) {
        hold = SegmentAudit.Hold.FROZEN;
      } else {
        after = confidence.applyAsDouble(segment);
        label = after > 0 ? VesselLabel.ARTERY : after < 0 ? VesselLabel.VEIN : label;
      }
      labels.add(label);
      confidences[i] = after;
      audits.add(
          new SegmentAudit(i, hold, segment.label(), label, before, List.of(after), List.of()));
    }
    return new PropagationResult(graph.withLabels(labels, confidences), audits, 1, true);
  }

  /** The indices of the segments with a label other than before, ascending. */
  public List<Integer> changedSegments() {
    return audits.stream().filter(SegmentAudit::changed).map(SegmentAudit::segment).toList();
  }
}
