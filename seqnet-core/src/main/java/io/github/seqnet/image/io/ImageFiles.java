package io.github.seqnet.image.io;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.LabelColors;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Reads photographs, masks and labels; writes PNG. From and to files, or streams; for what the
 * application has decoded itself, see {@link BufferedImages}.
 *
 * <p>TIFF, PNG, JPEG, GIF, BMP and PBM/PGM/PPM are read, told apart by their content and not by
 * their name: gray, RGB or palette, up to 16 bits a sample, the first image of the file. A sample
 * becomes its stored value divided by the largest of its bit depth (8-bit by 255, 16-bit by 65535)
 * without any conversion of color spaces; gray becomes three equal channels; transparent pixels are
 * laid over black; JPEG is turned upright by its EXIF orientation. CMYK, and samples that are not
 * unsigned integers, are refused.
 *
 * <p>The JDK's own decoders are used whatever other ImageIO plugins there are, but for TIFF, where
 * ImageIO-Ext's reader is taken whenever it is on the class path (it reads more kinds of TIFF,
 * among them BigTIFF).
 *
 * <p>Whatever is wrong with a file is an {@link IOException} of one line that names the file and
 * the reason. A file that is cut off, or has lost data in the middle, is not read in part. All
 * methods may be called from many threads.
 *
 * <p>A stream holds what a file would hold: it is read to its end, kept in memory, and checked like
 * a file. Whoever opened it closes it. Bytes are read with {@code new ByteArrayInputStream(bytes)}.
 */
public final class ImageFiles {
  /** The largest number of pixels read, 100 million; more is refused before memory is allocated. */
  public static final int MAXIMUM_PIXELS = 100_000_000;

  /** The least compression: files a tenth larger than by default, in three quarters of the time. */
  private static final float PNG_QUALITY = 0.9f;

  private ImageFiles() {}

  /**
   * Reads a photograph.
   *
   * @throws IOException if it cannot be read; names the file and the reason
   */
  public static RgbImage readRgb(Path file) throws IOException {
    return read(file, Pixels::toImage);
  }

  /**
   * Reads a photograph from a stream.
   *
   * @param in an encoded image, read to its end and not closed
   * @param name what exceptions call it
   * @throws IOException if it cannot be read; begins with the name, and says the reason
   */
  public static RgbImage readRgb(InputStream in, String name) throws IOException {
    return read(in, name, Pixels::toImage);
  }

  /**
   * Reads a mask: set are the pixels whose largest of red, green and blue is above half of the
   * largest of all, so that masks of 0 and 255 and masks of 0 and 1 are read alike, and pure colors
   * as white.
   *
   * @throws IOException if it cannot be read, or is gray with more than two levels that are all
   *     below 16 of 255 (numbers of classes, of which only the highest would be read); names the
   *     file and the reason
   */
  public static BinaryMask readMask(Path file) throws IOException {
    return read(file, ImageFiles::toMask);
  }

  /**
   * Reads a mask from a stream, as {@link #readMask(Path)}.
   *
   * @param in an encoded image, read to its end and not closed
   * @param name what exceptions call it
   * @throws IOException if it cannot be read; begins with the name, and says the reason
   */
  public static BinaryMask readMask(InputStream in, String name) throws IOException {
    return read(in, name, ImageFiles::toMask);
  }

  private static BinaryMask toMask(Pixels pixels) throws IOException {
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
   * Reads artery/vein labels with {@link LabelColors#defaults()}.
   *
   * @throws IOException as {@link #readLabels(Path, LabelColors)}
   */
  public static ArteryVeinMap readLabels(Path file) throws IOException {
    return readLabels(file, LabelColors.defaults());
  }

  /**
   * Reads artery/vein labels. An image that is black all over has none.
   *
   * @param colors what the colors mean
   * @throws IOException if it cannot be read, or has a color that stands for nothing, or is gray
   *     with no level from 16 of 255 on (numbers of classes, or a mask of 0 and 1, which would be
   *     read as background all over); names the file and the reason
   */
  public static ArteryVeinMap readLabels(Path file, LabelColors colors) throws IOException {
    Objects.requireNonNull(colors, "colors");
    return labels(read(file, ImageFiles::toLabels), colors, file);
  }

  /**
   * Reads artery/vein labels from a stream.
   *
   * @param in an encoded image, read to its end and not closed
   * @param name what exceptions call it
   * @param colors what the colors mean, such as {@link LabelColors#defaults()}
   * @throws IOException if it cannot be read, or has a color that stands for nothing; begins with
   *     the name, and says the reason
   */
  public static ArteryVeinMap readLabels(InputStream in, String name, LabelColors colors)
      throws IOException {
    Objects.requireNonNull(colors, "colors");
    return labels(read(in, name, ImageFiles::toLabels), colors, name);
  }

  private static RgbImage toLabels(Pixels pixels) throws IOException {
    ClassNumbers.refuseInLabels(pixels.rgb());
    return pixels.toImage();
  }

  private static ArteryVeinMap labels(RgbImage image, LabelColors colors, Object name)
      throws IOException {
    try {
      return colors.decode(image);
    } catch (IllegalArgumentException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
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
   * Writes labels as 8-bit RGB PNG in the colors of {@link LabelColors}.
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
   * Writes colors as 8-bit RGB PNG, such as those of a drawing.
   *
   * @param width the number of columns, at least 1
   * @param height the number of rows, at least 1
   * @param colors {@code 0xRRGGBB}, index {@code y * width + x}; higher bits do not matter
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

  /**
   * Which readers are used for TIFF files: {@code ImageIO-Ext} or {@code JDK}, then the one for LZW
   * and deflate.
   */
  public static String tiffReader() {
    return Plugins.tiffReader();
  }

  /**
   * @throws IOException with the reason alone, if an image is not to be decoded for its size
   */
  static void checkSize(int width, int height) throws IOException {
    if (width < 1 || height < 1) {
      throw new IOException("it has no pixels (" + width + " x " + height + ")");
    }
    if ((long) width * height > MAXIMUM_PIXELS) {
      throw new IOException(
          "the image is too large: "
              + width
              + " x "
              + height
              + " pixels, at most "
              + MAXIMUM_PIXELS / 1_000_000
              + " million are read");
    }
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
    Objects.requireNonNull(file, "file");
    return read(ImageSource.of(file), file.toString(), value);
  }

  private static <T> T read(InputStream in, String name, Value<T> value) throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    byte[] content;
    try {
      content = in.readAllBytes();
    } catch (IOException | OutOfMemoryError e) {
      throw new IOException(name + ": cannot be read: " + reason(e), e);
    }
    return read(ImageSource.of(content), name, value);
  }

  /** What is made of the pixels of a file. */
  @FunctionalInterface
  private interface Value<T> {
    /**
     * @throws IOException with the reason alone, if it cannot be made of these
     */
    T of(Pixels pixels) throws IOException;
  }

  /** Whatever fails, in reading or in making a value of what is read, names the file. */
  private static <T> T read(ImageSource source, String name, Value<T> value) throws IOException {
    ImageFormat format = null;
    try {
      byte[] start;
      try (InputStream in = source.open()) {
        start = in.readNBytes(ImageFormat.SIGNATURE_LENGTH);
      }
      if (start.length == 0) {
        throw new IOException("the file is empty");
      }
      format = ImageFormat.of(start);
      if (format == null) {
        throw new IOException("not a PNG, JPEG, TIFF, GIF, BMP or PBM/PGM/PPM image");
      }
      return value.of(decode(source, format));
    } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
      String as = format == null ? "" : " as " + format;
      throw new IOException(name + ": cannot be read" + as + ": " + reason(e), e);
    }
  }

  private static Pixels decode(ImageSource source, ImageFormat format) throws IOException {
    switch (format) {
      case PNM -> {
        try (InputStream in = source.open()) {
          return PnmReader.read(in);
        }
      }
      case JPEG -> {
        byte[] content = source.bytes();
        JpegStructure structure = JpegStructure.of(content);
        if (structure.components() == 4) {
          throw new IOException("a CMYK image, which is no photograph; convert it to RGB first");
        }
        try (ImageInputStream in =
            new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
          return decode(in, Plugins.reader(format), true).upright(structure.orientation());
        }
      }
      case TIFF -> {
        TiffStructure structure;
        try (ImageInputStream in = source.openImage()) {
          structure = TiffStructure.of(in);
        }
        try (ImageInputStream in = source.openImage()) {
          return decode(
              in,
              structure.isDeflated()
                  ? Plugins.deflatedTiffReader(structure.big())
                  : Plugins.reader(format),
              structure.alpha());
        }
      }
      default -> {
        if (format == ImageFormat.PNG) {
          try (InputStream in = source.open()) {
            FileChecks.checkPng(in);
          }
        } else if (format == ImageFormat.GIF) {
          try (InputStream in = source.open()) {
            FileChecks.checkGif(in);
          }
        }
        try (ImageInputStream in = source.openImage()) {
          return decode(in, Plugins.reader(format), true);
        }
      }
    }
  }

  private static Pixels decode(ImageInputStream in, ImageReader reader, boolean alpha)
      throws IOException {
    List<String> damage = new ArrayList<>();
    try {
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (warning.startsWith("Corrupt JPEG data") || warning.startsWith("Premature end")) {
              damage.add(warning);
            }
          });
      reader.setInput(in, false, true);
      checkSize(reader.getWidth(0), reader.getHeight(0));
      Pixels pixels = Pixels.of(reader.read(0), alpha);
      if (!damage.isEmpty()) {
        throw new IOException("the file is damaged (" + damage.get(0) + ")");
      }
      return pixels;
    } finally {
      reader.dispose();
    }
  }

  /** One line that says what went wrong, in words where the exception has none. */
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
    return "it is damaged, or of a kind that the decoder does not read ("
        + e.getClass().getSimpleName()
        + ")";
  }
}
