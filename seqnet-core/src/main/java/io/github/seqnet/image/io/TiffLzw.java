// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.EOFException;
import java.io.IOException;

/** Decodes the LZW compression of TIFF: codes of 9 to 12 bits, the first bit first. */
final class TiffLzw {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int MOST_CODES = 4096;

  private final int[] prefixes = new int[MOST_CODES];
  private final byte[] suffixes = new byte[MOST_CODES];
  private final int[] lengths = new int[MOST_CODES];

  TiffLzw() {
    for (int i = 0; i < 256; i++) {
      suffixes[i] = (byte) i;
      lengths[i] = 1;
    }
  }

  /**
   * Fills an array with decoded bytes.
   *
   * @throws EOFException if the codes end before the array is full
   * @throws IOException with the reason only, if a code is not valid
   */
  void decode(byte[] stored, byte[] data) throws IOException {
    if (stored.length > 1 && stored[0] == 0 && (stored[1] & 1) == 1) {
      throw new IOException("LZW with the last bit first, of before TIFF 6.0, is not supported");
    }
    int next = END + 1;
    int bits = 9;
    int last = -1;
    long bit = 0;
    int out = 0;
    while (out < data.length) {
      if (bit + bits > 8L * stored.length) {
        throw new EOFException();
      }
      int at = (int) (bit >> 3);
      int word = 0;
      for (int k = 0; k < 3; k++) {
        word = word << 8 | (at + k < stored.length ? stored[at + k] & 0xff : 0);
      }
      int code = word >> (24 - (int) (bit & 7) - bits) & ((1 << bits) - 1);
      bit += bits;
      if (code == END) {
        throw new EOFException();
      }
      if (code == CLEAR) {
        next = END + 1;
        bits = 9;
        last = -1;
        continue;
      }
      if (last < 0 ? code > 255 : code > next || (code == next && next == MOST_CODES)) {
        throw new IOException("the file is damaged (an LZW code is not valid)");
      }
      if (last >= 0 && next < MOST_CODES) {
        prefixes[next] = last;
        lengths[next] = lengths[last] + 1;
        // The new string ends with the first byte of this code's string.
        int first = code == next ? last : code;
        while (first > END) {
          first = prefixes[first];
        }
        suffixes[next] = (byte) first;
        next++;
        if (next >= (1 << bits) - 1 && bits < 12) {
          bits++;
        }
      }
      int end = out + lengths[code];
      for (int c = code, i = end - 1; i >= out; i--) {
        if (i < data.length) {
          data[i] = suffixes[c];
        }
        c = c > END ? prefixes[c] : c;
      }
      out = Math.min(end, data.length);
      last = code;
    }
  }
}
