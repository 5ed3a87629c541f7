// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.testing.Fuzzer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutations of the checkpoints of a training; see {@link Fuzzer} for a long run. */
class CheckpointFuzzTest {
  @TempDir Path folder;

  @Test
  void readsOrRejectsCheckpoints() throws IOException {
    Path file = folder.resolve("last.checkpoint");
    float[] vector = {1, 2, 3, 4, 5};
    new Checkpoint(
            "a model",
            Map.of("steps", "12", "seed", "1"),
            "data",
            7,
            Duration.ofSeconds(3),
            OptionalDouble.of(0.5),
            1,
            vector,
            vector,
            vector,
            vector)
        .write(file);
    byte[] seed = Files.readAllBytes(file);
    String counts =
        Fuzzer.run(
            List.of(seed),
            Fuzzer.inputs(200),
            11,
            Fuzzer.Budget.ofBytes(16),
            input -> {
              Files.write(file, repaired(input));
              Checkpoint.read(file);
            });
    System.out.println("checkpoint: " + counts);
    assertTrue(counts.startsWith("inputs "));
  }

  /** Sets the checksum of most inputs, so that mutations get past it. */
  private static byte[] repaired(byte[] input) {
    if (input.length < 32 || input[input.length - 9] % 8 == 7) {
      return input;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(input, 0, input.length - Long.BYTES);
    return ByteBuffer.wrap(input.clone())
        .putLong(input.length - Long.BYTES, checksum.getValue())
        .array();
  }
}
