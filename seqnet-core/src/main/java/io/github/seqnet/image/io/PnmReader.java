// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads Netpbm's PBM, PGM and PPM files in their text (P1..P3) and binary (P4..P6) forms, up to 16
 * bits.
 *
 * @see <a href="https://netpbm.sourceforge.net/doc/ppm.html">the format</a>
 */
final class PnmReader {
  private final InputStream in;
  private final long size;
  private final ReadBudget budget;

  private PnmReader(InputStream in, long size, ReadBudget budget) {
    this.in = in;
    this.size = size;
    this.budget = budget;
  }

  /** Reads the first image of a file. Messages contain the reason only. */
  static Pixels read(byte[] file, ReadBudget budget) throws IOException {
    return new PnmReader(new ByteArrayInputStream(file), file.length, budget).read();
  }

  private Pixels read() throws IOException {
    in.read();
    int kind = in.read() - '0';
    int width = number(Integer.MAX_VALUE, "width");
    int height = number(Integer.MAX_VALUE, "height");
    budget.checkPixels(width, height);
    boolean bitmap = kind == 1 || kind == 4;
    int largest = bitmap ? 1 : number(65535, "largest value");
    if (largest == 0) {
      throw new IOException("largest value must be 1..65535, got 0");
    }
    int channels = kind == 3 || kind == 6 ? 3 : 1;
    // Every row has at least a byte for eight pixels.
    if ((long) width * height / 8 > size) {
      throw new EOFException();
    }
    float[] rgb = new float[width * height * 3];
    for (int y = 0, i = 0; y < height; y++) {
      budget.checkTime();
      int bits = 0;
      for (int x = 0; x < width; x++, i += 3) {
        for (int c = 0; c < channels; c++) {
          int sample;
          if (kind == 4) {
            bits = x % 8 == 0 ? octet() : bits << 1;
            sample = (bits & 0x80) == 0 ? 1 : 0;
          } else if (kind == 1) {
            sample = bit();
          } else if (kind < 4) {
            sample = number(largest, "sample");
          } else {
            sample = largest < 256 ? octet() : octet() << 8 | octet();
          }
          if (sample > largest) {
            throw new IOException("sample must be 0.." + largest + ", got " + sample);
          }
          rgb[i + c] = sample / (float) largest;
        }
        if (channels == 1) {
          rgb[i + 1] = rgb[i];
          rgb[i + 2] = rgb[i];
        }
      }
    }
    return Pixels.of(width, height, rgb);
  }

  /** A decimal number and the one white space after it. */
  private int number(int largest, String name) throws IOException {
    int c = significant();
    long value = 0;
    if (c < '0' || c > '9') {
      throw new IOException(name + " is not a number");
    }
    while (c >= '0' && c <= '9') {
      value = value * 10 + (c - '0');
      if (value > largest) {
        throw new IOException(name + " is above " + largest);
      }
      c = in.read();
    }
    return (int) value;
  }

  /** In a text bitmap digits may touch; 1 is black. */
  private int bit() throws IOException {
    int c = significant();
    if (c != '0' && c != '1') {
      throw new IOException("sample must be 0 or 1");
    }
    return c == '0' ? 1 : 0;
  }

  private int significant() throws IOException {
    int c = octet();
    while (Character.isWhitespace(c) || c == '#') {
      if (c == '#') {
        while (c != '\n' && c != '\r') {
          c = octet();
        }
      }
      c = octet();
    }
    return c;
  }

  private int octet() throws IOException {
    int c = in.read();
    if (c < 0) {
      throw new EOFException();
    }
    return c;
  }
}
