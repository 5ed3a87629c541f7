package io.github.seqnet.graph.propagation;

/** What is done to a network's artery/vein labels. */
public enum RefinementMode {
  /** Nothing: each pixel keeps the network's choice. */
  NONE,
  /** One label for each segment, see {@link LabelUnification}. */
  UNIFY,
  /** Unification, then {@link LabelPropagation#paper}. */
  PAPER,
  /** Unification, then {@link LabelPropagation#stable}. */
  STABLE
}
