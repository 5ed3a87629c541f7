// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.DataInputStream;
import java.io.IOException;

/** Counts the pixels in the compressed blocks of a GIF image without decoding them. */
final class GifBlocks {
  /** Codes have at most 12 bits. */
  private static final int MOST_CODES = 1 << 12;

  private final DataInputStream in;
  private int leftInBlock;
  private boolean ended;
  private int bits;
  private int bitCount;

  private GifBlocks(DataInputStream in) {
    this.in = in;
  }

  /**
   * Reads all blocks of an image, to the one that ends them. Each code stands for a string of
   * pixels: that of the code before, and one pixel more.
   *
   * @param colorBits the bits of a pixel, as the byte before the first block says, 1..11
   */
  static long countPixels(DataInputStream in, int colorBits) throws IOException {
    GifBlocks blocks = new GifBlocks(in);
    int clear = 1 << colorBits;
    int[] lengths = new int[MOST_CODES];
    for (int color = 0; color < clear; color++) {
      lengths[color] = 1;
    }
    long pixels = 0;
    int width = colorBits + 1;
    int next = clear + 2;
    int last = -1;
    for (int code = blocks.code(width); code >= 0; code = blocks.code(width)) {
      if (code == clear + 1) {
        break;
      }
      if (code == clear) {
        width = colorBits + 1;
        next = clear + 2;
        last = -1;
        continue;
      }
      if (code > next || (code == next && last < 0) || next > MOST_CODES) {
        throw new IOException("the file is damaged");
      }
      if (last >= 0 && next < MOST_CODES) {
        lengths[next++] = lengths[last] + 1;
        if (next == 1 << width && width < 12) {
          width++;
        }
      }
      pixels += lengths[code];
      last = code;
    }
    blocks.skipRest();
    return pixels;
  }

  /** The next code, or -1 where the blocks end. */
  private int code(int width) throws IOException {
    while (bitCount < width) {
      if (leftInBlock == 0) {
        leftInBlock = ended ? 0 : in.readUnsignedByte();
        ended = leftInBlock == 0;
        if (ended) {
          return -1;
        }
      }
      bits |= in.readUnsignedByte() << bitCount;
      bitCount += 8;
      leftInBlock--;
    }
    int code = bits & ((1 << width) - 1);
    bits >>>= width;
    bitCount -= width;
    return code;
  }

  private void skipRest() throws IOException {
    while (!ended) {
      in.skipNBytes(leftInBlock);
      leftInBlock = in.readUnsignedByte();
      ended = leftInBlock == 0;
    }
  }
}
