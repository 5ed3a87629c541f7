// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ColorEncoding;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff", "bmp"})
  void readsColorsExactly(String format) throws IOException {
    BufferedImage image = photograph(17, 11, BufferedImage.TYPE_3BYTE_BGR);
    assertColors(image, ImageFiles.readRgb(written(image, format)));
  }

  /** Several strips, of samples (1) or of their differences (2). */
  @ParameterizedTest
  @CsvSource({"LZW, 1", "LZW, 2", "ZLib, 1", "ZLib, 2", "PackBits, 1"})
  void readsCompressedTiffExactly(String compression, int predictor) throws IOException {
    // The JDK writes broken deflate for what cannot be made smaller, so no noise.
    BufferedImage image = new BufferedImage(301, 41, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 41; y++) {
      for (int x = 0; x < 301; x++) {
        image.setRGB(x, y, ((x / 7 * 3 + y * 5) << 16) | (((x + y) / 4) << 8) | (x * y / 99));
      }
    }
    Path file = folder.resolve("image.tif");
    ImageWriter writer = jdkWriter("tiff");
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionType(compression);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      TIFFDirectory directory =
          TIFFDirectory.createFromMetadata(
              writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), parameters));
      BaselineTIFFTagSet tags = BaselineTIFFTagSet.getInstance();
      directory.addTIFFField(
          new TIFFField(
              tags.getTag(BaselineTIFFTagSet.TAG_PREDICTOR),
              TIFFTag.TIFF_SHORT,
              1,
              new char[] {(char) predictor}));
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, directory.getAsMetadata()), parameters);
    } finally {
      writer.dispose();
    }
    assertColors(image, ImageFiles.readRgb(file));
  }

  @Test
  void readsDeflatedBigTiff() throws IOException {
    byte[] samples = new byte[24 * 16];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i * i / 24);
    }
    ByteArrayOutputStream strip = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(strip)) {
      deflater.write(samples);
    }
    long[][] entries = {
      {256, 24},
      {257, 16},
      {258, 8},
      {259, 8},
      {262, 1},
      {273, 16 + 8 + 9 * 20 + 8},
      {277, 1},
      {278, 16},
      {279, strip.size()}
    };
    ByteBuffer tiff =
        ByteBuffer.allocate(16 + 8 + entries.length * 20 + 8 + strip.size())
            .order(ByteOrder.LITTLE_ENDIAN);
    tiff.put((byte) 'I').put((byte) 'I').putShort((short) 43).putShort((short) 8);
    tiff.putShort((short) 0).putLong(16).putLong(entries.length);
    for (long[] entry : entries) {
      boolean position = entry[0] == 273 || entry[0] == 279;
      tiff.putShort((short) entry[0]).putShort((short) (position ? 16 : 3));
      tiff.putLong(1).putLong(entry[1]);
    }
    tiff.putLong(0).put(strip.toByteArray());
    Path file = folder.resolve("big.tif");
    Files.write(file, tiff.array());
    RgbImage read = ImageFiles.readRgb(file);
    for (int i = 0; i < samples.length; i++) {
      assertEquals((samples[i] & 255) / 255f, read.sample(i % 24, i / 24, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff"})
  void reads16BitGray(String format) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 65535);
    image.getRaster().setSample(1, 0, 0, 257);
    RgbImage read = ImageFiles.readRgb(written(image, format));
    float v = 257 / 65535f;
    assertArrayEquals(new float[] {1, 1, 1, v, v, v}, read.toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff", "bmp", "gif"})
  void readsGraySamplesAsStored(String format) throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 40);
    image.getRaster().setSample(1, 0, 0, 200);
    RgbImage read = ImageFiles.readRgb(written(image, format));
    assertEquals(40 / 255f, read.sample(0, 0, 1));
    assertEquals(200 / 255f, read.sample(1, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "bmp", "tiff"})
  void readsPalettes(String format) throws IOException {
    byte[] reds = new byte[256];
    byte[] greens = new byte[256];
    byte[] blues = new byte[256];
    for (int i = 0; i < 256; i++) {
      reds[i] = (byte) (i * 7);
      greens[i] = (byte) (255 - i);
      blues[i] = (byte) (i * 3);
    }
    BufferedImage image =
        new BufferedImage(
            3,
            5,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 256, reds, greens, blues));
    image.getRaster().setSample(1, 1, 0, 9);
    image.getRaster().setSample(2, 1, 0, 201);
    RgbImage read = ImageFiles.readRgb(written(image, format));
    assertEquals(1f, read.sample(0, 0, 1));
    assertEquals(63 / 255f, read.sample(1, 1, 0));
    assertEquals(54 / 255f, read.sample(2, 1, 1));
  }

  @Test
  void laysAlphaOverBlack() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x33ff8000);
    image.setRGB(1, 0, 0xffff8000);
    RgbImage read = ImageFiles.readRgb(written(image, "png"));
    float alpha = 0x33 / 255f;
    float green = 0x80 / 255f;
    assertArrayEquals(new float[] {alpha, green * alpha, 0, 1, green, 0}, read.toArray(), 1e-7f);
  }

  @ParameterizedTest
  @CsvSource({"1,0,0", "2,1,0", "3,1,1", "4,0,1", "5,0,0", "6,1,0", "7,1,1", "8,0,1"})
  void turnsJpegUpright(int orientation, int right, int bottom) throws IOException {
    // The bright block is at the top left of what is stored.
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64; i++) {
      image.getRaster().setSample(i % 8, i / 8, 0, 255);
    }
    byte[] jpeg = Files.readAllBytes(written(image, "jpg"));
    Path file = folder.resolve("turned.jpg");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34});
    out.write("Exif\0\0MM\0*\0\0\0\10".getBytes(StandardCharsets.ISO_8859_1));
    out.write(new byte[] {0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0});
    out.write(new byte[4]);
    out.write(jpeg, 2, jpeg.length - 2);
    Files.write(file, out.toByteArray());
    RgbImage read = ImageFiles.readRgb(file);
    boolean swapped = orientation > 4;
    assertEquals(swapped ? 16 : 32, read.width());
    int x = right == 0 ? 3 : read.width() - 4;
    int y = bottom == 0 ? 3 : read.height() - 4;
    assertTrue(read.sample(x, y, 0) > 0.9f, "the bright block is elsewhere");
    assertTrue(read.sample(read.width() - 1 - x, read.height() - 1 - y, 0) < 0.1f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P2 # rows\n2 1\n10\n0 # zero\n5", "P5\n2 1 10\n\0\5"})
  void readsGrayAnyMaps(String text) throws IOException {
    RgbImage read = ImageFiles.readRgb(file("a.pgm", text));
    assertArrayEquals(new float[] {0, 0, 0, .5f, .5f, .5f}, read.toArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"P3\n1 2\n255\n255 0 51\n0 0 255\n", "P6\n1 2\n255\n\u00ff\0003\0\0\u00ff"})
  void readsColorAnyMaps(String text) throws IOException {
    RgbImage read = ImageFiles.readRgb(file("a.ppm", text));
    assertArrayEquals(new float[] {1, 0, .2f, 0, 0, 1}, read.toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"P1\n9 1\n10 0000001", "P4\n9 1\n\u0080\u0080"})
  void readsBitmaps(String text) throws IOException {
    RgbImage read = ImageFiles.readRgb(file("a.pbm", text));
    assertEquals(0, read.sample(0, 0, 0));
    assertEquals(1, read.sample(1, 0, 0));
    assertEquals(0, read.sample(8, 0, 0));
  }

  @Test
  void reads16BitAnyMaps() throws IOException {
    RgbImage read = ImageFiles.readRgb(file("a.pgm", "P5 1 1 65535\n\1\2"));
    assertEquals(258 / 65535f, read.sample(0, 0, 0));
  }

  @Test
  void readsMasksOfAnyBrightness() throws IOException {
    BinaryMask expected = BinaryMask.of(3, 1, new byte[] {0, 1, 1});
    assertEquals(expected, ImageFiles.readMask(file("a.pgm", "P2 3 1 255 0 1 1")));
    assertEquals(expected, ImageFiles.readMask(file("b.pgm", "P2 3 1 255 9 255 240")));
    assertEquals(0, ImageFiles.readMask(file("c.pgm", "P2 3 1 255 0 0 0")).count());
  }

  /** 0 background, 1 artery, 2 vein: nothing but the veins would be left of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "P2 3 1 255 0 1 2",
        "P2 3 1 255 1 2 3",
        "P2 4 1 255 0 14 15 7",
        "P2 3 1 65535 0 1 2",
        "P3 3 1 255 0 0 0 1 1 1 2 2 2"
      })
  void refusesNumbersOfClasses(String content) throws IOException {
    Path file = file("a.pgm", content);
    String mask = assertThrows(IOException.class, () -> ImageFiles.readMask(file)).getMessage();
    assertTrue(mask.startsWith(file + ": cannot be read as "), mask);
    assertTrue(
        mask.endsWith(
            " gray levels below 16 of 255, which look like class indices; a mask must have two"
                + " levels, such as 0 and 255. Read class indices with --encoding class-index"
                + " (LabelEncoding.classIndex())"),
        mask);
    String labels = assertThrows(IOException.class, () -> ImageFiles.readLabels(file)).getMessage();
    assertTrue(labels.startsWith(file + ": cannot be read as labels: it is gray with "), labels);
    assertTrue(labels.contains("--encoding class-index"), labels);
    assertEquals(ImageFiles.readRgb(file).width(), content.startsWith("P2 4") ? 4 : 3);
  }

  @Test
  void masksAndLabelsThatAreNoNumbersOfClassesAreRead() throws IOException {
    // Up to 16 of 255, colors, and shades of a dark 16-bit image.
    assertEquals(2, ImageFiles.readMask(file("a.pgm", "P2 3 1 255 0 9 16")).count());
    assertEquals(1, ImageFiles.readMask(file("b.ppm", "P3 3 1 255 0 0 0 1 1 1 2 2 3")).count());
    StringBuilder shades = new StringBuilder("P2 20 1 65535");
    for (int i = 0; i < 20; i++) {
      shades.append(' ').append(100 * i);
    }
    assertEquals(10, ImageFiles.readMask(file("c.pgm", shades.toString())).count());
    // Nothing and everything.
    assertEquals(0, ImageFiles.readMask(file("d.pgm", "P2 2 1 255 0 0")).count());
    assertEquals(2, ImageFiles.readMask(file("e.pgm", "P2 2 1 255 1 1")).count());
    assertEquals(
        ArteryVeinMap.of(2, 1, new byte[2]),
        ImageFiles.readLabels(file("f.pgm", "P2 2 1 255 0 0")));
    assertEquals(
        ArteryVeinMap.of(2, 1, new byte[] {0, 4}),
        ImageFiles.readLabels(file("g.pgm", "P2 2 1 255 0 255")));
    // A mask of 0 and 1, which would be background everywhere, or of 1 alone.
    for (String content : new String[] {"P2 2 1 255 0 1", "P2 2 1 255 1 1"}) {
      Path file = file("h.pgm", content);
      assertThrows(IOException.class, () -> ImageFiles.readLabels(file));
    }
  }

  @Test
  void writesAndReadsBack() throws IOException {
    Path file = folder.resolve("a.png");
    ArteryVeinMap labels = ArteryVeinMap.of(3, 2, new byte[] {0, 1, 2, 3, 4, 0});
    ImageFiles.writePng(file, labels);
    assertEquals(labels, ImageFiles.readLabels(file));
    assertEquals(
        labels,
        ImageFiles.readLabels(
            file, ColorEncoding.defaults().withMatching(ColorEncoding.Matching.EXACT)));
    ImageFiles.writePng(file, labels.vessels());
    assertEquals(labels.vessels(), ImageFiles.readMask(file));
    ImageFiles.writePng(file, ProbabilityMap.of(2, 1, new float[] {0.2f, 0.5f}));
    float half = 128 / 255f;
    assertArrayEquals(
        new float[] {.2f, .2f, .2f, half, half, half}, ImageFiles.readRgb(file).toArray());
    RgbImage image = RgbImage.of(1, 1, new float[] {1, .4f, .2f});
    ImageFiles.writePng(file, image);
    assertArrayEquals(image.toArray(), ImageFiles.readRgb(file).toArray());
  }

  @Test
  void writesColors() throws IOException {
    Path file = folder.resolve("a.png");
    ImageFiles.writePng(file, 2, 1, new int[] {0xff336699, 0x00ff00});
    assertArrayEquals(new float[] {0.2f, 0.4f, 0.6f, 0, 1, 0}, ImageFiles.readRgb(file).toArray());
    assertEquals(
        "colors must be width * height, at least 1 x 1, got 3 for 2 x 1",
        assertThrows(
                IllegalArgumentException.class, () -> ImageFiles.writePng(file, 2, 1, new int[3]))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff", "bmp", "gif", "jpg"})
  void readsOnePixel(String format) throws IOException {
    RgbImage read =
        ImageFiles.readRgb(written(photograph(1, 1, BufferedImage.TYPE_3BYTE_BGR), format));
    assertEquals(1, read.width());
    assertEquals(1, read.height());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff", "bmp", "gif", "jpg"})
  void neverReadsPartOfATruncatedFile(String format) throws IOException {
    Path whole = written(photograph(9, 7, BufferedImage.TYPE_3BYTE_BGR), format);
    byte[] content = Files.readAllBytes(whole);
    float[] expected = ImageFiles.readRgb(whole).toArray();
    for (int length = 0; length < content.length; length++) {
      Path file = folder.resolve("cut." + format);
      Files.write(file, Arrays.copyOf(content, length));
      try {
        // Some files end with bytes that no pixel needs.
        assertArrayEquals(expected, ImageFiles.readRgb(file).toArray(), "cut at " + length);
      } catch (IOException e) {
        assertOneLine(file, e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff", "bmp", "gif", "jpg"})
  void damagedFilesGiveAnImageOrOneLine(String format) throws IOException {
    byte[] content =
        Files.readAllBytes(written(photograph(9, 7, BufferedImage.TYPE_3BYTE_BGR), format));
    SplittableRandom random = new SplittableRandom(5);
    Path file = folder.resolve("damaged." + format);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = content.clone();
      for (int k = random.nextInt(4); k >= 0; k--) {
        damaged[random.nextInt(random.nextBoolean() ? 64 : damaged.length)] =
            (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      try {
        ImageFiles.readRgb(file);
      } catch (IOException e) {
        assertOneLine(file, e);
      }
    }
  }

  @Test
  void refusesTextCalledPng() throws IOException {
    Path file = file("text.png", "This is no image.\n");
    String message = message(file);
    assertTrue(message.startsWith(file + ": cannot be read: not a supported image"), message);
  }

  @Test
  void refusesWhatIsNotThere() throws IOException {
    Path missing = folder.resolve("missing.png");
    assertEquals(missing + ": cannot be read: there is no such file", message(missing));
    assertEquals(folder + ": cannot be read: it is a folder", message(folder));
    Path empty = file("empty.png", "");
    assertEquals(empty + ": cannot be read: the file is empty", message(empty));
  }

  @ParameterizedTest
  @CsvSource({"60000, 60000", "2147483647, 2147483647"})
  void refusesHugeImagesBeforeAllocating(int width, int height) throws IOException {
    Path file = folder.resolve("huge.png");
    Files.write(file, pngHeader(width, height));
    assertEquals(
        file
            + ": cannot be read as PNG: the image is too large: "
            + width
            + " x "
            + height
            + " pixels, the limit is 100 million pixels",
        message(file));
    Path anyMap = file("huge.ppm", "P6 60000 60000 255\n");
    assertTrue(message(anyMap).contains("60000 x 60000"), message(anyMap));
  }

  @Test
  void refusesImagesWithoutPixels() throws IOException {
    Path file = folder.resolve("none.png");
    Files.write(file, pngHeader(0, 5));
    assertOneLine(file, assertThrows(IOException.class, () -> ImageFiles.readRgb(file)));
    Path anyMap = file("none.pgm", "P5 0 5 255\n");
    assertEquals(
        anyMap + ": cannot be read as PNM: the image has no pixels (0 x 5)", message(anyMap));
  }

  @Test
  void saysWhatATruncatedFileIs() throws IOException {
    Path whole = written(photograph(50, 40, BufferedImage.TYPE_3BYTE_BGR), "tiff");
    byte[] content = Files.readAllBytes(whole);
    Path file = folder.resolve("cut.tif");
    Files.write(file, Arrays.copyOf(content, content.length / 2));
    assertEquals(file + ": cannot be read as TIFF: the file ends too early", message(file));
  }

  /** A gray image of 4 x 1 pixels with a sample format, or 0 for a file that does not state it. */
  private Path tiff(int format, int bits, byte[] samples) throws IOException {
    int[] last = format == 0 ? new int[0] : new int[] {339, 1, format};
    return tiff(new int[] {1, bits}, 1, last, samples);
  }

  /**
   * @param bits how often and how many, as entries store them
   * @param last an entry: tag, count, value; or nothing
   */
  private Path tiff(int[] bits, int samplesPerPixel, int[] last, byte[] samples)
      throws IOException {
    int entries = last.length == 0 ? 9 : 10;
    int end = 8 + 2 + entries * 12 + 4;
    ByteBuffer tiff = ByteBuffer.allocate(end + samples.length).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) entries);
    int[][] values = {
      {256, 1, 4},
      {257, 1, 1},
      {258, bits[0], bits[1]},
      {259, 1, 1},
      {262, 1, 1},
      {273, 1, end},
      {277, 1, samplesPerPixel},
      {278, 1, 1},
      {279, 1, samples.length},
      last
    };
    for (int i = 0; i < entries; i++) {
      tiff.putShort((short) values[i][0]).putShort((short) 3);
      tiff.putInt(values[i][1]).putInt(values[i][2]);
    }
    Path file = folder.resolve("samples.tif");
    Files.write(file, tiff.putInt(0).put(samples).array());
    return file;
  }

  /** An extra sample without a stated meaning (0) is not transparency (2). */
  @ParameterizedTest
  @CsvSource({"0, 1", "2, 0.2"})
  void multipliesByTransparencyAlone(int meaning, float share) throws IOException {
    byte[] samples = {(byte) 255, 51, 102, 51, 0, 51, (byte) 255, 51};
    Path file = tiff(new int[] {2, 8 << 16 | 8}, 2, new int[] {338, 1, meaning}, samples);
    RgbImage read = ImageFiles.readRgb(file);
    assertEquals(share, read.sample(0, 0, 0), 1e-6);
    assertEquals(0.4 * share, read.sample(1, 0, 1), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff", "bmp", "gif", "jpg"})
  void readsFilesInAnArchive(String format) throws IOException {
    Path outside = written(photograph(17, 11, BufferedImage.TYPE_3BYTE_BGR), format);
    URI zip = URI.create("jar:" + folder.resolve("archive.zip").toUri());
    try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path inside = archive.getPath("/image." + format);
      Files.copy(outside, inside);
      assertArrayEquals(
          ImageFiles.readRgb(outside).toArray(), ImageFiles.readRgb(inside).toArray());
      byte[] content = Files.readAllBytes(outside);
      Files.write(inside, Arrays.copyOf(content, content.length / 2));
      assertTrue(message(inside).startsWith(inside + ": cannot be read as "), message(inside));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff", "bmp", "gif", "jpg"})
  void readsStreamsAsFiles(String format) throws IOException {
    Path file = written(photograph(17, 11, BufferedImage.TYPE_3BYTE_BGR), format);
    byte[] content = Files.readAllBytes(file);
    OpenStream in = new OpenStream(content);
    assertArrayEquals(
        ImageFiles.readRgb(file).toArray(), ImageFiles.readRgb(in, "upload").toArray());
    assertEquals(0, in.available());
    assertFalse(in.closed);
    assertEquals(ImageFiles.readMask(file), ImageFiles.readMask(new OpenStream(content), "upload"));
    assertEquals(
        ImageFiles.readLabels(file),
        ImageFiles.readLabels(new OpenStream(content), "upload", ColorEncoding.defaults()));
    OpenStream half = new OpenStream(Arrays.copyOf(content, content.length / 2));
    String message =
        assertThrows(IOException.class, () -> ImageFiles.readRgb(half, "upload")).getMessage();
    assertTrue(message.startsWith("upload: cannot be read as "), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void streamsAreCheckedAsFilesAre() throws IOException {
    OpenStream huge = new OpenStream(pngHeader(60000, 60000));
    assertEquals(
        "upload: cannot be read as PNG: the image is too large: 60000 x 60000 pixels, the limit"
            + " is 100 million pixels",
        assertThrows(IOException.class, () -> ImageFiles.readRgb(huge, "upload")).getMessage());
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    assertEquals(
        "upload: cannot be read: Stream closed",
        assertThrows(IOException.class, () -> ImageFiles.readMask(closed, "upload")).getMessage());
    ColorEncoding exact = ColorEncoding.defaults().withMatching(ColorEncoding.Matching.EXACT);
    OpenStream brown = new OpenStream("P3 1 1 255 90 60 30 ".getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        "upload: cannot be read as labels: the color (90, 60, 30) at x=0, y=0 does not stand for a"
            + " label",
        assertThrows(IOException.class, () -> ImageFiles.readLabels(brown, "upload", exact))
            .getMessage());
  }

  @Test
  void refusesNothingByName() {
    assertNull("file", () -> ImageFiles.readRgb(null));
    assertNull("file", () -> ImageFiles.readMask(null));
    assertNull("file", () -> ImageFiles.readLabels(null));
    assertNull("encoding", () -> ImageFiles.readLabels(folder, null));
    assertNull("in", () -> ImageFiles.readRgb(null, "upload"));
    assertNull("name", () -> ImageFiles.readRgb(new OpenStream(new byte[0]), null));
  }

  private static void assertNull(String name, Executable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
  }

  @Test
  void writesToStreamsWhatItWritesToFiles() throws IOException {
    RgbImage image = BufferedImages.toRgb(photograph(7, 5, BufferedImage.TYPE_3BYTE_BGR));
    BinaryMask mask = BinaryMask.of(2, 1, new byte[] {0, 1});
    ProbabilityMap map = ProbabilityMap.of(2, 1, new float[] {0.2f, 0.9f});
    ArteryVeinMap labels = ArteryVeinMap.of(2, 1, new byte[] {1, 2});
    OpenBytes out = new OpenBytes();
    Path file = folder.resolve("image.png");
    ImageFiles.writePng(out, image);
    ImageFiles.writePng(file, image);
    assertArrayEquals(Files.readAllBytes(file), out.take());
    ImageFiles.writePng(out, mask);
    ImageFiles.writePng(file, mask);
    assertArrayEquals(Files.readAllBytes(file), out.take());
    ImageFiles.writePng(out, map);
    ImageFiles.writePng(file, map);
    assertArrayEquals(Files.readAllBytes(file), out.take());
    ImageFiles.writePng(out, labels);
    ImageFiles.writePng(file, labels);
    assertArrayEquals(Files.readAllBytes(file), out.take());
  }

  /** Knows whether it has been closed. */
  private static final class OpenStream extends ByteArrayInputStream {
    private boolean closed;

    OpenStream(byte[] content) {
      super(content);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Must not be closed. */
  private static final class OpenBytes extends ByteArrayOutputStream {
    byte[] take() {
      byte[] content = toByteArray();
      reset();
      return content;
    }

    @Override
    public void close() {
      throw new AssertionError("closed");
    }
  }

  @Test
  void doesNotCallDamagedWhatADecoderFailsAt() {
    assertEquals(
        "the file is damaged, or of a kind that the decoder does not support"
            + " (ArrayIndexOutOfBoundsException)",
        ImageFiles.reason(new ArrayIndexOutOfBoundsException("3")));
  }

  @Test
  void readsTiffOfUnsignedSamplesWhetherOrNotItSaysSo() throws IOException {
    byte[] samples = {0, 51, (byte) 255, (byte) 204};
    for (int format = 0; format <= 1; format++) {
      RgbImage read = ImageFiles.readRgb(tiff(format, 8, samples));
      assertEquals(0.2f, read.sample(1, 0, 0));
      assertEquals(1, read.sample(2, 0, 1));
      assertEquals(0.8f, read.sample(3, 0, 2));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 8, 'samples of signed integers are not supported, only unsigned ones'",
    "2, 16, 'samples of signed integers are not supported, only unsigned ones'",
    "3, 16, 'floating-point samples are not supported'",
    "3, 32, 'floating-point samples are not supported'",
    "5, 32, 'samples of the format 5 are not supported, only unsigned integers'"
  })
  void refusesTiffOfOtherSamples(int format, int bits, String reason) throws IOException {
    byte[] samples = new byte[4 * bits / 8];
    samples[1] = (byte) 0x80;
    Path file = tiff(format, bits, samples);
    assertEquals(file + ": cannot be read as TIFF: " + reason, message(file));
  }

  /** The JDK's reader fills the rest of such an image with gray and only warns. */
  @ParameterizedTest
  @ValueSource(strings = {"cut", "zeros at the end", "zeros in the middle"})
  void refusesJpegThatLostDataInTheMiddle(String damage) throws IOException {
    byte[] content =
        Files.readAllBytes(written(photograph(200, 150, BufferedImage.TYPE_3BYTE_BGR), "jpg"));
    int half = content.length / 2;
    byte[] damaged = content.clone();
    if (damage.equals("cut")) {
      damaged = Arrays.copyOf(content, half + 2);
      System.arraycopy(content, content.length - 2, damaged, half, 2);
    } else {
      int end = damage.equals("zeros in the middle") ? half + 4096 : content.length - 2;
      Arrays.fill(damaged, half, end, (byte) 0);
    }
    Path file = folder.resolve("damaged.jpg");
    Files.write(file, damaged);
    String message = message(file);
    assertTrue(
        message.startsWith(file + ": cannot be read as JPEG: the file is damaged (Corrupt JPEG"),
        message);
  }

  @Test
  void refusesGifThatLacksHalfOfItsBlocks() throws IOException {
    BufferedImage image = photograph(200, 150, BufferedImage.TYPE_BYTE_INDEXED);
    Path whole = written(image, "gif");
    assertColors(image, ImageFiles.readRgb(whole));
    byte[] content = Files.readAllBytes(whole);
    int start = 13 + 3 * 256;
    while (content[start] != 0x2c) {
      start += content[start + 1] == (byte) 0xf9 ? 8 : 1;
    }
    int at = start + 11;
    while (at < content.length / 2) {
      at += 1 + (content[at] & 255);
    }
    byte[] damaged = Arrays.copyOf(content, at + 2);
    damaged[at] = 0;
    damaged[at + 1] = 0x3b;
    Path file = folder.resolve("damaged.gif");
    Files.write(file, damaged);
    assertEquals(
        file + ": cannot be read as GIF: the file is damaged (pixels are missing)", message(file));
  }

  /** Images that fill the code table, so that it restarts, and smooth images. */
  @ParameterizedTest
  @CsvSource({"300, 300, 1", "640, 200, 40", "1000, 700, 4000"})
  void readsGifOfAnyCompressionExactly(int width, int height, int smoothness) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0, color = 0; i < width * height; i++) {
      color = random.nextInt(smoothness) == 0 ? random.nextInt(200) : color;
      image.getRaster().setSample(i % width, i / width, 0, color);
    }
    assertColors(image, ImageFiles.readRgb(written(image, "gif")));
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void choosesTheSameReaderWhateverElseThereIs(ImageFormat format) throws IOException {
    if (format.readerClass().isEmpty()) {
      return;
    }
    String expected =
        switch (format) {
          case TIFF -> "it.geosolutions.imageioimpl.plugins.tiff.TIFFImageReader";
          case WEBP -> "com.twelvemonkeys.imageio.plugins.webp.WebPImageReader";
          case JPEG2000 -> "com.github.jaiimageio.jpeg2000.impl.J2KImageReader";
          default -> "com.sun.imageio.plugins." + format.name().toLowerCase(Locale.ROOT);
        };
    String name = Plugins.reader(format).getClass().getName();
    assertTrue(name.startsWith(expected), name);
  }

  private static void assertColors(BufferedImage expected, RgbImage read) {
    for (int y = 0; y < expected.getHeight(); y++) {
      for (int x = 0; x < expected.getWidth(); x++) {
        int rgb = expected.getRGB(x, y);
        assertEquals((rgb >> 16 & 255) / 255f, read.sample(x, y, 0));
        assertEquals((rgb >> 8 & 255) / 255f, read.sample(x, y, 1));
        assertEquals((rgb & 255) / 255f, read.sample(x, y, 2));
      }
    }
  }

  private static void assertOneLine(Path file, IOException e) {
    String message = e.getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    assertEquals(1, message.lines().count(), message);
  }

  private static String message(Path file) {
    return assertThrows(IOException.class, () -> ImageFiles.readRgb(file)).getMessage();
  }

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    return file;
  }

  private Path written(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("image." + format);
    ImageWriter writer = jdkWriter(format);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(image);
    } finally {
      writer.dispose();
    }
    return file;
  }

  private static ImageWriter jdkWriter(String format) {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getName().startsWith("com.sun.imageio.")) {
        return writer;
      }
    }
    throw new AssertionError("no writer for " + format);
  }

  private static BufferedImage photograph(int width, int height, int type) {
    SplittableRandom random = new SplittableRandom(7);
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }

  private static byte[] pngHeader(int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeBytes("IHDR");
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, 2, 0, 0, 0});
    chunk(out, header.toByteArray());
    chunk(out, "IDAT".getBytes(StandardCharsets.US_ASCII));
    chunk(out, "IEND".getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, byte[] typeAndContent) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(typeAndContent);
    out.writeInt(typeAndContent.length - 4);
    out.write(typeAndContent);
    out.writeInt((int) sum.getValue());
  }
}
