package io.github.seqnet.cli.option;

import io.github.seqnet.graph.propagation.RefinementMode;

/** Reads a refinement: none, unify, paper, stable. */
public final class RefinementNames extends NamedConstants<RefinementMode> {
  /** For picocli. */
  RefinementNames() {
    super(RefinementMode.class);
  }
}
