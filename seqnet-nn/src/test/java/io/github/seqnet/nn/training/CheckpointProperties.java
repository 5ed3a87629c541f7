// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.weights.ModelFormatException;
import io.github.seqnet.preprocess.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.DoubleRange;

class CheckpointProperties {
  private static final SeqNetConfig CONFIG =
      SeqNetConfig.iterNet(1, 1).withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION);

  private static Checkpoint checkpoint() {
    int length = (int) SeqNetArchitecture.network(CONFIG).parameterCount();
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i / 7f;
    }
    float[] zeros = new float[length];
    return new Checkpoint(
        CONFIG.toString(),
        Map.of("steps", "20"),
        "data",
        17,
        Duration.ofSeconds(3),
        OptionalDouble.of(0.5),
        2,
        values,
        zeros,
        zeros,
        values);
  }

  private static byte[] bytes() throws IOException {
    Path file = Files.createTempFile("checkpoint", ".bin");
    try {
      checkpoint().write(file);
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  private static Checkpoint read(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("checkpoint", ".bin");
    try {
      Files.write(file, bytes);
      return Checkpoint.read(file);
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 1, seed = "57")
  void readsWhatWasWritten() throws IOException {
    Checkpoint read = read(bytes());
    assertEquals(CONFIG.toString(), read.model());
    assertEquals(Map.of("steps", "20"), read.options());
    assertEquals(17, read.step());
    assertEquals(OptionalDouble.of(0.5), read.bestScore());
    assertEquals(2, read.validationsSinceBest());
    assertEquals(Duration.ofSeconds(3), read.elapsed());
    assertArrayEquals(checkpoint().parameters(), read.parameters());
    assertArrayEquals(checkpoint().average(), read.average());
  }

  @Property(tries = 60, seed = "58")
  void damagedFileIsRefused(
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double place,
      @ForAll @ByteRange(min = 1) byte change)
      throws IOException {
    byte[] bytes = bytes();
    bytes[(int) (place * bytes.length)] ^= change;
    assertThrows(ModelFormatException.class, () -> read(bytes));
  }

  @Property(tries = 40, seed = "59")
  void truncatedFileIsRefused(
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double place) throws IOException {
    byte[] bytes = bytes();
    byte[] cut = Arrays.copyOf(bytes, (int) (place * bytes.length));
    assertThrows(ModelFormatException.class, () -> read(cut));
  }
}
