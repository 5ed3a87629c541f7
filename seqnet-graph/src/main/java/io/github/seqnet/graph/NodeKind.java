package io.github.seqnet.graph;

/** What a node of a vessel graph is on the skeleton. */
public enum NodeKind {
  /** A pixel where one line ends. */
  END_POINT,
  /** One or more pixels where three or more lines meet: a branching or a crossing. */
  JUNCTION,
  /** A pixel without neighbors. */
  ISOLATED,
  /** The uppermost, leftmost pixel of a ring that has no other node: where its segment is cut. */
  RING
}
