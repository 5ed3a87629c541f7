// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * EXIF as ImageMagick and programs built on it wrote it into PNG files before 2017, and still do
 * for older readers: a text chunk named {@code Raw profile type exif} or {@code Raw profile type
 * APP1}. Its text holds a name, a number of bytes, and these bytes in hexadecimal digits.
 */
final class PngTextProfile {
  private static final String EXIF = "Raw profile type exif\0";
  private static final String APP1 = "Raw profile type APP1\0";

  /** More than twice as much as the 64 KiB that EXIF can hold; the tags come first. */
  private static final int MOST_TEXT_BYTES = 1 << 18;

  private PngTextProfile() {}

  /** Whether a text chunk is named as a profile that can hold EXIF. */
  static boolean isExif(ByteView chunk) {
    return chunk.matches(0, EXIF) || chunk.matches(0, APP1);
  }

  /** Reads the block of a chunk that {@link #isExif}. A malformed one gives the defaults. */
  static ExifBlock exif(ByteView chunk, boolean compressed) throws IOException {
    // A compressed chunk begins with the method, which is 0 for deflate.
    int start = EXIF.length() + (compressed ? 1 : 0);
    if (chunk.length() <= start || (compressed && chunk.u8(EXIF.length()) != 0)) {
      return ExifBlock.NONE;
    }
    ByteView content = chunk.part(start, chunk.length() - (long) start);
    byte[] text =
        compressed
            ? PngStructure.inflate(content, MOST_TEXT_BYTES)
            : content.part(0, Math.min(content.length(), MOST_TEXT_BYTES)).toArray();
    return text == null ? ExifBlock.NONE : ExifBlock.of(ByteView.of(bytes(text)));
  }

  /** The bytes that the digits after the name and the number stand for, up to another character. */
  private static byte[] bytes(byte[] text) {
    int at = afterWord(text, afterWord(text, 0));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length / 2);
    int high = -1;
    for (; at < text.length; at++) {
      int digit = Character.digit(text[at], 16);
      if (digit < 0) {
        if (isSpace(text[at])) {
          continue;
        }
        break;
      }
      if (high < 0) {
        high = digit;
      } else {
        bytes.write(16 * high + digit);
        high = -1;
      }
    }
    return bytes.toByteArray();
  }

  private static int afterWord(byte[] text, int from) {
    int at = from;
    while (at < text.length && isSpace(text[at])) {
      at++;
    }
    while (at < text.length && !isSpace(text[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte character) {
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
  }
}
