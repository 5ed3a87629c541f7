package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.testing.Fuzzer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutations of files of weights; see {@link Fuzzer} for a long run. */
class WeightFuzzTest {
  /** Deflate expands by up to 1032, and jhdf copies what it reads up to four times. */
  private static final long BYTES_PER_BYTE = 4400;

  @TempDir Path folder;

  @Test
  void readsOrRejectsWeightFiles() throws IOException {
    Path file = folder.resolve("weights.seqnet");
    WeightFile.write(file, model());
    report(
        "seqnet",
        List.of(Files.readAllBytes(file), resource("version1.seqnet")),
        input -> WeightFile.read(new ByteArrayInputStream(repaired(input)), "fuzz"));
  }

  @Test
  void readsOrRejectsSafetensors() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    SafetensorsModels.write(model(), file);
    report(
        "safetensors",
        List.of(Files.readAllBytes(file)),
        input -> {
          Files.write(file, input);
          ModelFiles.read(file);
        });
  }

  @Test
  void readsOrRejectsKerasFiles() throws IOException {
    Path file = folder.resolve("weights.h5");
    KerasFile.write(file, model());
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(Files.readAllBytes(file));
    for (String name :
        List.of(
            "seqnet-k1-t2.keras2-weights.hdf5",
            "seqnet-k1-t2.weights.h5",
            "seqnet-k1-t2.keras3.h5")) {
      seeds.add(resource(name));
    }
    report("hdf5", seeds, input -> KerasFile.read("fuzz", input));
  }

  private static void report(String name, List<byte[]> seeds, Fuzzer.Reader reader) {
    String counts = Fuzzer.run(seeds, Fuzzer.inputs(200), name.hashCode(), BYTES_PER_BYTE, reader);
    System.out.println(name + ": " + counts);
    assertTrue(counts.startsWith("inputs "));
  }

  /** Sets the length and the checksum of most inputs, so that mutations get past them. */
  private static byte[] repaired(byte[] input) {
    if (input.length < 32 || input[input.length - 5] % 8 == 7) {
      return input;
    }
    ByteBuffer file = ByteBuffer.wrap(input.clone()).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(WeightFile.SIGNATURE.length + Integer.BYTES, input.length);
    CRC32C checksum = new CRC32C();
    checksum.update(file.array(), 0, input.length - Integer.BYTES);
    file.putInt(input.length - Integer.BYTES, (int) checksum.getValue());
    return file.array();
  }

  private static TrainedModel model() {
    return WeightFileTest.model(SeqNetConfig.seqNet(1, 1), WeightFileTest.PROVENANCE);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = WeightFuzzTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
