package io.github.seqnet.image.io;

import java.io.EOFException;
import java.io.IOException;

/**
 * What the markers of a JPEG file say.
 *
 * @param components 1 gray, 3 color, 4 CMYK
 * @param orientation the EXIF orientation 1..8, 1 where there is none
 */
record JpegStructure(int components, int orientation) {
  private static final int ORIENTATION_TAG = 0x0112;

  /**
   * Walks through the whole file.
   *
   * @throws EOFException if the end-of-image marker is missing
   * @throws IOException with the reason alone, if there is no image in it
   */
  static JpegStructure of(byte[] file) throws IOException {
    int components = 0;
    int orientation = 1;
    int at = 2;
    while (true) {
      at = nextMarker(file, at);
      int marker = file[at - 1] & 0xff;
      if (marker == 0xd9) {
        if (components == 0) {
          throw new IOException("there is no image in it");
        }
        return new JpegStructure(components, orientation);
      }
      if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
        continue;
      }
      if (at + 2 > file.length) {
        throw new EOFException();
      }
      int length = unsigned16(file, at, false);
      int end = at + length;
      if (length < 2 || end > file.length) {
        throw new EOFException();
      }
      boolean frame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (frame && length >= 8) {
        components = file[at + 7] & 0xff;
      } else if (marker == 0xe1) {
        int found = exifOrientation(file, at + 2, end);
        orientation = found >= 1 && found <= 8 ? found : orientation;
      }
      at = end;
    }
  }

  /** The index after the next marker's code; skips entropy-coded data and padding. */
  private static int nextMarker(byte[] file, int from) throws IOException {
    for (int i = from; i + 1 < file.length; i++) {
      int code = file[i + 1] & 0xff;
      if (file[i] == (byte) 0xff && code != 0 && code != 0xff) {
        return i + 2;
      }
    }
    throw new EOFException();
  }

  /** The orientation in an APP1 segment's content, or 0. */
  private static int exifOrientation(byte[] file, int from, int end) {
    int header = from + 6;
    if (end - header < 8
        || file[from] != 'E'
        || file[from + 1] != 'x'
        || file[from + 2] != 'i'
        || file[from + 3] != 'f') {
      return 0;
    }
    boolean little = file[header] == 'I';
    long directory = header + unsigned32(file, header + 4, little);
    if (directory + 2 > end) {
      return 0;
    }
    int entries = unsigned16(file, (int) directory, little);
    for (int e = 0; e < entries; e++) {
      long entry = directory + 2 + 12L * e;
      if (entry + 12 > end) {
        return 0;
      }
      if (unsigned16(file, (int) entry, little) == ORIENTATION_TAG) {
        return unsigned16(file, (int) entry + 8, little);
      }
    }
    return 0;
  }

  private static int unsigned16(byte[] b, int at, boolean little) {
    int first = b[at] & 0xff;
    int second = b[at + 1] & 0xff;
    return little ? second << 8 | first : first << 8 | second;
  }

  private static long unsigned32(byte[] b, int at, boolean little) {
    long first = unsigned16(b, at, little);
    long second = unsigned16(b, at + 2, little);
    return little ? second << 16 | first : first << 16 | second;
  }
}
