// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import java.io.BufferedReader;
import java.io.IOException;

/** The mark U+FEFF that spreadsheets put before UTF-8 text. */
final class ByteOrderMark {
  private ByteOrderMark() {}

  /** The text after its mark, if it has one. */
  static BufferedReader skip(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
    return text;
  }
}
