// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.CohortTable;
import io.github.seqnet.analysis.ResultId;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.biomarker.Scale;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads files back by their structure; the tests of the Spark module read them with Spark. */
class ParquetTableTest {
  private static final CohortTable TABLE = CohortTable.of(BiomarkerSet.available(), Scale.pixels());
  private static final String DENSITY = "vessel_density.all.field_of_view";

  @TempDir private Path folder;

  private static Map<String, Object> row(int k) {
    Map<String, Object> values = new HashMap<>();
    values.put("name", "eye " + k + " \u00e9");
    if (k % 3 != 0) {
      values.put(DENSITY, k / 7.0);
      values.put("width_px", (Long) (long) k);
    }
    ResultId id =
        new ResultId("c" + k, "m", ResultId.optionsHash(AnalysisOptions.defaults(), List.of()));
    Map<String, String> remarks = k % 2 == 0 ? Map.of() : Map.of("b", "second", "a", "first");
    return TABLE.row(id, "eye" + k + ".png", values, remarks, k);
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes.getInt(file.length - 8);
    return Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length));
  }

  private static byte[] page(byte[] file, ColumnChunk column) throws IOException {
    int offset = (int) column.getMeta_data().getData_page_offset();
    ByteArrayInputStream in = new ByteArrayInputStream(file, offset, file.length - offset);
    PageHeader header = Util.readPageHeader(in);
    byte[] packed = in.readNBytes(header.getCompressed_page_size());
    byte[] page = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    assertEquals(header.getUncompressed_page_size(), page.length);
    return page;
  }

  private static ColumnChunk column(FileMetaData footer, int group, String... path) {
    return footer.getRow_groups().get(group).getColumns().stream()
        .filter(chunk -> chunk.getMeta_data().getPath_in_schema().equals(List.of(path)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void keepsFullPrecisionMissingValuesAndMaps() throws IOException {
    int rows = ParquetTable.ROWS_IN_GROUP + 5;
    List<Map<String, Object>> written = new ArrayList<>();
    for (int k = 0; k < rows; k++) {
      written.add(row(k));
    }
    Path path = folder.resolve("results.parquet");
    ParquetTable.of(TABLE).write(written, path);

    byte[] file = Files.readAllBytes(path);
    assertEquals("PAR1", new String(file, 0, 4, StandardCharsets.US_ASCII));
    assertEquals("PAR1", new String(file, file.length - 4, 4, StandardCharsets.US_ASCII));
    FileMetaData footer = footer(file);
    assertEquals(rows, footer.getNum_rows());
    assertEquals(2, footer.getRow_groups().size());
    List<String> names = footer.getSchema().stream().map(SchemaElement::getName).toList();
    assertEquals(List.of("seqnet", "id", "path", "content_hash", "name"), names.subList(0, 5));
    assertEquals(
        List.of("remark_of", "key_value", "key", "value", "seconds", "model_hash", "options_hash"),
        names.subList(names.size() - 7, names.size()));
    assertTrue(
        footer.getKey_value_metadata().stream()
            .anyMatch(
                entry -> entry.getKey().equals("unit.width_px") && entry.getValue().equals("px")));

    // The last group: rows 4096 to 4100; 4098 is a multiple of 3.
    ByteBuffer page =
        ByteBuffer.wrap(page(file, column(footer, 1, DENSITY))).order(ByteOrder.LITTLE_ENDIAN);
    byte[] levels = new byte[page.getInt()];
    page.get(levels);
    assertArrayEquals(new byte[] {2 << 1, 1, 1 << 1, 0, 2 << 1, 1}, levels);
    double[] values = new double[4];
    page.asDoubleBuffer().get(values);
    assertArrayEquals(new double[] {4096 / 7.0, 4097 / 7.0, 4099 / 7.0, 4100 / 7.0}, values);
    assertEquals(4 * Double.BYTES, page.remaining());

    // Rows 4097 and 4099 have two remarks each, the others none.
    page =
        ByteBuffer.wrap(page(file, column(footer, 1, "remark_of", "key_value", "key")))
            .order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(7, column(footer, 1, "remark_of", "key_value", "key").getMeta_data().num_values);
    byte[] repetitions = new byte[page.getInt()];
    page.get(repetitions);
    byte[] definitions = new byte[page.getInt()];
    page.get(definitions);
    assertEquals("[0, 0, 1, 0, 0, 1, 0]", levels(repetitions).toString());
    assertEquals("[0, 1, 1, 0, 1, 1, 0]", levels(definitions).toString());
    byte[] keys = new byte[page.remaining()];
    page.get(keys);
    assertArrayEquals(
        new byte[] {1, 0, 0, 0, 'a', 1, 0, 0, 0, 'b', 1, 0, 0, 0, 'a', 1, 0, 0, 0, 'b'}, keys);
  }

  private static List<Integer> levels(byte[] runs) {
    List<Integer> levels = new ArrayList<>();
    for (int k = 0; k < runs.length; k += 2) {
      for (int n = 0; n < runs[k] >> 1; n++) {
        levels.add((int) runs[k + 1]);
      }
    }
    return levels;
  }

  @Test
  void writesATableWithoutRows() throws IOException {
    Path path = folder.resolve("empty.parquet");
    ParquetTable.of(TABLE).write(List.of(), path);
    assertEquals(0, footer(Files.readAllBytes(path)).getNum_rows());
  }

  @Test
  void namesAMissingValueAndLeavesNothingBehind() throws IOException {
    Path path = folder.resolve("results.parquet");
    Map<String, Object> row = new HashMap<>(row(1));
    row.remove("seconds");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ParquetTable.of(TABLE).write(List.of(row), path));
    assertTrue(e.getMessage().contains("seconds"), e.getMessage());
    try (var files = Files.list(folder)) {
      assertEquals("[]", Arrays.toString(files.toArray()));
    }
  }
}
