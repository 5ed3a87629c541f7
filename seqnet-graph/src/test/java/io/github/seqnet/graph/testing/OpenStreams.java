// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;

/** In-memory streams that fail when they are closed. */
public final class OpenStreams {
  private OpenStreams() {}

  /** A stream over these bytes. */
  public static InputStream in(byte[] content) {
    return new ByteArrayInputStream(content) {
      @Override
      public void close() {
        throw new AssertionError("closed");
      }
    };
  }

  /** A stream that holds nothing yet. */
  public static ByteArrayOutputStream out() {
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        throw new AssertionError("closed");
      }
    };
  }
}
