// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import org.jspecify.annotations.Nullable;

/** The supported image formats, recognized by the first bytes of a file, never by its name. */
enum ImageFormat {
  PNG("com.sun.imageio.plugins.png.PNGImageReaderSpi"),
  JPEG("com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi"),
  TIFF("com.sun.imageio.plugins.tiff.TIFFImageReaderSpi"),
  GIF("com.sun.imageio.plugins.gif.GIFImageReaderSpi"),
  BMP("com.sun.imageio.plugins.bmp.BMPImageReaderSpi"),
  /** Portable any-map: PBM, PGM, PPM; the JDK has no reader for it. */
  PNM(""),
  WEBP("com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi"),
  /** JPEG 2000, as a file (JP2) or as a codestream. */
  JPEG2000("com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi"),
  /** DICOM Part 10; this package reads it itself. */
  DICOM("");

  /** The number of bytes that {@link #of} needs. */
  static final int SIGNATURE_LENGTH = 132;

  private final String readerClass;

  ImageFormat(String readerClass) {
    this.readerClass = readerClass;
  }

  /** The ImageIO plugin for this format, or an empty name. */
  String readerClass() {
    return readerClass;
  }

  /** The names of all formats, for messages. */
  static String names() {
    return "PNG, JPEG, TIFF, GIF, BMP, PBM/PGM/PPM, WebP, JPEG 2000 or DICOM";
  }

  /** The format of a file that begins with these bytes, or null. */
  static @Nullable ImageFormat of(byte[] start) {
    // The first 128 bytes of a DICOM file are free and may match another format.
    if (matches(start, 128, 'D', 'I', 'C', 'M')) {
      return DICOM;
    }
    if (begins(start, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
      return PNG;
    }
    if (begins(start, 0xff, 0xd8, 0xff)) {
      return JPEG;
    }
    if (begins(start, 'I', 'I', 42, 0)
        || begins(start, 'M', 'M', 0, 42)
        || begins(start, 'I', 'I', 43, 0)
        || begins(start, 'M', 'M', 0, 43)) {
      return TIFF;
    }
    if (begins(start, 'G', 'I', 'F', '8')) {
      return GIF;
    }
    if (begins(start, 'B', 'M')) {
      return BMP;
    }
    if (begins(start, 'R', 'I', 'F', 'F') && matches(start, 8, 'W', 'E', 'B', 'P')) {
      return WEBP;
    }
    if (begins(start, 0, 0, 0, 12, 'j', 'P', ' ', ' ') || begins(start, 0xff, 0x4f, 0xff, 0x51)) {
      return JPEG2000;
    }
    boolean anyMap =
        start.length > 2
            && start[0] == 'P'
            && start[1] >= '1'
            && start[1] <= '6'
            && (Character.isWhitespace(start[2]) || start[2] == '#');
    return anyMap ? PNM : null;
  }

  /** What an unsupported file seems to be, in parentheses after a space, or empty. */
  static String guess(byte[] content) {
    String found = null;
    if (begins(content, '%', 'P', 'D', 'F')) {
      found = "a PDF document";
    } else if (begins(content, 'P', 'K', 3, 4)) {
      found = "a ZIP archive or an office document";
    } else if (matches(content, 4, 'f', 't', 'y', 'p')) {
      found = "HEIC, AVIF or a video";
    } else if (begins(content, '8', 'B', 'P', 'S')) {
      found = "a Photoshop document";
    } else if (begins(content, 0x1f, 0x8b)) {
      found = "a gzip archive";
    } else if (begins(content, '<')) {
      found = "HTML, SVG or XML";
    }
    return found == null ? "" : "; it seems to be " + found;
  }

  private static boolean begins(byte[] start, int... signature) {
    return matches(start, 0, signature);
  }

  private static boolean matches(byte[] start, int at, int... signature) {
    if (start.length < at + signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if ((start[at + i] & 0xff) != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
