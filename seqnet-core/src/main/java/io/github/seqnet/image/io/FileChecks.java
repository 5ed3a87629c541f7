package io.github.seqnet.image.io;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Walks through the blocks of a file before it is decoded: the JDK's readers return the part that
 * is there of a file that ends too early, and do not look at check sums. Exceptions say the reason
 * alone; {@link EOFException} means that the file ends too early.
 */
final class FileChecks {
  private FileChecks() {}

  /** All chunks are there up to the last, and the check sums of those that matter are right. */
  static void checkPng(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    in.skipNBytes(8);
    byte[] block = new byte[8192];
    while (true) {
      int length = in.readInt();
      in.readFully(block, 0, 4);
      CRC32 sum = new CRC32();
      sum.update(block, 0, 4);
      boolean critical = (block[0] & 0x20) == 0;
      boolean last = block[0] == 'I' && block[1] == 'E' && block[2] == 'N' && block[3] == 'D';
      boolean header = block[0] == 'I' && block[1] == 'H' && block[2] == 'D' && block[3] == 'R';
      if (length < 0) {
        throw new IOException("a chunk has an impossible length");
      }
      for (int left = length; left > 0; ) {
        int part = Math.min(left, block.length);
        in.readFully(block, 0, part);
        sum.update(block, 0, part);
        left -= part;
      }
      if (header && length >= 8) {
        ByteBuffer size = ByteBuffer.wrap(block);
        ImageFiles.checkSize(size.getInt(), size.getInt());
      }
      if (in.readInt() != (int) sum.getValue() && critical) {
        throw new IOException("the file is damaged (wrong check sum)");
      }
      if (last) {
        return;
      }
    }
  }

  /** The first image of the file is there to its end, with all its pixels. */
  static void checkGif(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    in.skipNBytes(10);
    skipColorTable(in, in.readUnsignedByte());
    in.skipNBytes(2);
    while (true) {
      int kind = in.readUnsignedByte();
      if (kind == 0x21) {
        in.readUnsignedByte();
        skipBlocks(in);
      } else if (kind == 0x2c) {
        in.skipNBytes(4);
        int width = in.readUnsignedByte() | in.readUnsignedByte() << 8;
        int height = in.readUnsignedByte() | in.readUnsignedByte() << 8;
        int flags = in.readUnsignedByte();
        if ((flags & 0x40) != 0 && height > 1 && height < 5) {
          throw new IOException(
              "an interlaced image of " + height + " rows, which Java does not decode rightly");
        }
        skipColorTable(in, flags);
        int bits = in.readUnsignedByte();
        if (bits < 1 || bits > 11) {
          throw new IOException("the file is damaged");
        }
        if (GifBlocks.countPixels(in, bits) < (long) width * height) {
          throw new IOException("the file is damaged (pixels are missing)");
        }
        return;
      } else if (kind == 0x3b) {
        throw new IOException("there is no image in it");
      } else {
        throw new IOException("the file is damaged");
      }
    }
  }

  private static void skipColorTable(DataInputStream in, int flags) throws IOException {
    if ((flags & 0x80) != 0) {
      in.skipNBytes(3L << ((flags & 7) + 1));
    }
  }

  private static void skipBlocks(DataInputStream in) throws IOException {
    for (int length = in.readUnsignedByte(); length > 0; length = in.readUnsignedByte()) {
      in.skipNBytes(length);
    }
  }
}
