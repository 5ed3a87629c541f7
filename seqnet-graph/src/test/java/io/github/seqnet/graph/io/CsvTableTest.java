// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.propagation.LabelOverrides;
import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.image.VesselLabel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("table.csv"), content);
  }

  private List<CsvTable.Row> rows(String content) throws IOException {
    return CsvTable.rows(file(content), List.of("name"));
  }

  /** The table in the form of another locale: separator, decimals, mark and ends of lines. */
  private static List<String> localized(String table, String separator) {
    String text = table.replace("|", separator);
    String comma = text.replaceAll("(\\d)[.](\\d)", "$1,$2");
    return separator.equals(",")
        ? List.of(text, "\uFEFF" + text.replace("\n", "\r\n"))
        : List.of(text, comma, "\uFEFF" + comma.replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void readsTablesOfAnyLocale(String separator) throws IOException {
    String table = "\"name\"|length|\"count\"\n a |1.5|\"-2\"\n\n\"b\"| |1.25E3\n";
    for (String content : localized(table, separator)) {
      List<CsvTable.Row> rows = rows(content);
      assertEquals(2, rows.size());
      assertEquals(List.of("name", "length", "count"), rows.get(0).columns());
      assertEquals("a", rows.get(0).text("name"));
      assertEquals(OptionalDouble.of(1.5), rows.get(0).number("length"));
      assertEquals(OptionalDouble.of(-2), rows.get(0).number("count"));
      assertEquals(OptionalDouble.empty(), rows.get(1).number("length"));
      assertEquals(OptionalDouble.of(1250), rows.get(1).number("count"));
      assertEquals(4, rows.get(1).line());
      assertFalse(rows.get(1).has("width"));
      assertEquals("", rows.get(1).text("width"));
    }
  }

  @Test
  void takesTheSeparatorOutsideOfQuotes() throws IOException {
    List<CsvTable.Row> rows = rows("\"width; left, mean\"\tname\n3,5\tx\n");
    assertEquals(OptionalDouble.of(3.5), rows.get(0).number("width; left, mean"));
  }

  @Test
  void readsDecimalCommasInQuotesBetweenCommas() throws IOException {
    assertEquals(OptionalDouble.of(3.5), rows("name,length\na,\"3,5\"\n").get(0).number("length"));
    assertEquals(
        OptionalDouble.of(0.345), rows("name,length\na,\"0,345\"\n").get(0).number("length"));
    IOException ambiguous =
        assertThrows(
            IOException.class, () -> rows("name,length\na,\"1,234\"\n").get(0).number("length"));
    assertTrue(ambiguous.getMessage().contains("write 1.234 or 1234"), ambiguous.getMessage());
    assertEquals(OptionalDouble.of(1.234), rows("name;length\na;1,234\n").get(0).number("length"));
  }

  @Test
  void ignoresEmptyColumnsWithoutAName() throws IOException {
    List<CsvTable.Row> rows = rows("name;length;;\na;1,5;;\n");
    assertEquals(OptionalDouble.of(1.5), rows.get(0).number("length"));
    String message =
        assertThrows(IOException.class, () -> rows("name;length;;\na;1;2;\n")).getMessage();
    assertTrue(message.contains("line 2: the cell '2' is in a column without a name"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "length,width|1,2|line 1: has no column 'name'",
        "name,length,name|a,1,b|line 1: the column 'name' occurs twice",
        "name,length|a|line 2: has 1 cells, but the header has 2 columns",
        "name;length|a;1,5,2|line 2: length must be a number, got '1,5,2'",
        "name,length|a,many|line 2: length must be a number, got 'many'",
        "name,length|a,NaN|line 2: length must be a number, got 'NaN'"
      })
  void namesTableLineAndReason(String header, String row, String reason) throws IOException {
    Path file = file(header + "\n" + row + "\n");
    String message =
        assertThrows(
                IOException.class,
                () -> CsvTable.read(file, List.of("name"), cells -> cells.number("length")))
            .getMessage();
    assertEquals(file + ": " + reason, message);
  }

  @Test
  void rejectsTextThatIsNotUtf8() throws IOException {
    Path file = folder.resolve("table.csv");
    Files.write(file, "name\nM\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1));
    String message =
        assertThrows(IOException.class, () -> CsvTable.rows(file, List.of("name"))).getMessage();
    assertEquals(file + ": is not UTF-8 text; save the table as UTF-8", message);
    Files.write(file, "\uFEFFname\nx\n".getBytes(StandardCharsets.UTF_16LE));
    assertThrows(IOException.class, () -> CsvTable.rows(file, List.of("name")));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void readsLabelOverridesOfAnyLocale(String separator) throws IOException {
    LabelOverrides expected =
        new LabelOverrides(
            List.of(
                new LabelOverrides.BySegment(3, VesselLabel.VEIN),
                new LabelOverrides.ByPoint(50.5, 61, VesselLabel.ARTERY)));
    String table = "label|segment|y_px|\"x_px\"\nvein|3||\n\"artery\"||61|50.5\n";
    for (String content : localized(table, separator)) {
      assertEquals(expected, LabelOverrideCsv.read(file(content)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t"})
  void readsGraphsOfAnyLocale(String separator) throws IOException {
    VesselGraph graph = VesselGraph.of(AsciiArt.mask("####..\n......\n######"));
    Path segments = folder.resolve("segments.csv");
    Path nodes = folder.resolve("nodes.csv");
    GraphCsv.writeSegments(graph, segments);
    GraphCsv.writeNodes(graph, nodes);
    for (Path table : List.of(segments, nodes)) {
      StringBuilder text = new StringBuilder("\uFEFF");
      for (CsvTable.Row row : CsvTable.rows(table, List.of())) {
        if (text.length() == 1) {
          text.append(String.join(separator, row.columns())).append("\r\n");
        }
        List<String> cells =
            row.columns().stream()
                .map(
                    column ->
                        column.contains("caliber")
                            ? row.text(column).replace('.', ',')
                            : row.text(column))
                .toList();
        text.append(String.join(separator, cells)).append("\r\n");
      }
      Files.writeString(table, text);
    }
    assertEquals(graph, GraphCsv.read(segments, nodes, 6, 3));
  }
}
