// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.file;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.io.CsvTable;
import io.github.seqnet.testing.Fuzzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutations of the tables and records that commands read; see {@link Fuzzer} for a long run. */
final class TableFuzzTest {
  @TempDir private Path folder;

  @Test
  void readsOrRejectsTables() {
    byte[] seed = "name,value\n\"a,b\",1\n'=c,2.5\n".getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("table.csv");
    report(
        "tables",
        seed,
        input -> {
          Files.write(file, input);
          CsvTable.rows(file, List.of("name"));
        });
  }

  @Test
  void readsOrRejectsRecords() throws IOException {
    Path file = folder.resolve("record.json");
    JsonFile.write(file, Map.of("image", "eye.png", "run", Map.of("seed", 1, "whole", true)));
    report(
        "records",
        Files.readAllBytes(file),
        input -> {
          Files.write(file, input);
          JsonFile.read(file);
        });
  }

  private static void report(String name, byte[] seed, Fuzzer.Reader reader) {
    String counts =
        Fuzzer.run(
            List.of(seed), Fuzzer.inputs(200), name.hashCode(), Fuzzer.Budget.ofBytes(256), reader);
    System.out.println(name + ": " + counts);
    assertTrue(counts.startsWith("inputs "));
  }
}
