// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the header of a BMP file before it is decoded. The JDK's decoder allocates what the header
 * declares and reads missing pixels as black.
 *
 * @param essentials the file without a reference to a color profile, and with its true sizes
 * @param profile the embedded color profile, or null
 */
@SuppressWarnings("ArrayRecordComponent")
record BmpStructure(byte[] essentials, byte @Nullable [] profile) {
  private static final int CORE_HEADER = 12;
  private static final int VERSION_4_HEADER = 108;
  private static final int VERSION_5_HEADER = 124;
  private static final long EMBEDDED_PROFILE = 0x4d424544;
  private static final int SRGB = 0x73524742;

  /**
   * Checks the header.
   *
   * @throws EOFException if pixels are missing
   * @throws IOException with the reason only, if the file is malformed or not supported
   */
  static BmpStructure of(byte[] bytes, ReadBudget budget) throws IOException {
    ByteView file = ByteView.of(bytes).withLittleEndian(true);
    long offset = file.u32(10);
    long header = file.u32(14);
    boolean core = header == CORE_HEADER;
    if (!core && (header < 40 || header > VERSION_5_HEADER)) {
      throw malformed("its header has " + header + " bytes");
    }
    long width = core ? file.u16(18) : (int) file.u32(18);
    long height = core ? file.u16(20) : Math.abs((long) (int) file.u32(22));
    int bits = core ? file.u16(24) : file.u16(28);
    long compression = core ? 0 : file.u32(30);
    budget.checkPixels(width, height);
    if (offset < 14 + header || offset > bytes.length) {
      throw new EOFException();
    }
    if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32) {
      throw malformed(bits + " bits per pixel");
    }
    long colors = core ? 0 : file.u32(46);
    if (colors > 256 || colors * 4 > offset - 14 - header) {
      throw malformed("a palette of " + colors + " colors");
    }
    byte[] copy = bytes.clone();
    put(copy, 2, bytes.length);
    switch ((int) compression) {
      case 0, 3 -> {
        long row = (width * bits + 31) / 32 * 4;
        if (row * height > bytes.length - offset) {
          throw new EOFException();
        }
      }
      case 1, 2 -> {
        if (bits != (compression == 1 ? 8 : 4)) {
          throw malformed("run lengths of " + bits + " bits");
        }
        checkRuns(file, offset, compression == 2);
        put(copy, 34, (int) (bytes.length - offset));
      }
      default -> throw new IOException("the BMP compression " + compression + " is not supported");
    }
    byte[] profile = null;
    if (header >= VERSION_4_HEADER) {
      if (header == VERSION_5_HEADER && file.u32(70) == EMBEDDED_PROFILE) {
        profile = file.part(14 + file.u32(126), file.u32(130)).toArray();
      }
      put(copy, 70, SRGB);
      if (header == VERSION_5_HEADER) {
        put(copy, 126, 0);
        put(copy, 130, 0);
      }
    }
    return new BmpStructure(copy, profile);
  }

  /** Checks that run lengths end with their end mark. */
  private static void checkRuns(ByteView file, long from, boolean halfBytes) throws IOException {
    long at = from;
    while (true) {
      int count = file.u8(at);
      int code = file.u8(at + 1);
      at += 2;
      if (count == 0 && code == 1) {
        return;
      }
      if (count == 0 && code == 2) {
        at += 2;
      } else if (count == 0 && code > 2) {
        int bytes = halfBytes ? (code + 1) / 2 : code;
        at += bytes + (bytes & 1);
      }
    }
  }

  private static void put(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >> (8 * i));
    }
  }

  private static IOException malformed(String why) {
    return new IOException("the BMP header is malformed (" + why + ")");
  }
}
