// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.graph.io.CsvTable;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import io.github.seqnet.testing.DicomBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DICOM photographs: what they state reaches the tables, who the patient is never does. */
final class FileMetadataTest {
  @TempDir private Path folder;
  private Path photograph;
  private Path output;
  private Path weights;

  @BeforeEach
  void writePhotograph() throws IOException {
    SyntheticFundus fundus =
        FundusGenerator.generate(FundusOptions.defaults().withSize(200, 200).withSeed(1));
    RgbImage image = fundus.image();
    photograph = folder.resolve("eye.dcm");
    Files.write(
        photograph,
        DicomBytes.photograph(200, 200, image.toArray())
            .patient("DOE^JANE", "PID-4711", "19570321")
            .device("ACME", "Fundus 3000")
            .laterality("L")
            .spacing(0.0085)
            .toBytes());
    output = folder.resolve("out");
    weights = SmallModel.write(folder.resolve("weights.seqnet"), SmallModel.SEQNET);
  }

  private Map<String, String> row(Program run) throws IOException {
    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    StringBuilder all = new StringBuilder(run.out() + run.err());
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    for (String secret : List.of("DOE^", "JANE", "PID-4711", "19570321")) {
      assertFalse(all.toString().contains(secret), secret);
    }
    return CsvTable.rows(output.resolve("measures.csv"), List.of("name")).get(0).toMap();
  }

  @Test
  void analyzeTakesWhatTheFileStates() throws IOException {
    Map<String, String> row =
        row(
            Program.run(
                "analyze", photograph, "-o", output, "--weights", weights, "--dicom", "--verbose"));
    assertEquals(8.5, Double.parseDouble(row.get("pixel_size_um")));
    assertEquals("file", row.get("pixel_size_source"));
    assertEquals("OS", row.get("laterality"));
    assertEquals("file", row.get("laterality_source"));
    assertEquals("ACME Fundus 3000", row.get("device"));
    assertEquals(16, row.get("subject").length());
  }

  @Test
  void optionsAndTablesWin() throws IOException {
    Path table = folder.resolve("metadata.csv");
    Files.writeString(table, "file,laterality\neye.dcm,OD\n");
    Map<String, String> row =
        row(
            Program.run(
                "predict",
                "-i",
                photograph,
                "-o",
                output,
                "--weights",
                weights,
                "--measure",
                "--pixel-size",
                4,
                "--metadata",
                table,
                "--verbose"));
    assertEquals(4, Double.parseDouble(row.get("pixel_size_um")));
    assertEquals("given", row.get("pixel_size_source"));
    assertEquals("OD", row.get("laterality"));
    assertEquals("given", row.get("laterality_source"));
    assertEquals("ACME Fundus 3000", row.get("device"));
  }
}
