// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.testing.Fuzzer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutations of files of weights; see {@link Fuzzer} for a long run. */
class WeightFuzzTest {
  private static final Fuzzer.Budget BUDGET = Fuzzer.Budget.ofBytes(64);

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

  /** Archives whose entry is stored, so that mutations reach the HDF5 file in it. */
  @Test
  void readsOrRejectsKerasArchives() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
      byte[] content = resource("seqnet-k1-t2.weights.h5");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(out)) {
        ZipEntry entry = new ZipEntry("model.weights.h5");
        entry.setMethod(method);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
      seeds.add(out.toByteArray());
    }
    Path file = folder.resolve("model.keras");
    report(
        "keras",
        seeds,
        input -> {
          Files.write(file, input);
          ModelFiles.read(file);
        });
  }

  private static void report(String name, List<byte[]> seeds, Fuzzer.Reader reader) {
    String counts = Fuzzer.run(seeds, Fuzzer.inputs(200), name.hashCode(), BUDGET, reader);
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
