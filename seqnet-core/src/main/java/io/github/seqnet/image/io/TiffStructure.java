package io.github.seqnet.image.io;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/**
 * What the first directory of a TIFF file says.
 *
 * @param big whether this is a BigTIFF, with 64-bit offsets
 * @param compression the scheme's number
 * @param alpha whether a sample beyond those of the color is its transparency; readers take any for
 *     that, but files may have one of no stated meaning
 */
record TiffStructure(boolean big, int compression, boolean alpha) {
  private static final int COMPRESSION = 259;
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_LENGTHS = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  private static final int UNCOMPRESSED = 1;
  private static final int LZW = 5;
  private static final int DEFLATE = 8;
  private static final int OLD_DEFLATE = 32946;

  private static final int UNSPECIFIED_EXTRA = 0;

  private static final int UNSIGNED = 1;
  private static final int SIGNED = 2;
  private static final int FLOATING_POINT = 3;

  /**
   * Reads the directory.
   *
   * @throws EOFException if pixel data that it names lie beyond the end of the file
   * @throws IOException with the reason alone, if there is no image in it, or its samples are not
   *     unsigned integers
   */
  static TiffStructure of(ImageInputStream in) throws IOException {
    in.setByteOrder(in.readUnsignedByte() == 'I' ? LITTLE_ENDIAN : BIG_ENDIAN);
    in.seek(2);
    boolean big = in.readUnsignedShort() == 43;
    if (big) {
      in.seek(8);
    }
    in.seek(checkedOffset(in, big ? in.readLong() : in.readUnsignedInt()));
    long entries = big ? in.readLong() : in.readUnsignedShort();
    long first = in.getStreamPosition();
    long[] offsets = {};
    long[] lengths = {};
    int compression = UNCOMPRESSED;
    boolean alpha = true;
    for (long e = 0; e < entries; e++) {
      in.seek(checkedOffset(in, first + e * (big ? 20 : 12)));
      switch (in.readUnsignedShort()) {
        case STRIP_OFFSETS, TILE_OFFSETS -> offsets = integers(in, big);
        case STRIP_LENGTHS, TILE_LENGTHS -> lengths = integers(in, big);
        case COMPRESSION -> compression = integer(in, big);
        case EXTRA_SAMPLES -> alpha = integer(in, big) != UNSPECIFIED_EXTRA;
        case SAMPLE_FORMAT -> {
          for (long format : integers(in, big)) {
            checkSampleFormat(format);
          }
        }
        default -> {
          // Of no matter here.
        }
      }
    }
    if (offsets.length == 0) {
      throw new IOException("there is no image in it");
    }
    for (int i = 0; i < offsets.length; i++) {
      checkedOffset(in, offsets[i] + (i < lengths.length ? Math.max(0, lengths[i] - 1) : 0));
    }
    return new TiffStructure(big, compression, alpha);
  }

  /**
   * Whether the samples are compressed by LZW or deflate, of which ImageIO-Ext reads LZW of
   * differences in several strips wrongly, without an error
   * (https://github.com/geosolutions-it/imageio-ext/issues/346).
   */
  boolean isDeflated() {
    return compression == LZW || compression == DEFLATE || compression == OLD_DEFLATE;
  }

  /** Readers that do not know a format take its bits for those of unsigned integers. */
  private static void checkSampleFormat(long format) throws IOException {
    if (format == FLOATING_POINT) {
      throw new IOException("floating-point samples are not supported");
    }
    if (format == SIGNED) {
      throw new IOException("samples of signed integers are not supported, only unsigned ones");
    }
    if (format != UNSIGNED) {
      throw new IOException(
          "samples of the format " + format + " are not supported, only unsigned integers");
    }
  }

  private static int integer(ImageInputStream in, boolean big) throws IOException {
    long[] values = integers(in, big);
    if (values.length == 0) {
      throw new IOException("the file is damaged");
    }
    return (int) values[0];
  }

  /** The values of the entry whose tag was read last. */
  private static long[] integers(ImageInputStream in, boolean big) throws IOException {
    int type = in.readUnsignedShort();
    long count = big ? in.readLong() : in.readUnsignedInt();
    int size =
        switch (type) {
          case 3 -> 2;
          case 4, 13 -> 4;
          case 16, 18 -> 8;
          default -> throw new IOException("the file is damaged");
        };
    if (count < 0 || count > in.length() / size) {
      throw new EOFException();
    }
    if (count * size > (big ? 8 : 4)) {
      in.seek(checkedOffset(in, big ? in.readLong() : in.readUnsignedInt()));
    }
    long[] values = new long[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (size) {
            case 2 -> in.readUnsignedShort();
            case 4 -> in.readUnsignedInt();
            default -> in.readLong();
          };
    }
    return values;
  }

  private static long checkedOffset(ImageInputStream in, long offset) throws IOException {
    if (offset < 0 || offset >= in.length()) {
      throw new EOFException();
    }
    return offset;
  }
}
