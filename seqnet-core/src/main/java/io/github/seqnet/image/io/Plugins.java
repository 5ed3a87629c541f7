package io.github.seqnet.image.io;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageReaderWriterSpi;
import javax.imageio.spi.ImageWriterSpi;

/**
 * Chooses ImageIO plugins by name, so that the result does not depend on what else is on the class
 * path and in which order.
 */
final class Plugins {
  private static final String IMAGEIO_EXT_TIFF =
      "it.geosolutions.imageioimpl.plugins.tiff.TIFFImageReaderSpi";
  private static final String TWELVE_MONKEYS = "com.twelvemonkeys.imageio.plugins.tiff.";
  private static final String PNG_WRITER = "com.sun.imageio.plugins.png.PNGImageWriterSpi";

  private Plugins() {}

  /** For TIFF that of ImageIO-Ext if it is there, else the JDK's. */
  static ImageReader reader(ImageFormat format) throws IOException {
    ImageReaderSpi provider =
        format == ImageFormat.TIFF ? find(ImageReaderSpi.class, IMAGEIO_EXT_TIFF) : null;
    if (provider == null) {
      provider = find(ImageReaderSpi.class, format.readerClass());
    }
    if (provider == null) {
      throw new IOException("this Java has no reader for " + format);
    }
    return provider.createReaderInstance();
  }

  /**
   * For LZW and deflate, which ImageIO-Ext reads wrongly and whose presence removes the JDK's
   * reader: the JDK's, else that of TwelveMonkeys.
   *
   * @param big a BigTIFF, which the JDK does not read
   */
  static ImageReader deflatedTiffReader(boolean big) throws IOException {
    ImageReaderSpi provider = deflatedTiffProvider(big);
    if (provider == null) {
      throw new IOException(
          "it is compressed in a way that no reader on the class path can be trusted with; add"
              + " com.twelvemonkeys.imageio:imageio-tiff");
    }
    return provider.createReaderInstance();
  }

  private static ImageReaderSpi deflatedTiffProvider(boolean big) {
    if (big) {
      return find(ImageReaderSpi.class, TWELVE_MONKEYS + "BigTIFFImageReaderSpi");
    }
    ImageReaderSpi jdk = find(ImageReaderSpi.class, ImageFormat.TIFF.readerClass());
    return jdk != null ? jdk : find(ImageReaderSpi.class, TWELVE_MONKEYS + "TIFFImageReaderSpi");
  }

  /** The TIFF readers that are taken, for people. */
  static String tiffReader() {
    String reader = find(ImageReaderSpi.class, IMAGEIO_EXT_TIFF) == null ? "JDK" : "ImageIO-Ext";
    ImageReaderSpi deflated = deflatedTiffProvider(false);
    return reader
        + ", LZW and deflate: "
        + (deflated == null
            ? "none"
            : deflated.getClass().getName().startsWith(TWELVE_MONKEYS) ? "TwelveMonkeys" : "JDK");
  }

  static ImageWriter pngWriter() throws IOException {
    ImageWriterSpi provider = find(ImageWriterSpi.class, PNG_WRITER);
    if (provider == null) {
      throw new IOException("this Java has no writer for PNG");
    }
    return provider.createWriterInstance();
  }

  private static <T extends ImageReaderWriterSpi> T find(Class<T> kind, String name) {
    Iterator<T> providers = IIORegistry.getDefaultInstance().getServiceProviders(kind, false);
    while (providers.hasNext()) {
      T provider = providers.next();
      if (provider.getClass().getName().equals(name)) {
        return provider;
      }
    }
    return null;
  }
}
