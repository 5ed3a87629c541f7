// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.EOFException;
import java.io.IOException;

/**
 * Decodes lossless JPEG (process 14, Huffman coding, predictors 1 to 7) of 2 to 16 bits, as DICOM
 * files use it. Subsampled components are not supported.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex H</a>
 */
final class LosslessJpeg {
  private final byte[] file;
  private final ReadBudget budget;
  private final int width;
  private final int height;
  private final int bands;
  private final int precision;
  private final int[] ids;
  private final char[] values;
  private final Codes[] tables = new Codes[4];
  private int restartInterval;

  /** The current position in the entropy-coded data of the scan. */
  private int at;

  private int bits;
  private int bitCount;

  private LosslessJpeg(byte[] file, JpegStructure structure, ReadBudget budget) {
    this.file = file;
    this.budget = budget;
    width = structure.width();
    height = structure.height();
    bands = structure.components();
    precision = structure.precision();
    ids = new int[bands];
    values = new char[width * height * bands];
  }

  static Samples decode(byte[] file, JpegStructure structure, ReadBudget budget)
      throws IOException {
    LosslessJpeg decoder = new LosslessJpeg(file, structure, budget);
    decoder.decode(structure);
    return new Samples(
        decoder.width, decoder.height, decoder.bands, decoder.precision, decoder.values);
  }

  private void decode(JpegStructure structure) throws IOException {
    ByteView view = ByteView.of(file);
    int decoded = 0;
    for (int[] range : structure.ranges()) {
      int start = range[0];
      if (file[start] != (byte) 0xff) {
        continue;
      }
      int content = Math.min(start + 4, range[1]);
      ByteView segment = view.part(content, range[1] - content);
      switch (file[start + 1] & 0xff) {
        case 0xc3 -> {
          for (int c = 0; c < bands; c++) {
            ids[c] = segment.u8(6 + 3L * c);
            if (segment.u8(7 + 3L * c) != 0x11) {
              throw new IOException("lossless JPEG with subsampling is not supported");
            }
          }
        }
        case 0xc4 -> tables(segment);
        case 0xdd -> restartInterval = segment.u16(0);
        case 0xda -> {
          at = range[1];
          decoded += scan(segment);
        }
        default -> {
          // Entropy-coded data, or a segment that is not needed.
        }
      }
    }
    if (decoded < bands) {
      throw new IOException("the file is damaged (components are missing)");
    }
  }

  private void tables(ByteView segment) throws IOException {
    int i = 0;
    while (i < segment.length()) {
      int id = segment.u8(i) & 15;
      int[] counts = new int[17];
      int sum = 0;
      for (int length = 1; length <= 16; length++) {
        counts[length] = segment.u8(i + length);
        sum += counts[length];
      }
      if (id > 3 || sum > 256) {
        throw new IOException("the file is malformed (a Huffman table is not valid)");
      }
      int[] symbols = new int[sum];
      for (int s = 0; s < sum; s++) {
        symbols[s] = segment.u8(i + 17L + s);
      }
      tables[id] = new Codes(counts, symbols);
      i += 17 + sum;
    }
  }

  /** Decodes one scan, and returns how many components it holds. */
  private int scan(ByteView segment) throws IOException {
    int count = segment.u8(0);
    int[] components = new int[count];
    Codes[] codes = new Codes[count];
    for (int i = 0; i < count; i++) {
      int id = segment.u8(1 + 2L * i);
      while (components[i] < bands && ids[components[i]] != id) {
        components[i]++;
      }
      int table = segment.u8(2 + 2L * i) >> 4;
      codes[i] = table < 4 ? tables[table] : null;
      if (components[i] == bands || codes[i] == null) {
        throw new IOException("the file is malformed (a scan without its tables)");
      }
    }
    int predictor = segment.u8(1 + 2L * count);
    int shift = segment.u8(3 + 2L * count) & 15;
    if (predictor < 1 || predictor > 7 || shift >= precision) {
      throw new IOException("the predictor " + predictor + " is not supported");
    }
    bits = 0;
    bitCount = 0;
    int first = 1 << (precision - shift - 1);
    if (restartInterval % width != 0) {
      throw new IOException("the file is malformed (a restart interval is not a number of rows)");
    }
    int restartRows = restartInterval / width;
    int mask = (1 << precision) - 1;
    for (int y = 0; y < height; y++) {
      budget.checkTime();
      // After a restart, prediction begins again as in the first row.
      boolean begins = restartRows == 0 ? y == 0 : y % restartRows == 0;
      if (begins && y > 0) {
        restart();
      }
      for (int x = 0; x < width; x++) {
        for (int i = 0; i < count; i++) {
          int index = (y * width + x) * bands + components[i];
          int prediction;
          if (begins) {
            prediction = x == 0 ? first : values[index - bands] >> shift;
          } else if (x == 0) {
            prediction = values[index - width * bands] >> shift;
          } else {
            int a = values[index - bands] >> shift;
            int b = values[index - width * bands] >> shift;
            int c = values[index - (width + 1) * bands] >> shift;
            prediction =
                switch (predictor) {
                  case 1 -> a;
                  case 2 -> b;
                  case 3 -> c;
                  case 4 -> a + b - c;
                  case 5 -> a + ((b - c) >> 1);
                  case 6 -> b + ((a - c) >> 1);
                  default -> (a + b) >> 1;
                };
          }
          values[index] = (char) (((prediction + difference(codes[i])) << shift) & mask);
        }
      }
    }
    return count;
  }

  private int difference(Codes codes) throws IOException {
    int size = codes.next();
    if (size == 0) {
      return 0;
    }
    if (size == 16) {
      return 32768;
    }
    if (size > 16) {
      throw new IOException("the file is damaged (a difference is out of range)");
    }
    int value = 0;
    for (int i = 0; i < size; i++) {
      value = (value << 1) | bit();
    }
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  private void restart() throws IOException {
    bitCount = 0;
    if (at + 1 >= file.length || file[at] != (byte) 0xff || (file[at + 1] & 0xf8) != 0xd0) {
      throw new IOException("the file is damaged (a restart marker is missing)");
    }
    at += 2;
  }

  private int bit() throws IOException {
    if (bitCount == 0) {
      if (at >= file.length) {
        throw new EOFException();
      }
      bits = file[at] & 0xff;
      if (bits == 0xff) {
        if (at + 1 >= file.length || file[at + 1] != 0) {
          throw new IOException("the file is damaged (pixels are missing)");
        }
        at++;
      }
      at++;
      bitCount = 8;
    }
    bitCount--;
    return (bits >> bitCount) & 1;
  }

  /** A Huffman table, decoded bit by bit in canonical order. */
  private final class Codes {
    private final int[] counts;
    private final int[] symbols;

    Codes(int[] counts, int[] symbols) {
      this.counts = counts;
      this.symbols = symbols;
    }

    int next() throws IOException {
      int code = 0;
      int first = 0;
      int index = 0;
      for (int length = 1; length <= 16; length++) {
        code |= bit();
        int count = counts[length];
        if (code - first < count) {
          return symbols[index + code - first];
        }
        index += count;
        first = (first + count) << 1;
        code <<= 1;
      }
      throw new IOException("the file is damaged (a Huffman code is not valid)");
    }
  }
}
