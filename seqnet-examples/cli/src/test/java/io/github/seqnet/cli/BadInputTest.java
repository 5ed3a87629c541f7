// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.batch.ImageRun;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gives one line that names the file and the reason, and nothing is half-written. */
final class BadInputTest {
  @TempDir private Path folder;
  private Path weights;
  private Path image;
  private Path output;

  @BeforeEach
  void writeGoodInput() throws IOException {
    weights = SmallModel.write(folder.resolve("small.seqnet"), SmallModel.SEQNET);
    image = SmallModel.writeImage(folder.resolve("good.png"), 40, 40);
    output = folder.resolve("results");
  }

  /** Predicts a bad image, which must fail alone. */
  private String failure(Path badImage) throws IOException {
    Program run = Program.run("predict", "-i", badImage, "-o", output, "--weights", weights);
    assertEquals(1, run.exitCode(), run.err());
    assertOneLine(run, badImage);
    assertNoResultIn(output);
    return run.error();
  }

  /** Predicts with bad weights, which must stop everything. */
  private String failureOfWeights(Path badWeights) throws IOException {
    Program run = Program.run("predict", "-i", image, "-o", output, "--weights", badWeights);
    assertEquals(2, run.exitCode(), run.err());
    assertOneLine(run, badWeights);
    assertFalse(Files.exists(output));
    return run.error();
  }

  private static void assertOneLine(Program run, Path file) {
    assertEquals(1, run.error().lines().count(), run.err());
    assertTrue(run.error().contains(file.toString()), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  private static void assertNoResultIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(
          List.of(folder.resolve(ImageRun.FAILURES)), files.filter(Files::isRegularFile).toList());
    }
  }

  private Path bytes(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void aTruncatedTiff() throws IOException {
    ByteArrayOutputStream tiff = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR), "tiff", tiff);
    byte[] whole = tiff.toByteArray();
    failure(bytes("cut.tif", Arrays.copyOf(whole, whole.length / 2)));
  }

  @Test
  void aTruncatedPng() throws IOException {
    byte[] whole = Files.readAllBytes(image);
    failure(bytes("cut.png", Arrays.copyOf(whole, whole.length / 2)));
  }

  @Test
  void aTextCalledPng() throws IOException {
    failure(bytes("text.png", "not an image".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anEmptyFile() throws IOException {
    assertTrue(failure(bytes("empty.png", new byte[0])).contains("empty"));
  }

  @Test
  void aHeaderOfAbsurdSize() throws IOException {
    String reason = failure(bytes("huge.png", pngHeader(60_000, 60_000)));
    assertTrue(reason.contains("60000 x 60000"), reason);
  }

  @Test
  void aHeaderOfNoSize() throws IOException {
    failure(bytes("nothing.png", pngHeader(0, 0)));
  }

  @Test
  void aMissingImage() {
    Path missing = folder.resolve("missing.png");
    Program run = Program.run("predict", "-i", missing, "-o", output, "--weights", weights);
    assertEquals(2, run.exitCode());
    assertOneLine(run, missing);
    assertFalse(Files.exists(output));
  }

  @Test
  void anOutputFolderThatCannotBe() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path target : new Path[] {file, file.resolve("results")}) {
      Program run = Program.run("predict", "-i", image, "-o", target, "--weights", weights);
      assertEquals(2, run.exitCode());
      assertOneLine(run, target);
    }
  }

  @Test
  void aTruncatedCheckpoint() throws IOException {
    Path whole = SmallModel.writeKeras(folder.resolve("whole.hdf5"), SmallModel.SEQNET);
    byte[] content = Files.readAllBytes(whole);
    failureOfWeights(bytes("cut.hdf5", Arrays.copyOf(content, content.length * 2 / 3)));
  }

  @Test
  void aCheckpointOfAnotherModel() throws IOException {
    Path other = folder.resolve("other.hdf5");
    try (WritableHdfFile hdf = HdfFile.write(other)) {
      hdf.putAttribute("layer_names", new String[] {"dense"});
      var layer = hdf.putGroup("dense");
      layer.putAttribute("weight_names", new String[] {"dense/kernel:0", "dense/bias:0"});
      layer.putGroup("dense").putDataset("kernel:0", new float[3][2]);
    }
    failureOfWeights(other);
  }

  @Test
  void weightsThatAreNotNumbers() throws IOException {
    NetworkWeights sound = SmallModel.weights(SmallModel.SEQNET);
    byte[] content =
        Files.readAllBytes(SmallModel.writeKeras(folder.resolve("sound.hdf5"), SmallModel.SEQNET));
    byte[] first = littleEndian(sound.values("vein.e1.conv1.kernel"));
    int at = 0;
    while (!Arrays.equals(content, at, at + first.length, first, 0, first.length)) {
      at++;
    }
    System.arraycopy(littleEndian(Float.NaN), 0, content, at, Float.BYTES);
    String reason = failureOfWeights(bytes("nan.hdf5", content));
    assertTrue(reason.contains("NaN"), reason);
  }

  private static byte[] littleEndian(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  @Test
  void weightsThatAreText() throws IOException {
    failureOfWeights(bytes("text.seqnet", "weights".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aDamagedWeightFile() throws IOException {
    byte[] content = Files.readAllBytes(weights);
    content[content.length / 2] ^= 1;
    failureOfWeights(bytes("damaged.seqnet", content));
  }

  @Test
  void missingWeights() throws IOException {
    failureOfWeights(folder.resolve("missing.seqnet"));
  }

  @Test
  void aFolderAsWeights() throws IOException {
    failureOfWeights(Files.createDirectory(folder.resolve("weights")));
  }

  private static byte[] pngHeader(int width, int height) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(chunk);
    out.writeBytes("IHDR");
    out.writeInt(width);
    out.writeInt(height);
    out.write(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(chunk.toByteArray());
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    DataOutputStream file = new DataOutputStream(png);
    file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    file.writeInt(13);
    file.write(chunk.toByteArray());
    file.writeInt((int) crc.getValue());
    return png.toByteArray();
  }

  /** 0 background, 1 artery, 2 vein, which look black. */
  @Test
  void numbersOfClassesForAMask() throws IOException {
    Path mask = bytes("classes.pgm", "P2 4 1 255 0 1 2 0".getBytes(StandardCharsets.US_ASCII));
    Program run = Program.run("graph", "-i", mask, "-o", output);
    assertEquals(1, run.exitCode(), run.err());
    assertOneLine(run, mask);
    assertTrue(run.error().contains("look like class indices"), run.err());
    assertNoResultIn(output);
  }
}
