package io.github.seqnet.image.io;

/** The file formats that are read, told apart by how a file begins, never by its name. */
enum ImageFormat {
  PNG("com.sun.imageio.plugins.png.PNGImageReaderSpi"),
  JPEG("com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi"),
  TIFF("com.sun.imageio.plugins.tiff.TIFFImageReaderSpi"),
  GIF("com.sun.imageio.plugins.gif.GIFImageReaderSpi"),
  BMP("com.sun.imageio.plugins.bmp.BMPImageReaderSpi"),
  /** Portable any-map: PBM, PGM, PPM; the JDK has no reader for it. */
  PNM("");

  /** How many bytes {@link #of} looks at. */
  static final int SIGNATURE_LENGTH = 8;

  private final String readerClass;

  ImageFormat(String readerClass) {
    this.readerClass = readerClass;
  }

  /** The JDK's plugin for this format. */
  String readerClass() {
    return readerClass;
  }

  /** The format of a file that begins with these bytes, or null. */
  static ImageFormat of(byte[] start) {
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
    boolean anyMap =
        start.length > 2
            && start[0] == 'P'
            && start[1] >= '1'
            && start[1] <= '6'
            && (Character.isWhitespace(start[2]) || start[2] == '#');
    return anyMap ? PNM : null;
  }

  private static boolean begins(byte[] start, int... signature) {
    if (start.length < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if ((start[i] & 0xff) != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
