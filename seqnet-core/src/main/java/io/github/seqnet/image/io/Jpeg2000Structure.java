// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Validates the boxes and markers of a JPEG 2000 file or codestream before it is decoded, because
 * decoders accept missing data as lower quality.
 */
final class Jpeg2000Structure {
  private static final int SIZE = 0xff51;
  private static final int CODING_STYLE = 0xff52;
  private static final int COMPONENT_CODING_STYLE = 0xff53;
  private static final int TILE_PART = 0xff90;
  private static final int DATA = 0xff93;
  private static final int END = 0xffd9;

  /** Smaller tiles take far longer to decode than the size of the image justifies. */
  private static final long LEAST_PIXELS_PER_TILE = 1 << 12;

  /** The decoder allocates arrays of this many elements for each code block. */
  private static final int MOST_LAYERS = 256;

  /** The decoder keeps objects for each precinct and code block. */
  private static final int LEAST_PRECINCT_EXPONENT = 5;

  private static final int LEAST_CODE_BLOCK_PIXELS = 256;

  private int bands;
  private int bits;
  private byte @Nullable [] profile;
  private boolean yCbCr;
  private boolean found;

  private Jpeg2000Structure() {}

  static Jpeg2000Structure of(byte[] bytes, ReadBudget budget) throws IOException {
    Jpeg2000Structure structure = new Jpeg2000Structure();
    ByteView file = ByteView.of(bytes);
    if (file.u16(0) == 0xff4f) {
      structure.codestream(file, budget);
    } else {
      structure.boxes(file, budget);
    }
    if (!structure.found) {
      throw new IOException("the file holds no image");
    }
    return structure;
  }

  /** The number of components, 1..4. */
  int bands() {
    return bands;
  }

  /** The bits of a sample, 1..16. */
  int bits() {
    return bits;
  }

  /** The embedded color profile, or null. */
  byte @Nullable [] profile() {
    return profile;
  }

  /** Whether the colors are sYCC. */
  boolean isYCbCr() {
    return yCbCr;
  }

  private void boxes(ByteView file, ReadBudget budget) throws IOException {
    for (long at = 0; at < file.length(); ) {
      long length = file.u32(at);
      String type = file.text(at + 4, 4);
      int header = 8;
      if (length == 1) {
        length = file.i64(at + 8);
        header = 16;
      } else if (length == 0) {
        length = file.length() - at;
      }
      if (length < header) {
        throw new IOException("the file is malformed (a box has an impossible length)");
      }
      ByteView content = file.part(at + header, length - header);
      if (type.equals("jp2h")) {
        header(content);
      } else if (type.equals("jp2c") && !found) {
        codestream(content, budget);
      }
      at += length;
    }
  }

  private void header(ByteView part) throws IOException {
    for (long at = 0; at + 8 <= part.length(); ) {
      long length = part.u32(at);
      if (length < 8) {
        throw new IOException("the file is malformed (a box has an impossible length)");
      }
      ByteView content = part.part(at + 8, length - 8);
      String type = part.text(at + 4, 4);
      if (type.equals("pclr")) {
        throw new IOException("JPEG 2000 with a palette is not supported");
      }
      if (type.equals("colr") && content.length() >= 3) {
        int method = content.u8(0);
        if (method == 1) {
          long space = content.u32(3);
          yCbCr = space == 18;
          if (space == 12) {
            throw new IOException("CMYK in JPEG 2000 is not supported");
          }
        } else if (method == 2) {
          profile = content.part(3, content.length() - 3L).toArray();
        }
      }
      at += length;
    }
  }

  private void codestream(ByteView code, ReadBudget budget) throws IOException {
    if (code.u16(2) != SIZE) {
      throw new IOException("the file is malformed (its size is missing)");
    }
    long width = code.u32(8) - code.u32(16);
    long height = code.u32(12) - code.u32(20);
    budget.checkPixels(width, height);
    long tileWidth = code.u32(24);
    long tileHeight = code.u32(28);
    if (tileWidth < 1 || tileHeight < 1) {
      throw new IOException("the file is malformed (its tiles have no size)");
    }
    long tiles =
        ((width + tileWidth - 1) / tileWidth + 1) * ((height + tileHeight - 1) / tileHeight + 1);
    if (tiles > 16 + width * height / LEAST_PIXELS_PER_TILE) {
      throw new IOException("its tiles are too small");
    }
    bands = code.u16(40);
    if (bands < 1 || bands > 4) {
      throw new IOException(bands + " components are not supported, only 1..4");
    }
    for (int c = 0; c < bands; c++) {
      int depth = code.u8(42 + 3L * c);
      if (depth > 15) {
        throw new IOException(
            "samples that are signed or have more than 16 bits are not supported");
      }
      if (c > 0 && depth + 1 != bits) {
        throw new IOException("samples of different sizes are not supported");
      }
      bits = depth + 1;
      if (code.u16(43 + 3L * c) != 0x0101) {
        throw new IOException("JPEG 2000 with subsampling is not supported");
      }
    }
    walk(code);
    found = true;
  }

  /** Checks that every tile part is present, up to the end marker. */
  private static void walk(ByteView code) throws IOException {
    for (long at = 2; ; ) {
      int marker = code.u16(at);
      if (marker == END) {
        return;
      }
      if (marker >> 8 != 0xff) {
        throw new IOException("the file is damaged (a marker is missing)");
      }
      if (marker == TILE_PART) {
        long length = code.u32(at + 6);
        tileHeader(code, at);
        if (length == 0) {
          // Up to the end of the codestream.
          if (code.u16(code.length() - 2L) != END) {
            throw new EOFException();
          }
          return;
        }
        if (length < 14) {
          throw new IOException("the file is malformed (a tile has an impossible length)");
        }
        at += length;
      } else {
        at += segment(code, marker, at);
      }
    }
  }

  /** Checks the header of a tile part, whose markers override those of the image. */
  private static void tileHeader(ByteView code, long start) throws IOException {
    for (long at = start + 12; ; ) {
      int marker = code.u16(at);
      if (marker == DATA) {
        return;
      }
      if (marker >> 8 != 0xff) {
        throw new IOException("the file is damaged (a marker is missing)");
      }
      at += segment(code, marker, at);
    }
  }

  /** Checks a marker segment and returns its length with the marker. */
  private static long segment(ByteView code, int marker, long at) throws IOException {
    if (marker == CODING_STYLE) {
      int layers = code.u16(at + 6);
      if (layers > MOST_LAYERS) {
        throw new IOException(
            "%d quality layers are not supported, only up to %d".formatted(layers, MOST_LAYERS));
      }
      codingStyle(code, (code.u8(at + 4) & 1) != 0, at + 9);
    } else if (marker == COMPONENT_CODING_STYLE) {
      // Up to 4 components: their index takes one byte.
      codingStyle(code, (code.u8(at + 5) & 1) != 0, at + 6);
    }
    return 2L + Math.max(2, code.u16(at + 2));
  }

  private static void codingStyle(ByteView code, boolean precincts, long at) throws IOException {
    int levels = code.u8(at);
    int width = code.u8(at + 1) + 2;
    int height = code.u8(at + 2) + 2;
    if (levels > 32 || width > 10 || height > 10 || width + height > 12) {
      throw new IOException("the file is malformed (its coding style is not valid)");
    }
    if (1 << (width + height) < LEAST_CODE_BLOCK_PIXELS) {
      throw new IOException("its code blocks are too small");
    }
    for (int level = 0; precincts && level <= levels; level++) {
      int size = code.u8(at + 5 + level);
      if (Math.min(size & 15, size >> 4) < LEAST_PRECINCT_EXPONENT) {
        throw new IOException("its precincts are too small");
      }
    }
  }
}
