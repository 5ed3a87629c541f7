package io.github.seqnet.examples.cli;

import io.github.seqnet.preprocess.Preparation;

/** Reads a preparation: none, even-light. */
final class PreparationNames extends NamedConstants<Preparation> {
  /** For picocli. */
  PreparationNames() {
    super(Preparation.class);
  }
}
