package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.VesselGraph;
import java.util.List;

/**
 * A graph with propagated labels, and how they came about.
 *
 * @param graph the graph with new labels and confidences
 * @param audits one for each segment, in order
 * @param sweeps how many sweeps were made
 * @param converged whether the last sweep changed next to nothing; the paper's rule never says so
 */
public record PropagationResult(
    VesselGraph graph, List<SegmentAudit> audits, int sweeps, boolean converged) {
  /** Copies the list. */
  public PropagationResult {
    audits = List.copyOf(audits);
  }

  /** The indices of the segments with a label other than before, ascending. */
  public List<Integer> changedSegments() {
    return audits.stream().filter(SegmentAudit::changed).map(SegmentAudit::segment).toList();
  }
}
