package io.github.seqnet.cli;

import io.github.seqnet.preprocess.Preprocessing;

/** Reads a preprocessing: none, illumination-correction. */
final class PreprocessingNames extends NamedConstants<Preprocessing> {
  /** For picocli. */
  PreprocessingNames() {
    super(Preprocessing.class);
  }
}
