// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

/** The kind of a node of a vessel graph: its topology on the skeleton. */
public enum NodeKind {
  /** A pixel where one line ends. */
  END_POINT,
  /** One or more pixels where three or more lines meet and a vessel divides. */
  JUNCTION,
  /**
   * One or more pixels where two vessels cross: four lines meet, and each continues in the one
   * opposite to it, see {@link Segment#continuation}.
   */
  CROSSING,
  /**
   * A pixel where two straight lines meet at a sharp angle: vessels that touch with their tips, or
   * one that is folded. The lines are separate segments, so that the angle is not taken for a
   * tortuosity.
   */
  TURN,
  /** A pixel without neighbors. */
  ISOLATED,
  /** The pixel where a ring without other nodes is cut. */
  RING
}
