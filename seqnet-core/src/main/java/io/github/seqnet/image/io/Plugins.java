// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageReaderWriterSpi;
import javax.imageio.spi.ImageWriterSpi;
import org.jspecify.annotations.Nullable;

/**
 * Selects ImageIO plugins by class name, so that the result does not depend on other plugins on the
 * class path or on their order.
 */
final class Plugins {
  private static final String IMAGEIO_EXT_TIFF =
      "it.geosolutions.imageioimpl.plugins.tiff.TIFFImageReaderSpi";
  private static final String PNG_WRITER = "com.sun.imageio.plugins.png.PNGImageWriterSpi";

  private Plugins() {}

  /** The decoder of a format; for TIFF that of ImageIO-Ext if it is present, else the JDK's. */
  static ImageReader reader(ImageFormat format) throws IOException {
    ImageReaderSpi provider =
        format == ImageFormat.TIFF ? find(ImageReaderSpi.class, IMAGEIO_EXT_TIFF) : null;
    if (provider == null) {
      provider = find(ImageReaderSpi.class, format.readerClass());
    }
    if (provider == null) {
      throw new IOException(
          switch (format) {
            case WEBP ->
                "no WebP decoder is on the class path; add com.twelvemonkeys.imageio:imageio-webp";
            case JPEG2000 ->
                "no JPEG 2000 decoder is on the class path; add"
                    + " com.github.jai-imageio:jai-imageio-jpeg2000";
            default -> "this Java has no decoder for " + format;
          });
    }
    return provider.createReaderInstance();
  }

  /** The decoders that are used for TIFF, for people. */
  static String tiffReader() {
    return "built in; fax compressions: "
        + (find(ImageReaderSpi.class, IMAGEIO_EXT_TIFF) == null ? "JDK" : "ImageIO-Ext");
  }

  static ImageWriter pngWriter() throws IOException {
    ImageWriterSpi provider = find(ImageWriterSpi.class, PNG_WRITER);
    if (provider == null) {
      throw new IOException("this Java has no encoder for PNG");
    }
    return provider.createWriterInstance();
  }

  private static <T extends ImageReaderWriterSpi> @Nullable T find(Class<T> kind, String name) {
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
