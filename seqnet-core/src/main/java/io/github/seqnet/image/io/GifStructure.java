// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * Validates the blocks of a GIF file before it is decoded.
 *
 * @param essentials the file with its first image only
 * @param several whether another image follows
 */
@SuppressWarnings("ArrayRecordComponent")
record GifStructure(byte[] essentials, boolean several) {
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;

  /**
   * Walks to the end of the first image.
   *
   * @throws EOFException if the file ends before it
   * @throws IOException with the reason only, if the file is damaged or not supported
   */
  static GifStructure of(byte[] file, ReadBudget budget) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length);
    in.skipNBytes(10);
    skipColorTable(in, in.readUnsignedByte());
    in.skipNBytes(2);
    out.write(file, 0, position(file, in));
    int control = -1;
    while (true) {
      int start = position(file, in);
      int kind = in.readUnsignedByte();
      if (kind == EXTENSION) {
        control = in.readUnsignedByte() == GRAPHIC_CONTROL ? start : control;
        skipBlocks(in);
      } else if (kind == IMAGE) {
        image(in, budget);
        if (control >= 0 && file[control + 2] == 4) {
          out.write(file, control, 8);
        }
        out.write(file, start, position(file, in) - start);
        out.write(TRAILER);
        return new GifStructure(out.toByteArray(), hasImage(in));
      } else if (kind == TRAILER) {
        throw new IOException("the file holds no image");
      } else {
        throw new IOException("the file is damaged");
      }
    }
  }

  private static int position(byte[] file, DataInputStream in) throws IOException {
    return file.length - in.available();
  }

  private static void image(DataInputStream in, ReadBudget budget) throws IOException {
    in.skipNBytes(4);
    int width = in.readUnsignedByte() | in.readUnsignedByte() << 8;
    int height = in.readUnsignedByte() | in.readUnsignedByte() << 8;
    budget.checkPixels(width, height);
    int flags = in.readUnsignedByte();
    if ((flags & 0x40) != 0 && height > 1 && height < 5) {
      throw new IOException(
          "interlaced images of 2 to 4 rows are not supported, because Java decodes them wrongly");
    }
    skipColorTable(in, flags);
    int bits = in.readUnsignedByte();
    if (bits < 1 || bits > 11) {
      throw new IOException("the file is damaged");
    }
    if (GifBlocks.countPixels(in, bits) < (long) width * height) {
      throw new IOException("the file is damaged (pixels are missing)");
    }
  }

  private static boolean hasImage(DataInputStream in) throws IOException {
    try {
      for (int kind = in.readUnsignedByte(); kind == EXTENSION; kind = in.readUnsignedByte()) {
        in.readUnsignedByte();
        skipBlocks(in);
        if (in.available() == 0) {
          return false;
        }
      }
      return in.available() > 1;
    } catch (EOFException e) {
      return false;
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
