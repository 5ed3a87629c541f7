// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.file.FileNames;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.LabelEncoding;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Reads fundus photographs, masks and labels from image files and streams; writes PNG. To convert
 * images that an application has decoded itself, see {@link BufferedImages}.
 *
 * <table>
 * <caption>Formats, told apart by their content and never by their name</caption>
 * <tr><th>format</th><th>what is read</th></tr>
 * <tr><td>PNG, GIF, BMP, PBM/PGM/PPM</td><td>all kinds up to 16 bits per sample</td></tr>
 * <tr><td>JPEG</td><td>gray, YCbCr, RGB, CMYK and YCCK, baseline and progressive; lossless</td></tr>
 * <tr><td>TIFF, BigTIFF</td><td>gray, RGB, palette, CMYK, YCbCr and CIE L*a*b* of 1 to 16 bits, in
 *     strips or tiles, chunky or planar; uncompressed, PackBits, LZW, deflate, JPEG; fax
 *     compressions through ImageIO</td></tr>
 * <tr><td>WebP</td><td>with {@code com.twelvemonkeys.imageio:imageio-webp}</td></tr>
 * <tr><td>JPEG 2000</td><td>with {@code com.github.jai-imageio:jai-imageio-jpeg2000}</td></tr>
 * <tr><td>DICOM</td><td>Part 10 files of photographs; see the package documentation</td></tr>
 * </table>
 *
 * <p><b>Samples.</b> A sample becomes its stored value divided by the largest value of its bit
 * depth (8-bit by 255, 16-bit by 65535). Gray becomes three equal channels. Transparent pixels are
 * laid over black; alpha that is 0 everywhere is ignored. Floating-point and signed samples are
 * rejected. Of a file with several images the first is read, with a warning in its metadata; pages
 * marked as thumbnails or masks are passed over.
 *
 * <p><b>Colors.</b> One policy holds for all formats. A photograph whose file embeds a valid ICC
 * profile for RGB, gray or CMYK is converted to sRGB; a profile that describes sRGB within 2 of 255
 * changes nothing. An invalid profile is ignored with a warning. Without a profile, samples are
 * taken as sRGB: gamma and chromaticities of PNG are ignored, with a warning if the gamma differs
 * from that of sRGB. CMYK without a profile is converted as (1 - ink)(1 - black). JPEG components
 * are interpreted as libjpeg does; CMYK in JPEG is taken as inverted, with or without an Adobe
 * marker, as Pillow, ImageMagick and browsers do. Masks and labels are read as stored, without
 * color conversion.
 *
 * <p><b>Orientation.</b> The orientation 1 to 8 of EXIF (JPEG, PNG, WebP) or TIFF is applied. In
 * PNG, EXIF may be in its own chunk or in a text chunk of ImageMagick.
 *
 * <p><b>Damage.</b> A damaged or truncated file is never read in part. Detected are: a file that
 * ends before its last chunk, block, strip, tile or end-of-image marker; strips and tiles that hold
 * fewer samples than the image needs, whatever their compression; wrong checksums of PNG; missing
 * or invalid entropy-coded data in the middle of a JPEG, as far as libjpeg warns of it. Not
 * detected: changed bytes that decode to other samples in formats without checksums. A JPEG file
 * whose last bytes are missing has no end-of-image marker and is rejected; one that lost up to
 * about 16 bytes of pixels but still ends with that marker may be read with changed pixels in its
 * last block row.
 *
 * <p><b>Cost.</b> {@link ReaderLimits} bounds time and memory. Every failure is an {@link
 * IOException} with a message of one line that names the file and the reason; control characters in
 * names are escaped. All methods may be called from many threads. A stream is read to its end, up
 * to the limit of bytes, and not closed.
 */
public final class ImageFiles {
  /** The default limit of pixels, 100 million, checked before memory is allocated. */
  public static final int MAXIMUM_PIXELS = 100_000_000;

  /**
   * The fastest compression: files are a tenth larger than with the default, and take three
   * quarters of the time.
   */
  private static final float PNG_QUALITY = 0.9f;

  private ImageFiles() {}

  /**
   * Reads a photograph with the metadata of its file.
   *
   * @param file an image of any supported format
   * @param limits what the file may cost
   * @throws IOException if the file cannot be read, or exceeds a limit; names the file and the
   *     reason
   */
  public static LoadedImage read(Path file, ReaderLimits limits) throws IOException {
    return read(file, limits, 0);
  }

  /**
   * Reads one frame of a DICOM file of several frames.
   *
   * @param file an image; formats other than DICOM have frame 0 alone
   * @param limits what the frame may cost
   * @param frame the index of the frame, from 0
   * @throws IllegalArgumentException if the index is negative
   * @throws IOException as {@link #read(Path, ReaderLimits)}, and if there is no such frame
   */
  public static LoadedImage read(Path file, ReaderLimits limits, int frame) throws IOException {
    Objects.requireNonNull(limits, "limits");
    if (frame < 0) {
      throw new IllegalArgumentException("frame must be at least 0, got " + frame);
    }
    return read(file, limits, frame, true, ImageFiles::toLoadedImage);
  }

  /**
   * Reads a photograph with its metadata from a stream.
   *
   * @param in an encoded image, read to its end and not closed
   * @param name the name of the image in messages
   * @param limits what the image may cost; no more bytes than their limit are kept
   * @throws IOException if the image cannot be read, or exceeds a limit; names the image and the
   *     reason
   */
  public static LoadedImage read(InputStream in, String name, ReaderLimits limits)
      throws IOException {
    Objects.requireNonNull(limits, "limits");
    return read(in, name, new ReadBudget(limits));
  }

  /** As {@link #read(InputStream, String, ReaderLimits)}, for tests that check the budget. */
  static LoadedImage read(InputStream in, String name, ReadBudget budget) throws IOException {
    return read(in, name, budget, true, ImageFiles::toLoadedImage);
  }

  private static LoadedImage toLoadedImage(ImageDecoder.Decoded decoded) {
    return new LoadedImage(decoded.pixels().toImage(), decoded.metadata());
  }

  /**
   * Reads a photograph.
   *
   * @throws IOException if it cannot be read; names the file and the reason
   */
  public static RgbImage readRgb(Path file) throws IOException {
    return read(file, ReaderLimits.defaults()).image();
  }

  /**
   * Reads a photograph from a stream.
   *
   * @param in an encoded image, read to its end and not closed
   * @param name the name of the image in messages
   * @throws IOException if it cannot be read; names the image and the reason
   */
  public static RgbImage readRgb(InputStream in, String name) throws IOException {
    return read(in, name, ReaderLimits.defaults()).image();
  }

  /**
   * Reads a mask. A pixel is set if its largest channel is above half of the largest value of the
   * image, so masks of 0 and 255, masks of 0 and 1, and pure colors are all read.
   *
   * @throws IOException if it cannot be read, or is gray with more than two levels that are all
   *     below 16 of 255 (class indices; only the highest would be read); names the file and the
   *     reason
   */
  public static BinaryMask readMask(Path file) throws IOException {
    return read(file, ImageFiles::toMask);
  }

  /**
   * Reads a mask from a stream, as {@link #readMask(Path)}.
   *
   * @param in an encoded image, read to its end and not closed
   * @param name the name of the image in messages
   * @throws IOException if it cannot be read; names the image and the reason
   */
  public static BinaryMask readMask(InputStream in, String name) throws IOException {
    return read(in, name, ImageFiles::toMask);
  }

  private static BinaryMask toMask(ImageDecoder.Decoded decoded) throws IOException {
    Pixels pixels = decoded.pixels();
    float[] rgb = pixels.rgb();
    ClassNumbers.refuseInMask(rgb);
    byte[] mask = new byte[rgb.length / 3];
    float brightest = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      brightest = Math.max(brightest, largest(rgb, i));
    }
    for (int p = 0, i = 0; p < mask.length; p++, i += 3) {
      mask[p] = (byte) (largest(rgb, i) > brightest / 2 ? 1 : 0);
    }
    return BinaryMask.wrap(pixels.width(), pixels.height(), mask);
  }

  private static float largest(float[] rgb, int at) {
    return Math.max(rgb[at], Math.max(rgb[at + 1], rgb[at + 2]));
  }

  /**
   * Reads artery/vein labels with {@link LabelEncoding#colors()}.
   *
   * @throws IOException as {@link #readLabels(Path, LabelEncoding)}
   */
  public static ArteryVeinMap readLabels(Path file) throws IOException {
    return readLabels(file, LabelEncoding.colors());
  }

  /**
   * Reads artery/vein labels. An image that is completely black has no vessels.
   *
   * @param encoding how the image encodes labels
   * @throws IOException if the file cannot be read or is not encoded in this way; names the file
   *     and the reason
   */
  public static ArteryVeinMap readLabels(Path file, LabelEncoding encoding) throws IOException {
    Objects.requireNonNull(encoding, "encoding");
    return labels(
        read(file, decoded -> stored(decoded.pixels(), encoding)),
        encoding,
        FileNames.display(file));
  }

  /**
   * Reads artery/vein labels from a stream.
   *
   * @param in an encoded image, read to its end and not closed
   * @param name the name of the image in messages
   * @param encoding how the image encodes labels
   * @throws IOException if the stream cannot be read or is not encoded in this way; begins with the
   *     name, and says the reason
   */
  public static ArteryVeinMap readLabels(InputStream in, String name, LabelEncoding encoding)
      throws IOException {
    Objects.requireNonNull(encoding, "encoding");
    return labels(
        read(in, name, decoded -> stored(decoded.pixels(), encoding)),
        encoding,
        FileNames.escape(name));
  }

  /** The colors, or the palette indices if the encoding uses these and the palette is colored. */
  private static RgbImage stored(Pixels pixels, LabelEncoding encoding) {
    return encoding.hasIndices() && !pixels.isGray()
        ? pixels.indices().orElseGet(pixels::toImage)
        : pixels.toImage();
  }

  private static ArteryVeinMap labels(RgbImage image, LabelEncoding encoding, Object name)
      throws IOException {
    try {
      return encoding.decode(image);
    } catch (IllegalArgumentException e) {
      throw new IOException(name + ": cannot be read as labels: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a map as 8-bit gray PNG, {@code round(255 * p)}.
   *
   * @throws IOException if it cannot be written; names the file and the reason
   */
  public static void writePng(Path file, ProbabilityMap map) throws IOException {
    writePng(file, BufferedImages.gray(map));
  }

  /**
   * Writes a mask as 8-bit gray PNG of 0 and 255.
   *
   * @throws IOException if it cannot be written; names the file and the reason
   */
  public static void writePng(Path file, BinaryMask mask) throws IOException {
    writePng(file, BufferedImages.gray(mask));
  }

  /**
   * Writes labels as 8-bit RGB PNG in the colors of {@link LabelEncoding#colors()}.
   *
   * @throws IOException if it cannot be written; names the file and the reason
   */
  public static void writePng(Path file, ArteryVeinMap labels) throws IOException {
    writePng(file, BufferedImages.of(labels));
  }

  /**
   * Writes an image as 8-bit RGB PNG, {@code round(255 * v)}.
   *
   * @throws IOException if it cannot be written; names the file and the reason
   */
  public static void writePng(Path file, RgbImage image) throws IOException {
    writePng(file, BufferedImages.of(image));
  }

  /**
   * Writes a map to a stream, as {@link #writePng(Path, ProbabilityMap)}.
   *
   * @param out flushed, but not closed
   * @throws IOException if the stream fails
   */
  public static void writePng(OutputStream out, ProbabilityMap map) throws IOException {
    writePng(out, BufferedImages.gray(map));
  }

  /**
   * Writes a mask to a stream, as {@link #writePng(Path, BinaryMask)}.
   *
   * @param out flushed, but not closed
   * @throws IOException if the stream fails
   */
  public static void writePng(OutputStream out, BinaryMask mask) throws IOException {
    writePng(out, BufferedImages.gray(mask));
  }

  /**
   * Writes labels to a stream, as {@link #writePng(Path, ArteryVeinMap)}.
   *
   * @param out flushed, but not closed
   * @throws IOException if the stream fails
   */
  public static void writePng(OutputStream out, ArteryVeinMap labels) throws IOException {
    writePng(out, BufferedImages.of(labels));
  }

  /**
   * Writes an image to a stream, as {@link #writePng(Path, RgbImage)}.
   *
   * @param out flushed, but not closed
   * @throws IOException if the stream fails
   */
  public static void writePng(OutputStream out, RgbImage image) throws IOException {
    writePng(out, BufferedImages.of(image));
  }

  /**
   * Writes RGB colors, such as those of a plot, as 8-bit PNG.
   *
   * @param width the number of columns, at least 1
   * @param height the number of rows, at least 1
   * @param colors {@code 0xRRGGBB}, index {@code y * width + x}; higher bits are ignored
   * @throws IllegalArgumentException if a side is below 1, or the number of colors is not {@code
   *     width * height}
   * @throws IOException if it cannot be written; names the file and the reason
   */
  public static void writePng(Path file, int width, int height, int[] colors) throws IOException {
    if (width < 1 || height < 1 || (long) width * height != colors.length) {
      throw new IllegalArgumentException(
          "colors must be width * height, at least 1 x 1, got %d for %d x %d"
              .formatted(colors.length, width, height));
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, colors, 0, width);
    writePng(file, image);
  }

  /** A line of text for users that names the decoders of TIFF files. */
  public static String tiffReader() {
    return Plugins.tiffReader();
  }

  private static void writePng(Path file, BufferedImage image) throws IOException {
    AtomicFile.write(file, out -> writePng(out, image));
  }

  private static void writePng(OutputStream out, BufferedImage image) throws IOException {
    Objects.requireNonNull(out, "out");
    ImageWriter writer = Plugins.pngWriter();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(PNG_QUALITY);
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    out.flush();
  }

  private static <T> T read(Path file, Value<T> value) throws IOException {
    return read(file, ReaderLimits.defaults(), 0, false, value);
  }

  private static <T> T read(
      Path file, ReaderLimits limits, int frame, boolean managed, Value<T> value)
      throws IOException {
    Objects.requireNonNull(file, "file");
    return read(
        budget -> ImageSource.read(file, budget),
        FileNames.display(file),
        new ReadBudget(limits),
        frame,
        managed,
        value);
  }

  private static <T> T read(InputStream in, String name, Value<T> value) throws IOException {
    return read(in, name, new ReadBudget(ReaderLimits.defaults()), false, value);
  }

  private static <T> T read(
      InputStream in, String name, ReadBudget budget, boolean managed, Value<T> value)
      throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    return read(
        given -> ImageSource.read(in, given), FileNames.escape(name), budget, 0, managed, value);
  }

  /** Converts a decoded file to a value. */
  @FunctionalInterface
  private interface Value<T> {
    /**
     * Converts a decoded file.
     *
     * @throws IOException with the reason only, if the pixels are not such a value
     */
    T of(ImageDecoder.Decoded decoded) throws IOException;
  }

  /** Reads a value. Every failure, in reading or in conversion, names the file. */
  private static <T> T read(
      ImageSource source,
      String name,
      ReadBudget budget,
      int frame,
      boolean managed,
      Value<T> value)
      throws IOException {
    ImageFormat format = null;
    try {
      byte[] content = source.read(budget);
      if (content.length == 0) {
        throw new IOException("the file is empty");
      }
      format =
          ImageFormat.of(
              Arrays.copyOf(content, Math.min(content.length, ImageFormat.SIGNATURE_LENGTH)));
      if (format == null) {
        throw new IOException(
            "not a supported image (" + ImageFormat.names() + ")" + ImageFormat.guess(content));
      }
      return value.of(ImageDecoder.decode(content, format, frame, managed, budget));
    } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
      String as = format == null ? "" : " as " + format;
      throw new IOException(name + ": cannot be read" + as + ": " + reason(e), e);
    }
  }

  /**
   * The reason of a failure in one line, with a text of its own where the exception has no message.
   */
  static String reason(Throwable e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "no permission to read it";
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException) {
        return "the file ends too early";
      }
    }
    if (e instanceof OutOfMemoryError) {
      return "there is not enough memory for it";
    }
    if (e instanceof LinkageError) {
      return "the decoder is not complete on the class path (" + e.getMessage() + ")";
    }
    if (e instanceof IOException && e.getMessage() != null) {
      return e.getMessage().lines().findFirst().orElse("").replaceFirst("[:\\s]+$", "");
    }
    return "the file is damaged, or of a kind that the decoder does not support ("
        + e.getClass().getSimpleName()
        + ")";
  }
}
