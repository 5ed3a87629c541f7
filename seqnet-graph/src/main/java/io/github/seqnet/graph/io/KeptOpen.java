package io.github.seqnet.graph.io;

import java.io.FilterInputStream;
import java.io.InputStream;

/** A stream of the caller's, who closes it: parsers close what they have read. */
final class KeptOpen extends FilterInputStream {
  KeptOpen(InputStream in) {
    super(in);
  }

  @Override
  public void close() {
    // Left to the caller.
  }
}
