package io.github.seqnet.graph;

/**
 * How a skeleton becomes a graph.
 *
 * @param keypointRule which pixels are key points
 * @param mergeWidths junctions that are connected by no more than this many times the thickness of
 *     the vessel between them become one node, so that a crossing of two thick vessels is one node
 *     instead of two branchings and a bridge; 0 merges none but adjacent pixels; 0..10
 */
public record TracingOptions(KeypointRule keypointRule, double mergeWidths) {
  private static final TracingOptions DEFAULTS = new TracingOptions(KeypointRule.MIXED, 1.5);
  private static final TracingOptions PAPER = new TracingOptions(KeypointRule.PAPER, 0);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public TracingOptions {
    if (!(mergeWidths >= 0 && mergeWidths <= 10)) {
      throw new IllegalArgumentException("mergeWidths must be in 0..10, got " + mergeWidths);
    }
  }

  /** Mixed adjacency; junctions within one and a half vessel widths merge. */
  public static TracingOptions defaults() {
    return DEFAULTS;
  }

  /** The plain rule of the SeqNet paper; only adjacent junction pixels merge. */
  public static TracingOptions paper() {
    return PAPER;
  }

  /** These options with another rule. */
  public TracingOptions withKeypointRule(KeypointRule rule) {
    return new TracingOptions(rule, mergeWidths);
  }

  /** These options with another reach for merging junctions. */
  public TracingOptions withMergeWidths(double widths) {
    return new TracingOptions(keypointRule, widths);
  }
}
