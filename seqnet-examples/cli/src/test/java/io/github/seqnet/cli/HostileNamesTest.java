// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.command.ExitCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Photographs whose names are formulas to a spreadsheet or commands to a terminal. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows does not allow such names")
final class HostileNamesTest {
  private static final List<String> NAMES =
      List.of("=1+1", "+a", "-b", "@c", "\td", "e\u001b[2Jf", "g\nh");

  @TempDir private Path folder;
  private Path images;
  private Path labels;
  private Path output;

  @BeforeEach
  void writeImages() throws IOException {
    Path set = GeneratedSet.write(folder.resolve("set"), 1);
    images = Files.createDirectories(folder.resolve("images"));
    labels = Files.createDirectories(folder.resolve("labels"));
    for (String name : NAMES) {
      Files.copy(set.resolve("images/eye0.png"), images.resolve(name + ".png"));
      Files.copy(set.resolve("labels/eye0.png"), labels.resolve(name + ".png"));
    }
    Files.writeString(images.resolve("=broken.png"), "not an image");
    Files.copy(images.resolve("=broken.png"), labels.resolve("=broken.png"));
    output = folder.resolve("out");
  }

  @Test
  void graphEscapesNames() throws IOException {
    check(Program.run("graph", "-i", labels, "-o", output, "--measure", "--format", "csv"));
  }

  @Test
  void predictEscapesNames() throws IOException {
    check(
        Program.run(
            "predict",
            "-i",
            images,
            "-o",
            output,
            "--weights",
            weights(),
            "--measure",
            "--write",
            "none",
            "--format",
            "csv"));
  }

  @Test
  void analyzeEscapesNames() throws IOException {
    check(
        Program.run(
            "analyze", images, "-o", output, "--weights", weights(), "--columns", "automorph"));
  }

  private Path weights() throws IOException {
    return SmallModel.write(folder.resolve("weights.seqnet"), SmallModel.SEQNET);
  }

  private void check(Program run) throws IOException {
    assertEquals(ExitCode.SOME_FAILED, run.exitCode(), run.err());
    String said = run.out() + run.err();
    assertFalse(said.matches("(?s).*[\\x00-\\x09\\x0b-\\x1f].*"), said);
    assertTrue(said.contains("=broken.png"), said);
    int tables = 0;
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        checkTable(file);
        tables++;
      }
    }
    assertTrue(tables > NAMES.size(), tables + " tables");
  }

  private static void checkTable(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = CSVParser.parse(reader, CSVFormat.RFC4180)) {
      for (CSVRecord row : parser) {
        for (String cell : row) {
          assertFalse(
              cell.matches("(?s)[=+@\\t\\r\\n-].*") && !cell.matches("-?[0-9.]+(E-?[0-9]+)?.*"),
              file + ": " + cell);
          assertFalse(cell.matches("(?s).*[\\x00-\\x1f].*"), file + ": " + cell);
        }
      }
    }
  }
}
