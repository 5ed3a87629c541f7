// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that would take a careless decoder minutes or gigabytes. */
@SuppressWarnings("ByteBufferBackingArray") // All buffers are allocated here.
class HostileFilesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MOST_TIMES = 20;
  private static final long FIRST_USE_NANOS = 500_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** 16 x 12 pixels, lossless. */
  private static final String WEBP =
      "UklGRioAAABXRUJQVlA4TB4AAAAvD8ACAM1lRP8DSgIgQBL2hP8naeTBHpSYgB5WcBc=";

  @Test
  void refusesTiffEntryLargerThanTheFile() throws IOException {
    ByteBuffer tiff = tiff(64);
    tiff.putShort((short) 1);
    entry(tiff, 306, 5, 0x08000000, 100);
    assertRefused(tiff.array(), "ends too early");
  }

  @Test
  void refusesRepeatedTiffTags() throws IOException {
    ByteBuffer tiff = tiff(8 + 2 + 2000 * 12 + 26004);
    tiff.putShort((short) 2000);
    for (int i = 0; i < 2000; i++) {
      entry(tiff, 273, 4, 500, 8);
    }
    assertRefused(tiff.array(), "repeated");
  }

  @Test
  void refusesBigTiffOfManyEntries() throws IOException {
    ByteBuffer tiff = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put("II".getBytes(StandardCharsets.US_ASCII)).putShort((short) 43).putShort((short) 8);
    tiff.putShort((short) 0).putLong(16).putLong(1L << 60);
    assertRefused(tiff.array(), "ends too early");
  }

  @Test
  void refusesCyclicTiffDirectories() throws IOException {
    ByteBuffer cycle = tiff(64);
    cycle.putShort((short) 1);
    entry(cycle, 256, 3, 1, 4);
    cycle.putInt(8);
    assertRefused(cycle.array(), "cycle");
  }

  @Test
  void refusesTiffStripsThatAreTooShortOrWithoutSizes() throws IOException {
    for (int compression : new int[] {1, 32773}) {
      for (int size : new int[] {-1, 3}) {
        ByteBuffer tiff = tiff(400);
        tiff.putShort((short) (size < 0 ? 8 : 9));
        entry(tiff, 256, 3, 1, 8);
        entry(tiff, 257, 3, 1, 8);
        entry(tiff, 258, 3, 1, 8);
        entry(tiff, 259, 3, 1, compression);
        entry(tiff, 262, 3, 1, 1);
        entry(tiff, 273, 4, 1, 200);
        entry(tiff, 277, 3, 1, 1);
        entry(tiff, 278, 3, 1, 8);
        if (size >= 0) {
          entry(tiff, 279, 4, 1, size);
        }
        assertRefused(tiff.array(), "");
      }
    }
  }

  @Test
  void refusesRepeatedProgressiveScans() throws IOException {
    byte[] jpeg = progressive(256);
    int last = jpeg.length;
    for (int i = 0; i + 1 < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xda) {
        last = i;
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, last);
    for (int i = 0; i < 2000; i++) {
      out.write(jpeg, last, jpeg.length - 2 - last);
    }
    out.write(jpeg, jpeg.length - 2, 2);
    assertRefused(out.toByteArray(), "scan");
    ImageFiles.readRgb(new ByteArrayInputStream(jpeg), "whole");
  }

  @Test
  void passesOverCompressedTextAndProfileBombs() throws IOException {
    byte[] png = png();
    byte[] bomb = new byte[64 << 20];
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(bomb);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, 33);
    for (String type : new String[] {"zTXt", "iCCP"}) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      content.writeBytes((type + "a\0\0").getBytes(StandardCharsets.US_ASCII));
      content.writeBytes(packed.toByteArray());
      CRC32 sum = new CRC32();
      sum.update(content.toByteArray());
      out.writeBytes(ByteBuffer.allocate(4).putInt(content.size() - 4).array());
      out.writeBytes(content.toByteArray());
      out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
    out.write(png, 33, png.length - 33);
    LoadedImage read =
        assertTimeoutPreemptively(
            LIMIT,
            () ->
                ImageFiles.read(
                    new ByteArrayInputStream(out.toByteArray()), "bomb", ReaderLimits.defaults()));
    assertEquals(8, read.image().width());
    assertEquals(1, read.metadata().warnings().size());
  }

  /** The decoder takes missing bytes for zeros, and computed a whole image of them. */
  @Test
  void refusesWebpWithoutItsData() throws IOException {
    byte[] webp = Base64.getDecoder().decode(WEBP);
    ImageFiles.readRgb(new ByteArrayInputStream(webp), "whole");
    for (int width : new int[] {15, 16143}) {
      byte[] cut = webp.clone();
      ByteBuffer file = ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN);
      file.putInt(21, width | 300 << 14);
      assertRefused(cut, "");
    }
  }

  @Test
  void refusesDeflatedDicomThatExpandsFar() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    byte[] syntax = "1.2.840.10008.1.2.1.99".getBytes(StandardCharsets.US_ASCII);
    out.writeBytes(new byte[] {2, 0, 0x10, 0, 'U', 'I', (byte) syntax.length, 0});
    out.writeBytes(syntax);
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9, true))) {
      for (int k = 0; k < 64; k++) {
        deflater.write(new byte[1 << 20]);
      }
    }
    assertRefused(out.toByteArray(), "expand to more than");
  }

  /** A truncated file is rejected, or read as the whole image. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "tiff", "gif", "bmp", "webp"})
  void neverReadsATruncatedFileInPart(String format) throws IOException {
    byte[] whole;
    if (format.equals("webp")) {
      whole = Base64.getDecoder().decode(WEBP);
    } else {
      BufferedImage image = new BufferedImage(31, 17, BufferedImage.TYPE_3BYTE_BGR);
      for (int i = 0; i < 31 * 17; i++) {
        image.setRGB(i % 31, i / 31, i * 7919);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, format, out);
      whole = out.toByteArray();
    }
    RgbImage expected = ImageFiles.readRgb(new ByteArrayInputStream(whole), "whole");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (format.equals("webp") && length > 12) {
        // The container's own length alone would not be a test of the decoder.
        ByteBuffer file = ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(4, length - 8);
        if (length > 20) {
          file.putInt(16, length - 20);
        }
      }
      RgbImage read;
      try {
        read = ImageFiles.readRgb(new ByteArrayInputStream(cut), "cut");
      } catch (IOException e) {
        continue;
      }
      assertArrayEquals(expected.toArray(), read.toArray(), length + " of " + whole.length);
    }
  }

  @Test
  void enforcesTheLimitsOfAServer() throws IOException {
    byte[] png = png();
    ReaderLimits limits = ReaderLimits.defaults();
    assertTrue(message(png, limits.withPixels(63)).contains("the limit is 63 pixels"));
    assertTrue(message(png, limits.withBytes(png.length - 1L)).contains("too large"));
    assertTrue(message(png, limits.withSeconds(1e-9)).contains("was stopped after"));
  }

  private static String message(byte[] file, ReaderLimits limits) {
    return assertThrows(
            IOException.class,
            () -> ImageFiles.read(new ByteArrayInputStream(file), "upload", limits))
        .getMessage();
  }

  /** The time is that of a normal image of the same number of bytes, with room for a first use. */
  private static void assertRefused(byte[] file, String reason) throws IOException {
    byte[] normal =
        ("P5 " + Math.max(64, file.length) + " 1 255 ").getBytes(StandardCharsets.US_ASCII);
    byte[] image = Arrays.copyOf(normal, normal.length + Math.max(64, file.length));
    long usual = Long.MAX_VALUE;
    for (int k = 0; k < 3; k++) {
      long start = THREADS.getCurrentThreadCpuTime();
      ImageFiles.readRgb(new ByteArrayInputStream(image), "normal");
      usual = Math.min(usual, THREADS.getCurrentThreadCpuTime() - start);
    }
    long[] taken = new long[1];
    IOException failure =
        assertTimeoutPreemptively(
            LIMIT,
            () -> {
              long start = THREADS.getCurrentThreadCpuTime();
              IOException thrown =
                  assertThrows(
                      IOException.class,
                      () -> ImageFiles.readRgb(new ByteArrayInputStream(file), "upload"));
              taken[0] = THREADS.getCurrentThreadCpuTime() - start;
              return thrown;
            });
    assertTrue(failure.getMessage().contains(reason), failure.getMessage());
    assertTrue(
        taken[0] < MOST_TIMES * usual + FIRST_USE_NANOS,
        taken[0] + " ns, a normal image takes " + usual + " ns");
  }

  private static ByteBuffer tiff(int size) {
    ByteBuffer tiff = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put("II".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    return tiff;
  }

  private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
    tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR), "png", out);
    return out.toByteArray();
  }

  private static byte[] progressive(int side) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < side; i++) {
      image.setRGB(i, i, 0xff8040);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
