package io.github.seqnet.graph;

/** Which pixels of a skeleton are neighbors, and so which have more than two of them. */
public enum KeypointRule {
  /**
   * Two pixels are neighbors if they share a side, or if they share a corner and no pixel of the
   * skeleton shares a side with both (mixed adjacency). The corner of a staircase is then an
   * ordinary pixel of a line, and a junction usually has one pixel.
   */
  MIXED,
  /**
   * Two pixels are neighbors if they share a side or a corner, as printed in the SeqNet paper: a
   * crossing has more than two neighbors, a terminal no more than one. The corners of steps then
   * count as crossings.
   */
  PAPER
}
