// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.ArteryVeinMap;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * The result of a {@link GraphRefiner}: refined labels, the graph, and the audit trail. Immutable.
 *
 * @param labels one label for each vessel pixel; with {@link RefinementMode#NONE} the labels of the
 *     input
 * @param unified the graph with one label for each segment, before propagation
 * @param graph the graph with the final labels; without propagation that is {@code unified} with
 *     the labels fixed by the caller
 * @param audits the audit trail of each segment, in order; empty without propagation
 * @param sweeps the number of sweeps of propagation
 * @param converged whether propagation converged; true without propagation
 */
public record RefinementResult(
    ArteryVeinMap labels,
    VesselGraph unified,
    VesselGraph graph,
    List<SegmentAudit> audits,
    int sweeps,
    boolean converged)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Copies the list. */
  public RefinementResult {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(unified, "unified");
    Objects.requireNonNull(graph, "graph");
    audits = List.copyOf(Objects.requireNonNull(audits, "audits"));
  }

  /** The indices of the segments that propagation gave another label, ascending. */
  public List<Integer> changedSegments() {
    return audits.stream().filter(SegmentAudit::changed).map(SegmentAudit::segment).toList();
  }
}
