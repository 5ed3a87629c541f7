package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.testing.Fuzzer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "progressive", "tiff", "gif", "bmp", "pnm"})
  void imagesAreReadOrRefused(String format) throws IOException {
    String counts =
        Fuzzer.run(
            List.of(seed(format, 23, 17), seed(format, 5, 40)),
            Fuzzer.inputs(400),
            format.hashCode(),
            4096,
            input -> ImageFiles.read(new ByteArrayInputStream(input), "fuzz", LIMITS));
    System.out.println(format + ": " + counts);
    assertTrue(counts.startsWith("inputs "));
  }

  @Test
  void arraysAreReadOrRefused() throws IOException {
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, new float[12], 3, 4);
    byte[] seed = Files.readAllBytes(file);
    String counts =
        Fuzzer.run(
            List.of(seed),
            Fuzzer.inputs(200),
            7,
            64,
            input -> {
              Files.write(file, input);
              NpyFile.read(file);
            });
    System.out.println("npy: " + counts);
    assertTrue(counts.startsWith("inputs "));
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
