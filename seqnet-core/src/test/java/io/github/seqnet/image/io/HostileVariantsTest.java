// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.testing.Fuzzer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The same attacks in every place of every format where they fit: sizes that the file does not
 * have, repetition, and data that expand. Each file is read or rejected with one line, within two
 * seconds of processor time and the memory that {@link ReaderLimits} documents.
 */
@SuppressWarnings("ByteBufferBackingArray") // All buffers are allocated here.
class HostileVariantsTest {
  private static final Fuzzer.Budget BUDGET = new Fuzzer.Budget(32L << 20, 16, 48);
  private static final int MANY = 100_000;

  /** 16 x 12 pixels, lossless. */
  private static final String WEBP =
      "UklGRioAAABXRUJQVlA4TB4AAAAvD8ACAM1lRP8DSgIgQBL2hP8naeTBHpSYgB5WcBc=";

  private enum Outcome {
    READ,
    REJECTED,
    EITHER
  }

  private static final class Recipe {
    private final byte[] file;
    private final Outcome outcome;

    Recipe(byte[] file, Outcome outcome) {
      this.file = file;
      this.outcome = outcome;
    }
  }

  @TestFactory
  Stream<DynamicTest> staysWithinTimeAndMemory() throws IOException {
    Map<String, Recipe> recipes = new LinkedHashMap<>();
    tiff(recipes);
    png(recipes);
    jpeg(recipes);
    gif(recipes);
    containers(recipes);
    return recipes.entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getValue())));
  }

  private static void check(Recipe recipe) {
    boolean read =
        Fuzzer.accepts(
            recipe.file,
            BUDGET,
            (input, declared) -> {
              ReadBudget budget = new ReadBudget(ReaderLimits.defaults());
              try {
                ImageFiles.read(new ByteArrayInputStream(input), "upload", budget);
              } finally {
                declared.accept(budget.pixels());
              }
            });
    if (recipe.outcome != Outcome.EITHER) {
      assertEquals(recipe.outcome == Outcome.READ, read);
    }
  }

  private static void tiff(Map<String, Recipe> recipes) {
    for (boolean big : new boolean[] {false, true}) {
      String name = big ? "BigTIFF: " : "TIFF: ";
      // Sub-directories (330), EXIF (34665), GPS (34853), and a tag that nothing knows.
      for (int tag : new int[] {330, 34665, 34853, 65000}) {
        TiffFile huge = new TiffFile(big).image().entry(tag, 4, 0x3fffffff, 8);
        recipes.put(
            name + "entry " + tag + " of 4 GB", new Recipe(huge.bytes(0), Outcome.REJECTED));
        TiffFile itself = new TiffFile(big).image().entry(tag, 4, 1, big ? 16 : 8);
        recipes.put(
            name + "entry " + tag + " refers to its own directory",
            new Recipe(itself.bytes(0), Outcome.EITHER));
      }
      TiffFile references = new TiffFile(big).image();
      byte[] many = references.entry(330, 4, MANY, references.end(1)).bytes(4 * MANY);
      recipes.put(name + "100 000 references to sub-directories", new Recipe(many, Outcome.EITHER));
      recipes.put(
          name + "sub-directory with a repeated tag",
          new Recipe(subDirectory(big, 273, 4, 1, 2000), Outcome.REJECTED));
      recipes.put(
          name + "sub-directory with an entry of 4 GB",
          new Recipe(subDirectory(big, 306, 2, 0x7fffffff, 1), Outcome.REJECTED));
      recipes.put(
          name + "50 000 entries that share one array",
          new Recipe(sharedArray(big), Outcome.EITHER));
      recipes.put(name + "chain of 100 000 directories", new Recipe(chain(big), Outcome.EITHER));
    }
  }

  /** A TIFF whose first directory is the image, and whose sub-directory holds one entry n times. */
  private static byte[] subDirectory(boolean big, int tag, int type, int count, int times) {
    TiffFile first = new TiffFile(big).image();
    byte[] image = first.entry(330, 4, 1, first.end(1)).bytes(0);
    TiffFile second = new TiffFile(big);
    for (int i = 0; i < times; i++) {
      second.entry(tag, type, count, 8);
    }
    byte[] directory = second.directory();
    byte[] file = Arrays.copyOf(image, image.length + directory.length);
    System.arraycopy(directory, 0, file, image.length, directory.length);
    return file;
  }

  private static byte[] sharedArray(boolean big) {
    int entries = 50_000;
    TiffFile file = new TiffFile(big).image();
    int at = file.end(entries);
    for (int i = 0; i < entries; i++) {
      file.entry(1000 + i % 60_000, 1, 1 << 20, at);
    }
    return file.bytes(1 << 20);
  }

  private static byte[] chain(boolean big) {
    int length = big ? 16 : 6;
    TiffFile head = new TiffFile(big).image();
    byte[] first = head.bytes(0);
    ByteBuffer file =
        ByteBuffer.allocate(first.length + MANY * length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(first);
    int next = first.length - (big ? 8 : 4);
    for (int i = 0; i < MANY; i++) {
      int at = first.length + i * length;
      if (big) {
        file.putLong(next, at);
        next = at + 8;
      } else {
        file.putInt(next, at);
        next = at + 2;
      }
    }
    return file.array();
  }

  /** Writes one directory after the header. */
  private static final class TiffFile {
    private final boolean big;
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private int count;

    TiffFile(boolean big) {
      this.big = big;
    }

    /** A gray image of 2 x 2 pixels, whose samples are the first bytes of the file. */
    TiffFile image() {
      int[][] tags = {
        {256, 2}, {257, 2}, {258, 8}, {259, 1}, {262, 1}, {273, 0}, {277, 1}, {278, 2}, {279, 4}
      };
      for (int[] tag : tags) {
        entry(tag[0], 4, 1, tag[1]);
      }
      return this;
    }

    TiffFile entry(int tag, int type, int number, int value) {
      ByteBuffer entry = ByteBuffer.allocate(big ? 20 : 12).order(ByteOrder.LITTLE_ENDIAN);
      entry.putShort((short) tag).putShort((short) type);
      if (big) {
        entry.putLong(number).putLong(value);
      } else {
        entry.putInt(number).putInt(value);
      }
      entries.writeBytes(entry.array());
      count++;
      return this;
    }

    /** Where the file ends if some more entries are written. */
    int end(int more) {
      return (big ? 16 + 8 : 8 + 2) + (count + more) * (big ? 20 : 12) + (big ? 8 : 4);
    }

    byte[] directory() {
      int head = big ? 8 : 2;
      ByteBuffer bytes =
          ByteBuffer.allocate(head + entries.size() + (big ? 8 : 4)).order(ByteOrder.LITTLE_ENDIAN);
      if (big) {
        bytes.putLong(count);
      } else {
        bytes.putShort((short) count);
      }
      bytes.put(entries.toByteArray());
      return bytes.array();
    }

    byte[] bytes(int behind) {
      ByteBuffer header = ByteBuffer.allocate(big ? 16 : 8).order(ByteOrder.LITTLE_ENDIAN);
      header.put("II".getBytes(StandardCharsets.US_ASCII));
      if (big) {
        header.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(16);
      } else {
        header.putShort((short) 42).putInt(8);
      }
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      file.writeBytes(header.array());
      file.writeBytes(directory());
      file.writeBytes(new byte[behind]);
      return file.toByteArray();
    }
  }

  private static void png(Map<String, Recipe> recipes) throws IOException {
    byte[] png = image("png");
    for (String type : new String[] {"tEXt", "zTXt", "iTXt", "iCCP", "eXIf", "sPLT", "prVt"}) {
      ByteArrayOutputStream huge = new ByteArrayOutputStream();
      huge.write(png, 0, 33);
      huge.writeBytes(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array());
      huge.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
      huge.write(png, 33, png.length - 33);
      recipes.put(
          "PNG: " + type + " declares 2 GB", new Recipe(huge.toByteArray(), Outcome.REJECTED));
      recipes.put(
          "PNG: 100 000 chunks " + type,
          new Recipe(withChunks(png, type, new byte[] {'a', 0, 0}, MANY), Outcome.EITHER));
    }
    recipes.put(
        "PNG: 100 000 empty chunks IDAT",
        new Recipe(withChunks(png, "IDAT", new byte[0], MANY), Outcome.EITHER));
    byte[] bomb = deflated(64 << 20);
    for (int interlace : new int[] {0, 1}) {
      for (int[] size : new int[][] {{1, 1}, {64, 1}, {1, 64}, {3, 5}}) {
        recipes.put(
            "PNG: %d x %d, interlacing %d, data of 64 MB".formatted(size[0], size[1], interlace),
            new Recipe(png(size[0], size[1], interlace, bomb), Outcome.EITHER));
      }
      recipes.put(
          "PNG: 9000 x 9000, interlacing %d, without data".formatted(interlace),
          new Recipe(png(9000, 9000, interlace, deflated(0)), Outcome.REJECTED));
    }
    ByteBuffer profile = ByteBuffer.allocate(256);
    profile.putInt(0, Integer.MAX_VALUE);
    profile.position(36);
    profile.put("acsp".getBytes(StandardCharsets.US_ASCII));
    profile.putInt(128, Integer.MAX_VALUE);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(new byte[] {'a', 0, 0});
    content.writeBytes(deflated(profile.array()));
    recipes.put(
        "PNG: color profile that declares 2 GB and 2 billion tags",
        new Recipe(withChunks(png, "iCCP", content.toByteArray(), 1), Outcome.EITHER));
  }

  private static byte[] png(int width, int height, int interlace, byte[] data) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) 8).put((byte) 2).put((byte) 0).put((byte) 0).put((byte) interlace);
    file.writeBytes(chunk("IHDR", header.array()));
    file.writeBytes(chunk("IDAT", data));
    file.writeBytes(chunk("IEND", new byte[0]));
    return file.toByteArray();
  }

  private static byte[] withChunks(byte[] png, String type, byte[] content, int times) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(png, 0, 33);
    byte[] chunk = chunk(type, content);
    for (int i = 0; i < times; i++) {
      file.writeBytes(chunk);
    }
    file.write(png, 33, png.length - 33);
    return file.toByteArray();
  }

  private static byte[] chunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12).putInt(content.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, content.length + 4);
    return chunk.putInt((int) sum.getValue()).array();
  }

  private static byte[] deflated(int zeros) {
    return deflated(new byte[zeros]);
  }

  private static byte[] deflated(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED))) {
      deflater.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void jpeg(Map<String, Recipe> recipes) throws IOException {
    byte[] jpeg = image("jpeg");
    for (int marker : new int[] {0xe0, 0xe1, 0xe2, 0xee, 0xfe, 0xdb, 0xc4, 0xdd}) {
      byte[] segment = {(byte) 0xff, (byte) marker, 0, 2};
      recipes.put(
          "JPEG: a million empty segments " + Integer.toHexString(marker),
          new Recipe(inserted(jpeg, 2, segment, 1_000_000), Outcome.EITHER));
    }
    byte[] exif = new TiffFile(false).entry(34665, 4, 0x3fffffff, 8).bytes(0);
    byte[] loop = new TiffFile(false).entry(34665, 4, 1, 8).bytes(0);
    byte[] repeated = subDirectory(false, 274, 3, 1, 4000);
    recipes.put("JPEG: EXIF with an entry of 4 GB", new Recipe(exif(jpeg, exif), Outcome.READ));
    recipes.put("JPEG: EXIF that refers to itself", new Recipe(exif(jpeg, loop), Outcome.READ));
    recipes.put("JPEG: EXIF with repeated tags", new Recipe(exif(jpeg, repeated), Outcome.EITHER));
    byte[] profile = new byte[18];
    profile[0] = (byte) 0xff;
    profile[1] = (byte) 0xe2;
    profile[3] = 16;
    System.arraycopy("ICC_PROFILE".getBytes(StandardCharsets.US_ASCII), 0, profile, 4, 11);
    profile[16] = 1;
    profile[17] = (byte) 255;
    recipes.put(
        "JPEG: 100 000 parts of a color profile",
        new Recipe(inserted(jpeg, 2, profile, MANY), Outcome.EITHER));
    byte[] restart = {(byte) 0xff, (byte) 0xd0};
    recipes.put(
        "JPEG: a million restart markers",
        new Recipe(inserted(jpeg, jpeg.length - 2, restart, 1_000_000), Outcome.EITHER));
  }

  private static byte[] exif(byte[] jpeg, byte[] tiff) {
    ByteBuffer segment = ByteBuffer.allocate(tiff.length + 10);
    segment.putShort((short) 0xffe1).putShort((short) (tiff.length + 8));
    segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff);
    return inserted(jpeg, 2, segment.array(), 1);
  }

  private static byte[] inserted(byte[] file, int at, byte[] part, int times) {
    byte[] longer = new byte[file.length + part.length * times];
    System.arraycopy(file, 0, longer, 0, at);
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, longer, at + i * part.length, part.length);
    }
    System.arraycopy(file, at, longer, at + part.length * times, file.length - at);
    return longer;
  }

  private static void gif(Map<String, Recipe> recipes) throws IOException {
    byte[] gif = image("gif");
    byte[] frame = {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0};
    recipes.put(
        "GIF: 300 000 frames",
        new Recipe(inserted(gif, gif.length - 1, frame, 300_000), Outcome.EITHER));
    byte[] comment = {0x21, (byte) 0xfe, 1, 'a', 0};
    int first = 13 + (gif[10] < 0 ? 3 << (1 + (gif[10] & 7)) : 0);
    recipes.put(
        "GIF: 300 000 comments", new Recipe(inserted(gif, first, comment, 300_000), Outcome.READ));
  }

  private static void containers(Map<String, Recipe> recipes) throws IOException {
    byte[] webp = Base64.getDecoder().decode(WEBP);
    for (int size : new int[] {Integer.MAX_VALUE, -1, -2}) {
      for (String type : new String[] {"EXIF", "ICCP", "XMP ", "ABCD"}) {
        ByteBuffer chunk = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(type.getBytes(StandardCharsets.US_ASCII)).putInt(size);
        byte[] file = inserted(webp, 12, chunk.array(), 1);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 8);
        recipes.put(
            "WebP: " + type + " of " + Integer.toUnsignedString(size) + " bytes",
            new Recipe(file, Outcome.REJECTED));
      }
    }
    byte[] chunks = inserted(webp, 12, "ABCD\0\0\0\0".getBytes(StandardCharsets.US_ASCII), MANY);
    ByteBuffer.wrap(chunks).order(ByteOrder.LITTLE_ENDIAN).putInt(4, chunks.length - 8);
    recipes.put("WebP: 100 000 empty chunks", new Recipe(chunks, Outcome.EITHER));
    for (String type : new String[] {"ICCP", "EXIF"}) {
      byte[] content = new byte[72];
      System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, content, 0, 4);
      content[4] = 64;
      byte[] many = inserted(webp, 12, content, MANY / 10);
      ByteBuffer.wrap(many).order(ByteOrder.LITTLE_ENDIAN).putInt(4, many.length - 8);
      recipes.put("WebP: 10 000 chunks " + type, new Recipe(many, Outcome.EITHER));
    }
    byte[] jp2 = new byte[64];
    byte[] signature = {0, 0, 0, 12, 'j', 'P', ' ', ' ', '\r', '\n', (byte) 0x87, '\n'};
    for (int size : new int[] {0, 1, 2, 7, Integer.MAX_VALUE, -1}) {
      for (String type : new String[] {"ftyp", "jp2h", "uuid", "jp2c"}) {
        System.arraycopy(signature, 0, jp2, 0, signature.length);
        ByteBuffer box = ByteBuffer.wrap(jp2).position(12).putInt(size);
        box.put(type.getBytes(StandardCharsets.US_ASCII)).putLong(Long.MAX_VALUE);
        recipes.put(
            "JPEG 2000: box " + type + " of " + Integer.toUnsignedString(size) + " bytes",
            new Recipe(jp2.clone(), Outcome.REJECTED));
      }
    }
    ByteBuffer bmp = ByteBuffer.allocate(14 + 124 + 4).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put("BM".getBytes(StandardCharsets.US_ASCII)).putInt(142).putInt(0).putInt(138);
    bmp.putInt(124).putInt(1).putInt(1).putShort((short) 1).putShort((short) 24);
    bmp.putInt(14 + 56, 0x4d424544); // an embedded profile ...
    bmp.putInt(14 + 112, 100).putInt(14 + 116, Integer.MAX_VALUE); // ... of 2 GB
    recipes.put("BMP: color profile of 2 GB", new Recipe(bmp.array().clone(), Outcome.EITHER));
    bmp.putInt(14 + 32, Integer.MAX_VALUE); // colors of the palette
    recipes.put("BMP: palette of 2 billion colors", new Recipe(bmp.array(), Outcome.EITHER));
    byte[] comment = new byte[4 << 20];
    Arrays.fill(comment, (byte) 'a');
    comment[0] = 'P';
    comment[1] = '2';
    comment[2] = '\n';
    comment[3] = '#';
    recipes.put("PNM: comment of 4 MB", new Recipe(comment, Outcome.REJECTED));
    byte[] digits = new byte[4 << 20];
    Arrays.fill(digits, (byte) '9');
    digits[0] = 'P';
    digits[1] = '2';
    digits[2] = '\n';
    recipes.put("PNM: number of 4 million digits", new Recipe(digits, Outcome.REJECTED));
    recipes.put("DICOM: 10 000 nested sequences", new Recipe(nestedDicom(), Outcome.REJECTED));
  }

  private static byte[] nestedDicom() {
    int depth = 10_000;
    ByteBuffer file = ByteBuffer.allocate(132 + 20 * depth).order(ByteOrder.LITTLE_ENDIAN);
    file.position(128);
    file.put("DICM".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < depth; i++) {
      file.putShort((short) 8).putShort((short) 0x1140).put((byte) 'S').put((byte) 'Q');
      file.putShort((short) 0).putInt(-1);
      file.putShort((short) 0xfffe).putShort((short) 0xe000).putInt(-1);
    }
    return file.array();
  }

  private static byte[] image(String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR), format, out);
    return out.toByteArray();
  }
}
