// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.Program;
import io.github.seqnet.examples.PhotographToCsv;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java API and the command line give the same row of the results table. */
final class SameRowTest {
  private static final String PIXEL = "8.5";

  @TempDir private Path folder;

  @Test
  void programPredictAndAnalyzeWriteTheSameRow() throws IOException {
    Path photograph = folder.resolve("eye.png");
    ImageFiles.writePng(
        photograph,
        FundusGenerator.generate(FundusOptions.defaults().withSize(300, 260).withSeed(11)).image());

    Path csv = folder.resolve("row.csv");
    PhotographToCsv.main(new String[] {photograph.toString(), PIXEL, csv.toString()});
    Map<String, String> program = row(csv);

    Path predicted = folder.resolve("predicted");
    run(
        "predict",
        "-i",
        photograph,
        "-o",
        predicted,
        "--graph",
        "--measure",
        "--pixel-size",
        PIXEL);
    assertSameRow(program, row(predicted.resolve("measures.csv")));

    Path analyzed = folder.resolve("analyzed");
    run("analyze", photograph, "-o", analyzed, "--pixel-size", PIXEL);
    assertSameRow(program, row(analyzed.resolve("measures.csv")));
    assertSameRow(program, row(analyzed.resolve("eye.seqnet/measures.csv")));
  }

  private static void run(Object... arguments) {
    Program run = Program.run(arguments);
    assertEquals(0, run.exitCode(), run.err());
  }

  private static void assertSameRow(Map<String, String> expected, Map<String, String> actual) {
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(actual.keySet()), "columns");
    assertTrue(expected.values().stream().filter(value -> !value.isEmpty()).count() > 40);
    expected.forEach((column, value) -> assertEquals(value, actual.get(column), column));
  }

  private static Map<String, String> row(Path file) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
      List<CSVRecord> records = parser.getRecords();
      assertEquals(1, records.size(), Files.readString(file));
      Map<String, String> row = new LinkedHashMap<>();
      for (String column : parser.getHeaderNames()) {
        row.put(column, records.get(0).get(column));
      }
      return row;
    }
  }
}
