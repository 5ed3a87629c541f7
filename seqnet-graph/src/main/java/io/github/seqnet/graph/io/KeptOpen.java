// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import java.io.FilterInputStream;
import java.io.InputStream;

/** A stream that stays open when a parser closes it, because it belongs to the caller. */
final class KeptOpen extends FilterInputStream {
  KeptOpen(InputStream in) {
    super(in);
  }

  @Override
  public void close() {
    // Left to the caller.
  }
}
