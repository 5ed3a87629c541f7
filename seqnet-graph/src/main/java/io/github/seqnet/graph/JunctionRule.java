// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

/**
 * The neighborhood that decides which skeleton pixels are junctions (more than two neighbors) or
 * end points (at most one).
 */
public enum JunctionRule {
  /**
   * Two pixels are neighbors if they share a side, or if they share a corner and no pixel of the
   * skeleton shares a side with both (mixed adjacency). The corner of a staircase is then an
   * ordinary pixel of a line, and a junction usually has one pixel.
   */
  MIXED,
  /**
   * Two pixels are neighbors if they share a side or a corner, as printed in the SeqNet paper. The
   * corners of a staircase then count as junctions.
   */
  PAPER
}
