// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageReader;

/**
 * Decodes an image file in memory: selects the decoder and applies orientation and color profile.
 */
final class ImageDecoder {
  private static final int NEW_SUBFILE_TYPE = 254;
  private static final int SUBFILE_TYPE = 255;

  private final byte[] file;
  private final int frame;
  private final ReadBudget budget;
  private final ImageMetadata.Builder metadata;

  private ImageDecoder(byte[] file, ImageFormat format, int frame, ReadBudget budget) {
    this.file = file;
    this.frame = frame;
    this.budget = budget;
    metadata = ImageMetadata.builder(format.name());
  }

  /**
   * A decoded file.
   *
   * @param pixels upright
   * @param metadata without warnings about the values computed from the pixels
   */
  record Decoded(Pixels pixels, ImageMetadata metadata) {}

  /**
   * Decodes a file.
   *
   * @param frame the index of the image in a file of several DICOM frames, from 0
   * @param managed whether colors are converted to sRGB by an embedded profile, or taken as stored,
   *     as masks and labels are
   * @throws IOException with the reason only, if the file cannot be decoded
   */
  static Decoded decode(
      byte[] file, ImageFormat format, int frame, boolean managed, ReadBudget budget)
      throws IOException {
    ImageDecoder decoder = new ImageDecoder(file, format, frame, budget);
    if (frame != 0 && format != ImageFormat.DICOM) {
      throw new IOException("only the first image of this format is read, not frame " + frame);
    }
    DecodedPixels decoded = decoder.decode(format);
    Pixels pixels = decoded.pixels();
    if (managed && decoded.profile() != null) {
      try {
        decoder.metadata.colorConverted(ColorProfile.convert(pixels, decoded.profile()));
      } catch (IOException e) {
        decoder.metadata.warning("the embedded color profile was ignored: " + e.getMessage());
      }
      budget.checkTime();
    }
    ImageMetadata built = decoder.metadata.build();
    return new Decoded(pixels.upright(built.orientation()), built);
  }

  private DecodedPixels decode(ImageFormat format) throws IOException {
    return switch (format) {
      case PNG -> png();
      case JPEG -> jpeg();
      case TIFF -> tiff();
      case GIF -> gif();
      case BMP -> bmp();
      case PNM -> new DecodedPixels(PnmReader.read(file, budget), null);
      case WEBP -> webp();
      case JPEG2000 -> jpeg2000(file, budget);
      case DICOM -> DicomDecoder.decode(file, frame, budget, metadata);
    };
  }

  private DecodedPixels png() throws IOException {
    PngStructure structure = PngStructure.of(file, budget);
    exif(structure.exif());
    if (structure.warning() != null) {
      metadata.warning(structure.warning());
    }
    return new DecodedPixels(plugin(ImageFormat.PNG, structure.essentials()), structure.profile());
  }

  private DecodedPixels jpeg() throws IOException {
    JpegStructure structure = JpegStructure.of(file, budget);
    exif(structure.exif());
    Samples samples = JpegDecoder.decode(file, structure, budget);
    byte[] profile = structure.profile();
    if (structure.components() != 4) {
      return new DecodedPixels(samples.toPixels(), profile);
    }
    float[] rgb = new float[samples.width() * samples.height() * 3];
    // CMYK in JPEG is taken as inverted, with or without an Adobe marker, as other decoders do.
    boolean converted = ColorProfile.cmykToRgb(samples, true, profile, rgb);
    metadata.colorConverted(converted);
    if (!converted) {
      metadata.warning("colors were converted from CMYK without a color profile");
    }
    return new DecodedPixels(Pixels.of(samples.width(), samples.height(), rgb), null);
  }

  private DecodedPixels tiff() throws IOException {
    ByteView view = ByteView.of(file);
    TiffStructure structure = TiffStructure.of(view);
    List<TiffStructure.Page> pages = structure.pages();
    if (pages.isEmpty()) {
      throw new IOException("the file holds no image");
    }
    int index = mainPage(pages);
    TiffStructure.Page page = pages.get(index);
    metadata.frames(pages.size());
    if (pages.size() > 1) {
      metadata.warning(
          "the file has %d pages; page %d was read%s"
              .formatted(
                  pages.size(),
                  index + 1,
                  index == 0 ? "" : ", because the pages before it are thumbnails or masks"));
    }
    exif(ExifBlock.of(page));
    ByteView ordered = view.withLittleEndian(view.matches(0, "II"));
    int compression = (int) page.integer(TiffDecoder.COMPRESSION, TiffDecoder.UNCOMPRESSED);
    if (TiffDecoder.decodes(compression)) {
      return TiffColors.toRgb(TiffDecoder.decode(ordered, page, budget), page);
    }
    if (compression < 2 || compression > 4) {
      throw new IOException("the TIFF compression " + compression + " is not supported");
    }
    TiffDecoder.check(ordered, page, budget);
    if (structure.hasUnknownTypes()) {
      throw TiffStructure.malformed("an entry has an unknown type");
    }
    BufferedImage image = PluginReader.read(Plugins.reader(ImageFormat.TIFF), file, index, budget);
    if (image.getWidth() != page.integer(TiffDecoder.WIDTH, 0)
        || image.getHeight() != page.integer(TiffDecoder.HEIGHT, 0)) {
      throw new IOException("the file is damaged (the decoded image has another size)");
    }
    return new DecodedPixels(Pixels.of(image, false), null);
  }

  /**
   * The first page that is an image: neither marked as a thumbnail or a mask, nor much smaller than
   * a later page of the same shape.
   */
  private static int mainPage(List<TiffStructure.Page> pages) throws IOException {
    int first = -1;
    for (int i = 0; i < pages.size(); i++) {
      TiffStructure.Page page = pages.get(i);
      boolean reduced =
          (page.integer(NEW_SUBFILE_TYPE, 0) & 5) != 0 || page.integer(SUBFILE_TYPE, 1) == 2;
      if (reduced) {
        continue;
      }
      if (first < 0) {
        first = i;
        continue;
      }
      TiffStructure.Page main = pages.get(first);
      double width = page.integer(TiffDecoder.WIDTH, 0);
      double height = page.integer(TiffDecoder.HEIGHT, 0);
      double across = width / main.integer(TiffDecoder.WIDTH, 1);
      double down = height / main.integer(TiffDecoder.HEIGHT, 1);
      if (across >= 2 && down >= 2 && Math.abs(across / down - 1) < 0.05) {
        first = i;
      }
    }
    return Math.max(first, 0);
  }

  private DecodedPixels gif() throws IOException {
    GifStructure structure = GifStructure.of(file, budget);
    if (structure.several()) {
      metadata.warning("the file has several images; the first was read");
    }
    return new DecodedPixels(plugin(ImageFormat.GIF, structure.essentials()), null);
  }

  private DecodedPixels bmp() throws IOException {
    BmpStructure structure = BmpStructure.of(file, budget);
    return new DecodedPixels(plugin(ImageFormat.BMP, structure.essentials()), structure.profile());
  }

  private DecodedPixels webp() throws IOException {
    WebpStructure structure = WebpStructure.of(file, budget);
    exif(structure.exif());
    if (structure.isAnimation()) {
      metadata.warning("the file is an animation; its first image was read");
    }
    return new DecodedPixels(plugin(ImageFormat.WEBP, structure.essentials()), structure.profile());
  }

  /** Decodes a JPEG 2000 file or codestream. */
  static DecodedPixels jpeg2000(byte[] file, ReadBudget budget) throws IOException {
    Jpeg2000Structure structure = Jpeg2000Structure.of(file, budget);
    Samples samples = jpeg2000Samples(file, structure, budget);
    if (structure.isYCbCr() && samples.bands() >= 3) {
      JpegDecoder.convertYCbCr(samples);
    }
    return new DecodedPixels(samples.toPixels(), structure.profile());
  }

  /** Decodes the samples of a JPEG 2000 file or codestream. */
  static Samples jpeg2000Samples(byte[] file, Jpeg2000Structure structure, ReadBudget budget)
      throws IOException {
    ImageReader reader = Plugins.reader(ImageFormat.JPEG2000);
    BufferedImage image =
        IsolatedDecoder.run(budget, () -> PluginReader.read(reader, file, budget));
    budget.checkPixels(image.getWidth(), image.getHeight());
    Samples samples = PluginReader.samples(image.getRaster(), structure.bits());
    if (samples.bands() != structure.bands()) {
      throw new IOException("the file is damaged (components are missing)");
    }
    return samples;
  }

  private void exif(ExifBlock exif) {
    metadata.orientation(exif.orientation());
    metadata.device(exif.device());
    if (exif.pixelSize() > 0) {
      metadata.pixelSizeMicrometers(exif.pixelSize());
    }
  }

  private Pixels plugin(ImageFormat format, byte[] content) throws IOException {
    return Pixels.of(PluginReader.read(Plugins.reader(format), content, budget), true);
  }
}
