// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.propagation.Influence;
import io.github.seqnet.graph.propagation.PropagationResult;
import io.github.seqnet.graph.propagation.RefinementResult;
import io.github.seqnet.graph.propagation.SegmentAudit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * The audit trail of label propagation as columns for {@link GraphCsv#writeSegments}. Thread-safe.
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><th>column</th><th>meaning</th></tr>
 * <tr><td>hold</td><td>free, frozen (in the frozen region), fixed (label set by hand)</td></tr>
 * <tr><td>label_before, label_changed</td><td>the label before; true or false</td></tr>
 * <tr><td>confidence_before</td><td>before the first sweep</td></tr>
 * <tr><td>confidence_after_sweeps</td><td>after each sweep, separated by spaces</td></tr>
 * <tr><td>influence_1_segment, influence_1 (and 2, 3)</td><td>the segments with the strongest influence and their contribution, positive towards artery; empty if there are fewer</td></tr>
 * </table>
 */
public final class AuditColumns {
  private static final int INFLUENCES = 3;

  private AuditColumns() {}

  /**
   * The columns for the graph of this result.
   *
   * @throws IllegalArgumentException if there is not one audit for each segment, in order
   */
  public static List<SegmentColumn> of(PropagationResult result) {
    return of(result.graph(), result.audits());
  }

  /**
   * The columns for the graph of this result; none if it was made without propagation.
   *
   * @throws IllegalArgumentException if there is not one audit for each segment, in order
   */
  public static List<SegmentColumn> of(RefinementResult result) {
    return result.audits().isEmpty() ? List.of() : of(result.graph(), result.audits());
  }

  private static List<SegmentColumn> of(VesselGraph graph, List<SegmentAudit> audits) {
    if (audits.size() != graph.segmentCount()) {
      throw new IllegalArgumentException(
          "a graph of "
              + graph.segmentCount()
              + " segments needs as many audits, got "
              + audits.size());
    }
    for (int k = 0; k < audits.size(); k++) {
      if (audits.get(k).segment() != k) {
        throw new IllegalArgumentException(
            "audit " + k + " must be of segment " + k + ", is of " + audits.get(k).segment());
      }
    }
    List<SegmentColumn> columns = new ArrayList<>();
    add(columns, audits, "hold", audit -> audit.hold().name().toLowerCase(Locale.ROOT));
    add(columns, audits, "label_before", audit -> GraphDraft.name(audit.labelBefore()));
    add(columns, audits, "label_changed", audit -> Boolean.toString(audit.changed()));
    add(columns, audits, "confidence_before", audit -> Double.toString(audit.confidenceBefore()));
    add(columns, audits, "confidence_after_sweeps", AuditColumns::sweeps);
    for (int k = 0; k < INFLUENCES; k++) {
      int rank = k;
      add(
          columns,
          audits,
          "influence_" + (k + 1) + "_segment",
          audit -> influence(audit, rank, influence -> Integer.toString(influence.segment())));
      add(
          columns,
          audits,
          "influence_" + (k + 1),
          audit -> influence(audit, rank, influence -> Double.toString(influence.amount())));
    }
    return columns;
  }

  private static void add(
      List<SegmentColumn> columns,
      List<SegmentAudit> audits,
      String header,
      Function<SegmentAudit, String> value) {
    columns.add(
        new SegmentColumn(header, (Segment segment) -> value.apply(audits.get(segment.index()))));
  }

  private static String sweeps(SegmentAudit audit) {
    StringJoiner text = new StringJoiner(" ");
    for (double confidence : audit.confidences()) {
      text.add(Double.toString(confidence));
    }
    return text.toString();
  }

  private static String influence(SegmentAudit audit, int rank, Function<Influence, String> value) {
    return rank < audit.strongest().size() ? value.apply(audit.strongest().get(rank)) : "";
  }
}
