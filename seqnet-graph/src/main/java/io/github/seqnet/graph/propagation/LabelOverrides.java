// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.VesselLabel;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Labels that a person has corrected, each for a segment by its number or by a point on it. {@link
 * #resolve} turns them into the fixed labels of {@link LabelPropagation#propagate(VesselGraph,
 * FrozenRegion, Map)}, so that neighboring segments follow. {@link
 * io.github.seqnet.graph.io.LabelOverrideCsv} reads and writes them. Immutable.
 *
 * @param entries the corrections
 */
public record LabelOverrides(List<Entry> entries) implements Serializable {
  private static final long serialVersionUID = 1;

  /** The default distance from a point within which its segment is searched, in pixels. */
  public static final double REACH_PX = 5;

  /** Copies the list. */
  public LabelOverrides {
    entries = List.copyOf(Objects.requireNonNull(entries, "entries"));
  }

  /** One corrected label. */
  public sealed interface Entry extends Serializable permits BySegment, ByPoint {
    /** Artery or vein. */
    VesselLabel label();
  }

  /**
   * The label of a segment by its number in the graph.
   *
   * @param segment the number, 0 or more
   * @param label artery or vein
   */
  public record BySegment(int segment, VesselLabel label) implements Entry {
    private static final long serialVersionUID = 1;

    /**
     * @throws IllegalArgumentException if the number is negative or the label is another one
     */
    public BySegment {
      if (segment < 0) {
        throw new IllegalArgumentException("segment must be 0 or more, got " + segment);
      }
      checkLabel(label);
    }
  }

  /**
   * The label of the segment nearest to a point.
   *
   * @param x column in pixels
   * @param y row in pixels
   * @param label artery or vein
   */
  public record ByPoint(double x, double y, VesselLabel label) implements Entry {
    private static final long serialVersionUID = 1;

    /**
     * @throws IllegalArgumentException if a coordinate is not finite or the label is another one
     */
    public ByPoint {
      if (!Double.isFinite(x) || !Double.isFinite(y)) {
        throw new IllegalArgumentException("point must be finite, got x=" + x + ", y=" + y);
      }
      checkLabel(label);
    }
  }

  private static void checkLabel(VesselLabel label) {
    Objects.requireNonNull(label, "label");
    if (label != VesselLabel.ARTERY && label != VesselLabel.VEIN) {
      throw new IllegalArgumentException("label must be ARTERY or VEIN, got " + label);
    }
  }

  /** As {@link #resolve(VesselGraph, double)}, within {@value #REACH_PX} px of each point. */
  public Map<Integer, VesselLabel> resolve(VesselGraph graph) {
    return resolve(graph, REACH_PX);
  }

  /**
   * The label of each corrected segment of a graph.
   *
   * @param graph the graph
   * @param withinPx how far a segment may be from its point, in pixels
   * @return labels by segment index, in the order of the entries
   * @throws IllegalArgumentException if the graph has no such segment, no segment is near enough to
   *     a point, or two entries give one segment different labels
   */
  public Map<Integer, VesselLabel> resolve(VesselGraph graph, double withinPx) {
    Map<Integer, VesselLabel> labels = new LinkedHashMap<>();
    for (Entry entry : entries) {
      int segment = segment(graph, entry, withinPx);
      VesselLabel before = labels.putIfAbsent(segment, entry.label());
      if (before != null && before != entry.label()) {
        throw new IllegalArgumentException(
            "segment " + segment + " is labeled both " + before + " and " + entry.label());
      }
    }
    return labels;
  }

  private static int segment(VesselGraph graph, Entry entry, double withinPx) {
    if (entry instanceof ByPoint point) {
      Optional<Segment> nearest = graph.nearest(point.x(), point.y(), withinPx);
      return nearest
          .map(Segment::index)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "there is no segment within " + withinPx + " px of " + point));
    }
    int segment = ((BySegment) entry).segment();
    if (segment >= graph.segmentCount()) {
      throw new IllegalArgumentException(
          "segment must be in 0.." + (graph.segmentCount() - 1) + ", got " + segment);
    }
    return segment;
  }
}
