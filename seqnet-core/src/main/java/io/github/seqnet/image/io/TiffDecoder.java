// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes the samples of a TIFF page: strips and tiles, chunky and planar, of 1 to 16 bits, stored
 * uncompressed or by PackBits, LZW, deflate, or JPEG.
 *
 * <p>Every strip or tile must hold all of its samples, whatever its compression, and no more bytes
 * are read than the file has. Colors are decoded after all compressions alike by {@link
 * TiffColors}.
 */
final class TiffDecoder {
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int EXTRA_SAMPLES = 338;
  static final int CHROMA_SUBSAMPLING = 530;
  private static final int FILL_ORDER = 266;
  private static final int STRIP_OFFSETS = 273;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_LENGTHS = 279;
  private static final int PLANAR = 284;
  private static final int PREDICTOR = 317;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;
  private static final int SAMPLE_FORMAT = 339;
  private static final int JPEG_TABLES = 347;

  static final int UNCOMPRESSED = 1;
  private static final int LZW = 5;
  static final int JPEG = 7;
  private static final int DEFLATE = 8;
  private static final int PACK_BITS = 32773;
  private static final int OLD_DEFLATE = 32946;

  static final int YCBCR = 6;

  /** More samples per pixel than any photograph has. */
  private static final int MOST_SAMPLES = 8;

  /** The number of pixels by which tiles may extend beyond the image. */
  private static final long SPARE_PIXELS = 1 << 22;

  private final ByteView file;
  private final TiffStructure.Page page;
  private final ReadBudget budget;
  private final int width;
  private final int height;
  private final int compression;
  private final int bands;
  private final int bits;
  private final boolean planar;
  private final int predictor;
  private final boolean reversedBits;
  private final boolean tiled;
  private final int blockWidth;
  private final int blockHeight;
  private final long[] offsets;
  private final long[] lengths;
  private final int chromaWidth;
  private final int chromaHeight;
  private final TiffLzw lzw = new TiffLzw();
  private final Inflater inflater = new Inflater();

  private TiffDecoder(ByteView file, TiffStructure.Page page, ReadBudget budget)
      throws IOException {
    this.file = file;
    this.page = page;
    this.budget = budget;
    long columns = page.integer(WIDTH, 0);
    long rows = page.integer(HEIGHT, 0);
    budget.checkPixels(columns, rows);
    width = (int) columns;
    height = (int) rows;
    compression = (int) page.integer(COMPRESSION, UNCOMPRESSED);
    for (long format : page.integers(SAMPLE_FORMAT)) {
      checkSampleFormat(format);
    }
    bands = (int) page.integer(SAMPLES_PER_PIXEL, 1);
    if (bands < 1 || bands > MOST_SAMPLES) {
      throw new IOException(
          bands + " samples per pixel are not supported, only 1.." + MOST_SAMPLES);
    }
    bits = bits(page, bands);
    planar = bands > 1 && page.integer(PLANAR, 1) == 2;
    predictor = isPlain() ? 1 : (int) page.integer(PREDICTOR, 1);
    if (predictor != 1 && !(predictor == 2 && (bits == 8 || bits == 16))) {
      throw new IOException(
          "the predictor " + predictor + " for samples of " + bits + " bits is not supported");
    }
    reversedBits = page.integer(FILL_ORDER, 1) == 2;
    tiled = page.has(TILE_OFFSETS);
    long tileWidth = tiled ? page.integer(TILE_WIDTH, 0) : width;
    long tileHeight =
        tiled
            ? page.integer(TILE_HEIGHT, 0)
            : Math.min(height, page.integer(ROWS_PER_STRIP, height));
    if (tileWidth < 1 || tileHeight < 1) {
      throw TiffStructure.malformed("its strips or tiles have no size");
    }
    long across = (width + tileWidth - 1) / tileWidth;
    long down = (height + tileHeight - 1) / tileHeight;
    if (tileWidth > Integer.MAX_VALUE
        || tileHeight > Integer.MAX_VALUE
        || across * tileWidth > 4L * width * height + SPARE_PIXELS
        || across * tileWidth * (down * tileHeight) > 4L * width * height + SPARE_PIXELS) {
      throw TiffStructure.malformed("its tiles are far larger than the image");
    }
    blockWidth = (int) tileWidth;
    blockHeight = (int) tileHeight;
    offsets = page.integers(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
    lengths = page.integers(tiled ? TILE_LENGTHS : STRIP_LENGTHS);
    boolean subsampled = page.integer(PHOTOMETRIC, 0) == YCBCR && compression != JPEG;
    long[] chroma = subsampled ? page.integers(CHROMA_SUBSAMPLING) : new long[] {1, 1};
    chromaWidth = chroma.length == 2 ? (int) chroma[0] : 2;
    chromaHeight = chroma.length == 2 ? (int) chroma[1] : 2;
    if (!isFactor(chromaWidth) || !isFactor(chromaHeight)) {
      throw TiffStructure.malformed("its chroma subsampling is not 1, 2 or 4");
    }
    checkBlocks(across * down * (planar ? bands : 1));
  }

  /** Whether this class decodes the compression. */
  static boolean decodes(int compression) {
    return switch (compression) {
      case UNCOMPRESSED, LZW, JPEG, DEFLATE, OLD_DEFLATE, PACK_BITS -> true;
      default -> false;
    };
  }

  /**
   * Checks a page that another decoder reads by the same rules.
   *
   * @throws IOException with the reason only, if it is malformed or not supported
   */
  static void check(ByteView file, TiffStructure.Page page, ReadBudget budget) throws IOException {
    new TiffDecoder(file, page, budget).inflater.end();
  }

  /**
   * Decodes a page.
   *
   * @throws EOFException if the file, a strip or a tile ends too early
   * @throws IOException with the reason only, if it is malformed or not supported
   */
  static Samples decode(ByteView file, TiffStructure.Page page, ReadBudget budget)
      throws IOException {
    TiffDecoder decoder = new TiffDecoder(file, page, budget);
    try {
      return decoder.decode();
    } finally {
      decoder.inflater.end();
    }
  }

  private static boolean isFactor(int factor) {
    return factor == 1 || factor == 2 || factor == 4;
  }

  private boolean isPlain() {
    return compression != LZW && compression != DEFLATE && compression != OLD_DEFLATE;
  }

  private static int bits(TiffStructure.Page page, int bands) throws IOException {
    long[] sizes = page.integers(BITS);
    if (sizes.length == 0) {
      return 1;
    }
    for (int b = 0; b < Math.min(bands, sizes.length); b++) {
      if (sizes[b] != sizes[0]) {
        throw new IOException("samples of different sizes are not supported");
      }
    }
    if (sizes[0] < 1 || sizes[0] > 16) {
      throw new IOException("samples of " + sizes[0] + " bits are not supported, only 1..16");
    }
    return (int) sizes[0];
  }

  private static void checkSampleFormat(long format) throws IOException {
    if (format == 3) {
      throw new IOException("floating-point samples are not supported");
    }
    if (format == 2) {
      throw new IOException("samples of signed integers are not supported, only unsigned ones");
    }
    // 4 is "undefined", which writers use for plain unsigned samples.
    if (format != 1 && format != 4) {
      throw new IOException(
          "samples of the format " + format + " are not supported, only unsigned integers");
    }
  }

  /** All strips or tiles lie in the file and do not share their bytes. */
  private void checkBlocks(long blocks) throws IOException {
    if (offsets.length == 0) {
      throw new IOException("the file holds no image");
    }
    if (offsets.length < blocks) {
      throw new EOFException();
    }
    if (lengths.length < blocks) {
      throw TiffStructure.malformed("the sizes of its strips or tiles are missing");
    }
    long sum = 0;
    for (int i = 0; i < blocks; i++) {
      if (lengths[i] < 0
          || lengths[i] > file.length()
          || offsets[i] < 0
          || offsets[i] > file.length() - lengths[i]) {
        throw new EOFException();
      }
      sum += lengths[i];
    }
    // Equal tiles may be stored once.
    if (sum > 4L * file.length()) {
      throw TiffStructure.malformed("its strips or tiles overlap");
    }
    byte[] tables = page.bytes(JPEG_TABLES);
    long shared = tables == null ? 0 : tables.length;
    if (shared * blocks > 16L * (file.length() + (long) width * height)) {
      throw TiffStructure.malformed("its JPEG tables are far larger than its strips or tiles");
    }
    if (compression == UNCOMPRESSED) {
      for (int i = 0; i < blocks; i++) {
        if (lengths[i] < blockBytes(i)) {
          throw new EOFException();
        }
      }
    }
  }

  /** Rows of the strip or tile: the last strip may have fewer. */
  private int rowsOf(int block) {
    if (tiled) {
      return blockHeight;
    }
    int perPlane = (height + blockHeight - 1) / blockHeight;
    return Math.min(blockHeight, height - block % perPlane * blockHeight);
  }

  private boolean isSubsampled() {
    return chromaWidth * chromaHeight > 1;
  }

  private long rowBytes() {
    return ((long) blockWidth * (planar ? 1 : bands) * bits + 7) / 8;
  }

  /** The bytes of a strip or tile when it is not compressed. */
  private long blockBytes(int block) {
    int rows = rowsOf(block);
    if (isSubsampled()) {
      long unitsAcross = (blockWidth + chromaWidth - 1L) / chromaWidth;
      long unitsDown = (rows + chromaHeight - 1L) / chromaHeight;
      return unitsAcross * unitsDown * ((long) chromaWidth * chromaHeight + 2);
    }
    return rowBytes() * rows;
  }

  private Samples decode() throws IOException {
    if (isSubsampled() && (bands != 3 || bits != 8 || planar || predictor != 1)) {
      throw new IOException("subsampled colors of this kind are not supported");
    }
    if (compression == JPEG && bits != 8) {
      throw new IOException("JPEG samples of " + bits + " bits are not supported in TIFF");
    }
    char[] values = new char[Math.multiplyExact(Math.multiplyExact(width, height), bands)];
    int across = (width + blockWidth - 1) / blockWidth;
    int down = (height + blockHeight - 1) / blockHeight;
    byte[] data = {};
    for (int plane = 0, block = 0; plane < (planar ? bands : 1); plane++) {
      for (int row = 0; row < down; row++) {
        for (int column = 0; column < across; column++, block++) {
          budget.checkTime();
          int left = column * blockWidth;
          int top = row * blockHeight;
          if (compression == JPEG) {
            putJpeg(block, plane, left, top, values);
            continue;
          }
          long size = blockBytes(block);
          if (size > Integer.MAX_VALUE - 8) {
            throw new IOException("a strip or tile is too large (" + size + " bytes)");
          }
          if (data.length != size) {
            data = new byte[(int) size];
          }
          unpack(block, data);
          if (isSubsampled()) {
            putSubsampled(data, rowsOf(block), left, top, values);
          } else {
            if (predictor == 2) {
              undoDifferences(data, rowsOf(block));
            }
            put(data, plane, left, top, rowsOf(block), values);
          }
        }
      }
    }
    return new Samples(width, height, bands, bits, values);
  }

  private byte[] stored(int block) throws IOException {
    byte[] stored = file.part(offsets[block], lengths[block]).toArray();
    if (reversedBits) {
      for (int i = 0; i < stored.length; i++) {
        stored[i] = (byte) (Integer.reverse(stored[i]) >>> 24);
      }
    }
    return stored;
  }

  private void unpack(int block, byte[] data) throws IOException {
    byte[] stored = stored(block);
    switch (compression) {
      case UNCOMPRESSED -> {
        if (stored.length < data.length) {
          throw new EOFException();
        }
        System.arraycopy(stored, 0, data, 0, data.length);
      }
      case PACK_BITS -> unpackBits(stored, data);
      case LZW -> lzw.decode(stored, data);
      case DEFLATE, OLD_DEFLATE -> inflate(stored, data);
      default -> throw new IOException("the compression " + compression + " is not supported");
    }
  }

  private static void unpackBits(byte[] stored, byte[] data) throws IOException {
    int in = 0;
    for (int out = 0; out < data.length; ) {
      if (in >= stored.length) {
        throw new EOFException();
      }
      int code = stored[in++];
      if (code >= 0) {
        int count = Math.min(code + 1, data.length - out);
        if (count > stored.length - in) {
          throw new EOFException();
        }
        System.arraycopy(stored, in, data, out, count);
        in += code + 1;
        out += count;
      } else if (code != -128) {
        if (in >= stored.length) {
          throw new EOFException();
        }
        int count = Math.min(1 - code, data.length - out);
        Arrays.fill(data, out, out + count, stored[in++]);
        out += count;
      }
    }
  }

  private void inflate(byte[] stored, byte[] data) throws IOException {
    try {
      inflater.reset();
      inflater.setInput(stored);
      for (int out = 0; out < data.length; ) {
        int count = inflater.inflate(data, out, data.length - out);
        out += count;
        if (count == 0) {
          throw new EOFException();
        }
      }
    } catch (DataFormatException e) {
      throw new IOException("the file is damaged (a strip or tile is not valid deflate data)", e);
    }
  }

  private void undoDifferences(byte[] data, int rows) {
    int stride = planar ? 1 : bands;
    int rowBytes = (int) rowBytes();
    for (int row = 0; row < rows; row++) {
      int start = row * rowBytes;
      if (bits == 8) {
        for (int i = start + stride; i < start + rowBytes; i++) {
          data[i] += data[i - stride];
        }
      } else {
        int low = file.isLittleEndian() ? 0 : 1;
        for (int i = start + 2 * stride; i + 1 < start + rowBytes; i += 2) {
          int before = i - 2 * stride;
          int sum =
              ((data[i + 1 - low] & 0xff) << 8 | (data[i + low] & 0xff))
                  + ((data[before + 1 - low] & 0xff) << 8 | (data[before + low] & 0xff));
          data[i + low] = (byte) sum;
          data[i + 1 - low] = (byte) (sum >> 8);
        }
      }
    }
  }

  private void put(byte[] data, int plane, int left, int top, int rows, char[] values) {
    int perPixel = planar ? 1 : bands;
    int rowBytes = (int) rowBytes();
    int columns = Math.min(blockWidth, width - left);
    int samples = columns * perPixel;
    boolean little = file.isLittleEndian();
    for (int row = 0; row < rows && top + row < height; row++) {
      int in = row * rowBytes;
      int out = ((top + row) * width + left) * bands + plane;
      int step = planar ? bands : 1;
      if (bits == 8) {
        for (int i = 0; i < samples; i++, out += step) {
          values[out] = (char) (data[in + i] & 0xff);
        }
      } else if (bits == 16) {
        int low = little ? 0 : 1;
        for (int i = 0; i < samples; i++, out += step) {
          int at = in + 2 * i;
          values[out] = (char) ((data[at + 1 - low] & 0xff) << 8 | (data[at + low] & 0xff));
        }
      } else {
        int mask = (1 << bits) - 1;
        long bit = 8L * in;
        for (int i = 0; i < samples; i++, out += step, bit += bits) {
          int at = (int) (bit >> 3);
          int word = 0;
          for (int k = 0; k < 3; k++) {
            word = word << 8 | (at + k < data.length ? data[at + k] & 0xff : 0);
          }
          values[out] = (char) (word >> (24 - (int) (bit & 7) - bits) & mask);
        }
      }
    }
  }

  /** Units of the luma of several pixels, followed by their two chroma samples. */
  private void putSubsampled(byte[] data, int rows, int left, int top, char[] values) {
    int unitsAcross = (blockWidth + chromaWidth - 1) / chromaWidth;
    int luma = chromaWidth * chromaHeight;
    for (int row = 0; row < rows && top + row < height; row++) {
      for (int x = 0; x < blockWidth && left + x < width; x++) {
        int unit = (row / chromaHeight * unitsAcross + x / chromaWidth) * (luma + 2);
        int out = ((top + row) * width + left + x) * 3;
        values[out] =
            (char) (data[unit + row % chromaHeight * chromaWidth + x % chromaWidth] & 0xff);
        values[out + 1] = (char) (data[unit + luma] & 0xff);
        values[out + 2] = (char) (data[unit + luma + 1] & 0xff);
      }
    }
  }

  private void putJpeg(int block, int plane, int left, int top, char[] values) throws IOException {
    byte[] stored = file.part(offsets[block], lengths[block]).toArray();
    byte[] tables = page.bytes(JPEG_TABLES);
    byte[] stream = tables == null ? stored : withTables(tables, stored);
    int perPixel = planar ? 1 : bands;
    JpegStructure structure = JpegStructure.of(stream, budget);
    if (structure.components() != perPixel) {
      throw new IOException(
          "a strip or tile has " + structure.components() + " samples per pixel, not " + perPixel);
    }
    int rows = rowsOf(block);
    if (structure.width() < Math.min(blockWidth, width - left)
        || structure.width() > blockWidth
        || structure.height() < Math.min(rows, height - top)
        || structure.height() > blockHeight) {
      throw new IOException("a strip or tile has another size than the file says");
    }
    // The photometric interpretation decides, not the markers of the stream.
    boolean convert = perPixel == 3 && page.integer(PHOTOMETRIC, YCBCR) == YCBCR;
    Samples samples = JpegDecoder.decode(stream, structure.withColorTransform(convert), budget);
    if (samples.bits() != 8) {
      throw new IOException(
          "JPEG samples of " + samples.bits() + " bits are not supported in TIFF");
    }
    for (int y = 0; y < samples.height() && top + y < height; y++) {
      for (int x = 0; x < samples.width() && left + x < width; x++) {
        int in = (y * samples.width() + x) * perPixel;
        int out = ((top + y) * width + left + x) * bands + plane;
        for (int b = 0; b < perPixel; b++) {
          values[out + b] = samples.values()[in + b];
        }
      }
    }
  }

  /** Puts tables in front of a stream that refers to them. */
  private static byte[] withTables(byte[] tables, byte[] stream) throws IOException {
    if (tables.length < 4 || stream.length < 2) {
      throw new EOFException();
    }
    int head = tables.length - 2;
    byte[] joined = Arrays.copyOf(tables, head + stream.length - 2);
    System.arraycopy(stream, 2, joined, head, stream.length - 2);
    return joined;
  }
}
