// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class WeightFileProperties {
  private static final int START = 20;
  private static final int SIGNATURE_AND_VERSION = 12;

  private final TrainedModel model =
      WeightFileTest.model(SeqNetConfig.iterNet(1, 1), Provenance.imported("a test"));
  private final byte[] bytes = bytes(model);

  @Property(tries = 200, seed = "20")
  void anyChangedByteIsNoticed(
      @ForAll @IntRange(min = 0, max = 1 << 30) int place,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    byte[] damaged = bytes.clone();
    damaged[place % damaged.length] ^= (byte) change;
    assertCleanError(damaged);
  }

  @Property(tries = 100, seed = "20")
  void anyTruncationIsNoticed(@ForAll @IntRange(min = 0, max = 1 << 30) int length) {
    assertCleanError(Arrays.copyOf(bytes, length % bytes.length));
  }

  /** Behind a checksum made to fit, the parser itself meets whatever the bytes say. */
  @Property(tries = 200, seed = "20")
  void damageBehindAFittingChecksumGivesACleanErrorOrAModel(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 1 << 30) Integer> places,
      @ForAll boolean inHeader,
      @ForAll byte value)
      throws IOException {
    byte[] damaged = bytes.clone();
    int parsed = damaged.length - 4 * (int) model.network().parameterCount() - 4;
    int end = inHeader ? parsed : damaged.length - 4;
    for (int place : places) {
      damaged[START + place % (end - START)] = value;
    }
    fitChecksum(damaged);
    assertCleanErrorOrModel(damaged);
  }

  @Property(tries = 100, seed = "20")
  void fileCutShortWithFittingLengthAndChecksumGivesACleanError(
      @ForAll @IntRange(min = START + 4, max = 1 << 30) int length) throws IOException {
    byte[] damaged = Arrays.copyOf(bytes, START + 4 + length % (bytes.length - START - 4));
    ByteBuffer.wrap(damaged)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(SIGNATURE_AND_VERSION, damaged.length);
    fitChecksum(damaged);
    assertCleanError(damaged);
  }

  @Property(tries = 200, seed = "20")
  void anyTextIsKept(
      @ForAll @CharRange(from = 0, to = '\ud7ff') String recipe,
      @ForAll @Size(max = 5) List<@CharRange(from = 0, to = '\u007f') String> dataSets,
      @ForAll long seed) {
    Provenance provenance =
        new Provenance(
            dataSets, recipe, OptionalLong.of(seed), "1", "17", "any", Instant.EPOCH, recipe);
    WeightHeader header =
        new WeightHeader(
            SeqNetConfig.iterNet(1, 1).specification(), provenance, recipe, null, null);
    assertEquals(header, WeightHeader.parse(header.toText(), WeightFile.VERSION));
  }

  private static void assertCleanError(byte[] damaged) {
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> read(damaged));
    assertTrue(e.getMessage().startsWith("name: "), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  private static void assertCleanErrorOrModel(byte[] damaged) throws IOException {
    try {
      read(damaged);
    } catch (ModelFormatException e) {
      assertTrue(e.getMessage().startsWith("name: "), e.getMessage());
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
  }

  private static TrainedModel read(byte[] content) throws IOException {
    return WeightFile.read(new ByteArrayInputStream(content), "name");
  }

  private static void fitChecksum(byte[] content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content, 0, content.length - 4);
    ByteBuffer.wrap(content)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(content.length - 4, (int) checksum.getValue());
  }

  private static byte[] bytes(TrainedModel model) {
    try {
      Path file = Files.createTempFile("model", ".seqnet");
      try {
        WeightFile.write(file, model);
        return Files.readAllBytes(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
