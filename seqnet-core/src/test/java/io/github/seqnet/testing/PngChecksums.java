// SPDX-License-Identifier: MIT
package io.github.seqnet.testing;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Sets the checksums of the chunks of PNG data to what they should be. */
final class PngChecksums {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;

  /** Length, type and checksum. */
  private static final int FRAME_BYTES = 12;

  private PngChecksums() {}

  /** Repairs the checksums as far as the chunks can be followed; leaves other data alone. */
  static void repair(byte[] data) {
    ByteBuffer bytes = ByteBuffer.wrap(data);
    if (data.length < 8 || bytes.getLong(0) != SIGNATURE) {
      return;
    }
    int at = 8;
    while (at + FRAME_BYTES <= data.length) {
      int length = bytes.getInt(at);
      if (length < 0 || length > data.length - at - FRAME_BYTES) {
        return;
      }
      CRC32 checksum = new CRC32();
      checksum.update(data, at + 4, length + 4);
      bytes.putInt(at + 8 + length, (int) checksum.getValue());
      at += FRAME_BYTES + length;
    }
  }
}
