// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.testing.Fuzzer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mutations of image formats and arrays; see {@link Fuzzer} for a long run. */
class ImageFuzzTest {
  private static final ReaderLimits LIMITS = ReaderLimits.defaults().withPixels(1_000_000);

  /** The limits that {@link ReaderLimits} promises. */
  private static final Fuzzer.Budget BUDGET = new Fuzzer.Budget(32L << 20, 16, 48);

  /** 16 x 12 pixels: lossless, lossy, lossy with alpha. */
  private static final List<String> WEBP =
      List.of(
          "UklGRioAAABXRUJQVlA4TB4AAAAvD8ACAM1lRP8DSgIgQBL2hP8naeTBHpSYgB5WcBc=",
          "UklGRkIAAABXRUJQVlA4IDYAAADwAQCdASoQAAwABABoJbACdADRpqqFmcAA/un06lZ/o/Sjcly+rLUPB/Vo"
              + "qftRKxblkYij2AA=",
          "UklGRnIAAABXRUJQVlA4WAoAAAAQAAAADwAACwAAQUxQSBkAAAABuYzof0Bt2zaMS+r/R2fLHDEBE4Drmt4F"
              + "AFZQOCAyAAAA0AEAnQEqEAAMAAVAfCWwAnQAz234LwAA/tj7Nzpo4s5IF5WisPPfS/fVfKS6W1wAAAA=");

  /** 16 x 12 pixels. */
  private static final String JP2 =
      "AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAADAAAABAAAwcHAAAAAAAP"
          + "Y29scgEAAAAAABAAAAFCanAyY/9P/1EALwAAAAAAEAAAAAwAAAAAAAAAAAAAABAAAAAMAAAAAAAAAAAAAwcB"
          + "AQcBAQcBAf9SAAwAAAABAAMEBAAB/1wADUBASEhQSEhQSEhQ/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2"
          + "ZXJzaW9uIDIuNS40/5AACgAAAAAAwQAB/5PfgDAHivYBrn/PtBQHlmX6C8+0FA6bpkN5w+oEgCEADP9hvwjD"
          + "6gSAIQAM/2G/CMPqBIAhgHwhAAz/FH8HC1/B84OB8gMAG/W6DL8vwfODgfIDABv1ugy/L8HzhYPnCz8wUBvD"
          + "mSVBIWZ9sXshjy0E78D5AsB8IYA2nSgfP0COAMD5AsB8IYA2nSgfP0COAMfaGQ+oKn5goH6TMcwHz1YwW5dJ"
          + "54HHhi9hf4Z0UKGCOLkqn//Z";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"png", "jpeg", "progressive", "tiff", "gif", "bmp", "pnm", "webp", "jp2", "dicom"})
  void readsOrRejectsImages(String format) throws IOException {
    String counts =
        Fuzzer.run(
            seeds(format),
            Fuzzer.inputs(400),
            format.hashCode(),
            BUDGET,
            (input, declared) -> {
              ReadBudget budget = new ReadBudget(LIMITS);
              try {
                ImageFiles.read(new ByteArrayInputStream(input), "fuzz", budget);
              } finally {
                declared.accept(budget.pixels());
              }
            });
    System.out.println(format + ": " + counts);
    assertTrue(counts.startsWith("inputs "));
  }

  @Test
  void readsOrRejectsArrays() throws IOException {
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, new float[12], 3, 4);
    byte[] seed = Files.readAllBytes(file);
    String counts =
        Fuzzer.run(
            List.of(seed),
            Fuzzer.inputs(200),
            7,
            Fuzzer.Budget.ofBytes(16),
            input -> {
              Files.write(file, input);
              NpyFile.read(file);
            });
    System.out.println("npy: " + counts);
    assertTrue(counts.startsWith("inputs "));
  }

  private static List<byte[]> seeds(String format) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    switch (format) {
      case "webp" -> WEBP.forEach(text -> seeds.add(Base64.getDecoder().decode(text)));
      case "jp2" -> seeds.add(Base64.getDecoder().decode(JP2));
      case "dicom" -> {
        seeds.add(dicom("1.2.840.10008.1.2.1", new byte[23 * 17 * 3]));
        seeds.add(dicom("1.2.840.10008.1.2.4.50", fragments(seed("jpeg", 23, 17))));
        seeds.add(dicom("1.2.840.10008.1.2.4.90", fragments(Base64.getDecoder().decode(JP2))));
      }
      default -> {
        seeds.add(seed(format, 23, 17));
        seeds.add(seed(format, 5, 40));
      }
    }
    return seeds;
  }

  /** A photograph of 23 x 17 pixels in explicit little endian. */
  private static byte[] dicom(String syntax, byte[] pixels) {
    ByteBuffer out = ByteBuffer.allocate(1024 + pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    out.position(128);
    out.put("DICM".getBytes(StandardCharsets.US_ASCII));
    element(out, 0x00020010, "UI", syntax);
    element(out, 0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.77.1.5.1");
    element(out, 0x00200062, "CS", "L");
    element(out, 0x00280002, "US", "\3\0");
    element(out, 0x00280004, "CS", "RGB");
    element(out, 0x00280006, "US", "\0\0");
    element(out, 0x00280010, "US", "\21\0");
    element(out, 0x00280011, "US", "\27\0");
    element(out, 0x00280030, "DS", "0.006\\0.006");
    element(out, 0x00280100, "US", "\10\0");
    element(out, 0x00280101, "US", "\10\0");
    element(out, 0x00280102, "US", "\7\0");
    out.putShort((short) 0x7fe0).putShort((short) 0x0010).put((byte) 'O').put((byte) 'W');
    out.putShort((short) 0).putInt(syntax.contains(".4.") ? -1 : pixels.length);
    out.put(pixels);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void element(ByteBuffer out, int tag, String type, String value) {
    String even = value.length() % 2 == 0 ? value : value + " ";
    out.putShort((short) (tag >>> 16)).putShort((short) tag);
    out.put(type.getBytes(StandardCharsets.US_ASCII)).putShort((short) even.length());
    out.put(even.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** An empty offset table, one fragment and the delimiter. */
  private static byte[] fragments(byte[] stream) {
    int even = stream.length + stream.length % 2;
    ByteBuffer out = ByteBuffer.allocate(24 + even).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0xe000fffe).putInt(0).putInt(0xe000fffe).putInt(even).put(stream);
    return out.position(16 + even).putInt(0xe0ddfffe).array();
  }

  private static byte[] seed(String format, int width, int height) throws IOException {
    if (format.equals("pnm")) {
      return ("P2 " + width + " " + height + " 255" + " 7".repeat(width * height))
          .getBytes(StandardCharsets.US_ASCII);
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, i * 7919);
    }
    boolean progressive = format.equals("progressive");
    String name = progressive ? "jpeg" : format;
    ImageWriter writer = ImageIO.getImageWritersByFormatName(name).next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (progressive) {
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
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
