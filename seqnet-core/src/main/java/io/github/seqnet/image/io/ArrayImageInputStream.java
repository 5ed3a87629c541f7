// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/** An image input stream over a file in memory that knows its length, unlike the JDK's. */
class ArrayImageInputStream extends ImageInputStreamImpl {
  private final byte[] content;

  /** Creates a stream backed by the array. */
  ArrayImageInputStream(byte[] content) {
    this.content = content;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    return streamPos < content.length ? content[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= content.length) {
      return -1;
    }
    int count = Math.min(length, content.length - (int) streamPos);
    System.arraycopy(content, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return content.length;
  }
}
