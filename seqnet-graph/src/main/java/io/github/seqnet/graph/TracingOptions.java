// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.io.Serializable;
import java.util.Objects;

/**
 * Options of {@link GraphTracer}, which traces a skeleton.
 *
 * @param junctionRule which skeleton pixels are junctions and end points
 * @param mergeWidths junctions that are connected by no more than this many times the caliber of
 *     the vessel between them become one node, so that a crossing of two wide vessels is one node
 *     instead of two forks and a bridge; 0 merges none but adjacent pixels; 0..10
 * @param spurWidths ends of lines that are no longer than this many times the caliber where they
 *     branch off, from the node to their tip, are taken off: thinning leaves such spurs where a
 *     vessel's margin is rough or its end is flat. At a junction vessels are thicker than before
 *     it. Lines that leave the image are no spurs. Meant for thin skeletons; 0 takes off none;
 *     0..10
 * @param crossings whether two junctions, or the four segments of one, become a {@link
 *     NodeKind#CROSSING} where two vessels continue straight through each other
 */
public record TracingOptions(
    JunctionRule junctionRule, double mergeWidths, double spurWidths, boolean crossings)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final TracingOptions DEFAULTS = new TracingOptions(JunctionRule.MIXED, 0, 0, true);
  private static final TracingOptions PAPER = new TracingOptions(JunctionRule.PAPER, 0, 0, false);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public TracingOptions {
    Objects.requireNonNull(junctionRule, "junctionRule");
    check("mergeWidths", mergeWidths);
    check("spurWidths", spurWidths);
  }

  private static void check(String name, double widths) {
    if (!(widths >= 0 && widths <= 10)) {
      throw new IllegalArgumentException(name + " must be in 0..10, got " + widths);
    }
  }

  /** Mixed adjacency; only adjacent junction pixels merge; all spurs stay; crossings are found. */
  public static TracingOptions defaults() {
    return DEFAULTS;
  }

  /** The plain rule of the SeqNet paper; only adjacent junction pixels merge. */
  public static TracingOptions paper() {
    return PAPER;
  }

  /** Returns these options with another rule. */
  public TracingOptions withJunctionRule(JunctionRule rule) {
    return new TracingOptions(rule, mergeWidths, spurWidths, crossings);
  }

  /** Returns these options with another reach for merging junctions. */
  public TracingOptions withMergeWidths(double widths) {
    return new TracingOptions(junctionRule, widths, spurWidths, crossings);
  }

  /** Returns these options with another length up to which ends of lines are taken off. */
  public TracingOptions withSpurWidths(double widths) {
    return new TracingOptions(junctionRule, mergeWidths, widths, crossings);
  }

  /** Returns these options with or without crossings. */
  public TracingOptions withCrossings(boolean find) {
    return new TracingOptions(junctionRule, mergeWidths, spurWidths, find);
  }
}
