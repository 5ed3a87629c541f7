// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.Program;
import io.github.seqnet.cli.SmallModel;
import io.github.seqnet.graph.io.CsvTable;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options {@code --table}, {@code --columns} and {@code --report} of predict and graph. */
final class TableAndReportTest {
  @TempDir private Path folder;

  private Path maps;
  private Path photographs;
  private Path output;

  @BeforeEach
  void write() throws IOException {
    maps = Files.createDirectory(folder.resolve("maps"));
    photographs = Files.createDirectory(folder.resolve("photographs"));
    output = folder.resolve("out");
    for (int eye = 1; eye <= 2; eye++) {
      SyntheticFundus fundus =
          FundusGenerator.generate(FundusOptions.defaults().withSize(240, 220).withSeed(eye));
      ImageFiles.writePng(maps.resolve("eye" + eye + ".png"), fundus.labels());
      ImageFiles.writePng(photographs.resolve("eye" + eye + ".png"), fundus.image());
    }
  }

  /** Every column of numbers, by name: a value for each row, null where it is missing. */
  private static Map<String, List<Double>> numbers(Path table) throws IOException {
    byte[] file = Files.readAllBytes(table);
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length));
    assertEquals(1, footer.getRow_groups().size());
    Map<String, List<Double>> numbers = new LinkedHashMap<>();
    for (ColumnChunk column : footer.getRow_groups().get(0).getColumns()) {
      if (column.getMeta_data().getType() == Type.DOUBLE) {
        String name = column.getMeta_data().getPath_in_schema().get(0);
        numbers.put(name, values(file, column, (int) footer.getNum_rows()));
      }
    }
    return numbers;
  }

  private static List<Double> values(byte[] file, ColumnChunk column, int rows) throws IOException {
    int offset = (int) column.getMeta_data().getData_page_offset();
    ByteArrayInputStream in = new ByteArrayInputStream(file, offset, file.length - offset);
    PageHeader header = Util.readPageHeader(in);
    byte[] packed = in.readNBytes(header.getCompressed_page_size());
    ByteBuffer page =
        ByteBuffer.wrap(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    List<Double> values = new ArrayList<>();
    if (page.remaining() == rows * Double.BYTES) {
      for (int row = 0; row < rows; row++) {
        values.add(page.getDouble()); // a required column has no levels
      }
      return values;
    }
    byte[] levels = new byte[page.getInt()];
    page.get(levels);
    for (int run = 0; run < levels.length; run += 2) {
      for (int k = 0; k < levels[run] >> 1; k++) {
        values.add(levels[run + 1] == 1 ? page.getDouble() : null);
      }
    }
    assertEquals(0, page.remaining());
    return values;
  }

  /** The table has all digits, the CSV file six significant ones. */
  private static void assertSameRows(Path csv, Path table, int least) throws IOException {
    List<CsvTable.Row> rows = CsvTable.rows(csv, List.of("name"));
    assertEquals(2, rows.size());
    int compared = 0;
    int missing = 0;
    for (Map.Entry<String, List<Double>> column : numbers(table).entrySet()) {
      assertEquals(rows.size(), column.getValue().size(), column.getKey());
      if (!rows.get(0).has(column.getKey())) {
        continue; // such as the seconds, which differ from run to run
      }
      for (int row = 0; row < rows.size(); row++) {
        String cell = rows.get(row).text(column.getKey());
        Double value = column.getValue().get(row);
        if (value == null) {
          missing++;
          assertEquals("", cell, column.getKey());
        } else {
          compared++;
          double digits = 0.5 * Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 5);
          assertEquals(
              value, Double.parseDouble(cell), value == 0 ? 0 : 1.000001 * digits, column.getKey());
        }
      }
    }
    assertTrue(compared >= least, compared + " values");
    assertTrue(missing > 0, "no value is missing");
  }

  @Test
  void graphWritesTheRowsOfTheCsvFileAsParquet() throws IOException {
    Path table = folder.resolve("results.parquet");
    Program run = Program.run("graph", "-i", maps, "-o", output, "--measure", "--table", table);
    assertEquals(0, run.exitCode(), run.err());
    assertSameRows(output.resolve("measures.csv"), table, 60);
  }

  @Test
  void graphNamesColumnsAsOtherProgramsDo() throws IOException {
    for (String program : List.of("vascx", "automorph")) {
      Program run =
          Program.run("graph", "-i", maps, "-o", output, "--measure", "--columns", program);
      assertEquals(0, run.exitCode(), run.err());
      List<CsvTable.Row> rows = CsvTable.rows(output.resolve(program + ".csv"), List.of());
      assertEquals(2, rows.size(), program);
      assertTrue(rows.get(0).toMap().size() > 3, rows.get(0).toMap().keySet().toString());
      assertFalse(rows.get(0).has("total_length.all.field_of_view"), program);
    }
    Program unknown =
        Program.run("graph", "-i", maps, "-o", output, "--measure", "--columns", "other");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.error().contains("vascx"), unknown.err());
  }

  @Test
  void predictWritesPagesAndTheSameTable() throws IOException {
    Path weights = SmallModel.write(folder.resolve("small.seqnet"), SmallModel.SEQNET);
    Path table = folder.resolve("results.parquet");
    Program run =
        Program.run(
            "predict",
            "-i",
            photographs,
            "-o",
            output,
            "--weights",
            weights,
            "--write",
            "none",
            "--report",
            "--measure",
            "--table",
            table);
    assertEquals(0, run.exitCode(), run.err());
    // A network that is not trained finds few vessels.
    assertSameRows(output.resolve("measures.csv"), table, 10);
    String index = Files.readString(output.resolve("index.html"));
    for (String name : List.of("eye1", "eye2")) {
      Path page = output.resolve("report").resolve(name + ".html");
      assertTrue(Files.size(page) < 3 << 20, Files.size(page) + " bytes");
      assertTrue(index.contains("report/" + name + ".html"), "the index links to " + name);
    }
    String last = run.out().lines().reduce((first, second) -> second).orElse("");
    assertTrue(last.contains(output.toString()), last);
  }
}
