// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.graph.testing.OpenStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GraphFormatTest {
  private static final VesselGraph TEE =
      VesselGraph.of(
          AsciiArt.mask(
              """
              .........
              .#######.
              ....#....
              ....#....
              ....#....
              .........
              """));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void writesAndReadsFiles(GraphFormat format) throws IOException {
    Path file = folder.resolve("tee." + format.extension());
    format.write(TEE, file);
    assertEquals(TEE, format.read(file));
  }

  /** Two graphs in one stream show that writing leaves it open, and flushes what it wrote. */
  @ParameterizedTest
  @EnumSource
  void writesAndReadsStreamsThatStayOpen(GraphFormat format) throws IOException {
    ByteArrayOutputStream out = OpenStreams.out();
    format.write(TEE, out);
    byte[] content = out.toByteArray();
    format.write(TEE, out);
    assertEquals(2 * content.length, out.size());
    InputStream in = OpenStreams.in(content);
    assertEquals(TEE, format.read(in, "database"));
    assertEquals(0, in.available());
    InputStream half = OpenStreams.in(Arrays.copyOf(content, content.length / 2));
    String message =
        assertThrows(IOException.class, () -> format.read(half, "database")).getMessage();
    assertTrue(message.startsWith("database: line "), message);
  }

  @ParameterizedTest
  @EnumSource
  void emptyGraphComesBack(GraphFormat format) throws IOException {
    Path file = folder.resolve("empty." + format.extension());
    format.write(VesselGraph.empty(7, 5), file);
    assertEquals(VesselGraph.empty(7, 5), format.read(file));
  }

  @ParameterizedTest
  @EnumSource
  void sameGraphGivesTheSameBytes(GraphFormat format) throws IOException {
    assertEquals(text(format), text(format));
  }

  @Test
  void geoJsonTellsTheWidthOfTheImageFromTheCaliberOfASegment() throws IOException {
    String text = text(GraphFormat.GEOJSON);
    assertEquals(2, text.split("\"width_px\":", -1).length, text);
    assertEquals(1 + TEE.segmentCount(), text.split("\"mean_caliber_px\":", -1).length, text);
  }

  @ParameterizedTest
  @EnumSource
  void missingFileIsNamed(GraphFormat format) {
    Path file = folder.resolve("none.xyz");
    assertEquals(
        file + ": there is no such file",
        assertThrows(IOException.class, () -> format.read(file)).getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void emptyFileIsRefusedWithItsName(GraphFormat format) throws IOException {
    Path file = folder.resolve("nothing");
    Files.writeString(file, "");
    String message = assertThrows(IOException.class, () -> format.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": line 1: "), message);
  }

  @ParameterizedTest
  @EnumSource
  void cutOffFileIsRefused(GraphFormat format) throws IOException {
    String whole = text(format);
    for (int length = 1; length < whole.length() - 3; length += 7) {
      String part = whole.substring(0, length);
      String message = assertThrows(IOException.class, () -> read(format, part)).getMessage();
      assertTrue(message.startsWith("line "), message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failedWriteLeavesNothingBehind(GraphFormat format) throws IOException {
    Path file = folder.resolve("no").resolve("tee");
    String message = assertThrows(IOException.class, () -> format.write(TEE, file)).getMessage();
    assertTrue(message.contains("no folder"), message);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GRAPHML | target="n3"          | target="n9"           | there is no node "n9"
          GRAPHML | <data key="kind">    | <data key="sort">     | there is no key "sort"
          GRAPHML | >junction<           | >knot<                | "knot" is not a kind of node
          GRAPHML | >unknown<            | >red<                 | "red" is not a label
          GRAPHML | <data key="width_px">9 | <data key="width_px">0 | got 0 x 6
          GRAPHML | <data key="width_px">9 | <data key="width_px">nine | must be a whole number, got "nine"
          GRAPHML | <data key="width_px">9 | <data key="width_px">3 | is outside of 3 x 6
          GRAPHML | "s0" source="n0"     | "s0"                  | <edge> has no source
          GRAPHML | <graphml             | <gml                  | line 2
          JSON    | "start":0            | "start":7             | there is no node "7"
          JSON    | "start":0            | "start":"a"           | start must be a number
          JSON    | "start":0            | "start":0.5           | start must be a whole number, got 0.5
          JSON    | "start":0            | "begin":0             | has no start
          JSON    | "version":1          | "version":2           | version must be 1, got 2
          JSON    | seqnet-graph         | other                 | format must be seqnet-graph, got other
          JSON    | "label":"unknown"    | "label":"red"         | "red" is not a label
          JSON    | "label":"unknown"    | "label":null          | label must be text
          JSON    | "nodes":[            | "nodes":[3,           | must be an object
          GEOJSON | FeatureCollection    | Feature               | type must be FeatureCollection, got Feature
          GEOJSON | LineString           | Polygon               | geometry must be Point or LineString, got Polygon
          GEOJSON | "end":"n3"           | "end":"n8"            | there is no node "n8"
          GEOJSON | "caliber_px":[     | "caliber_px":[1,    | needs a path of at least 2 pixels
          """)
  void saysWhatIsWrongAndWhere(GraphFormat format, String from, String to, String reason)
      throws IOException {
    String good = text(format);
    assertTrue(good.contains(from), () -> from + " is not in\n" + good);
    String bad = good.replace(from, to);
    IOException e = assertThrows(IOException.class, () -> read(format, bad));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertTrue(e.getMessage().matches("line \\d+: .*"), e.getMessage());
  }

  @Test
  void tornPathIsRefusedWithItsLine() throws IOException {
    String[] lines = text(GraphFormat.JSON).split("\n", -1);
    int at = 0;
    while (!lines[at].contains("\"path\":[[")) {
      at++;
    }
    lines[at] = lines[at].replaceFirst("\"path\":\\[\\[\\d+,\\d+\\]", "\"path\":[[8,5]");
    String message =
        assertThrows(IOException.class, () -> read(GraphFormat.JSON, String.join("\n", lines)))
            .getMessage();
    assertTrue(message.startsWith("line " + (at + 1) + ": segment 0"), message);
  }

  @Test
  void documentTypesAndEntitiesAreRefused() throws IOException {
    Path secret = folder.resolve("secret.txt");
    Files.writeString(secret, "hidden");
    String bad =
        text(GraphFormat.GRAPHML)
            .replace(
                "<graphml",
                "<!DOCTYPE graphml [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><graphml")
            .replace(">junction<", ">&e;<");
    String message =
        assertThrows(IOException.class, () -> read(GraphFormat.GRAPHML, bad)).getMessage();
    assertTrue(message.contains("a DOCTYPE is not allowed"), message);
    assertFalse(message.contains("hidden"), message);
  }

  @Test
  void repeatedJsonMembersAreRefused() throws IOException {
    String bad = text(GraphFormat.JSON).replace("\"version\":1", "\"version\":1,\"version\":1");
    String message =
        assertThrows(IOException.class, () -> read(GraphFormat.JSON, bad)).getMessage();
    assertTrue(message.contains("Duplicate field 'version'"), message);
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    String bad = "[".repeat(100_000);
    String message =
        assertThrows(IOException.class, () -> read(GraphFormat.JSON, bad)).getMessage();
    assertEquals("line 1: is nested more than 50 deep", message);
  }

  @Test
  void otherToolsMayAddTheirOwn() throws IOException {
    String more =
        text(GraphFormat.GRAPHML)
            .replace(
                "<graph ",
                "<key id=\"c\" for=\"node\" attr.name=\"color\" attr.type=\"string\"/><graph ")
            .replace(
                "<node id=\"n0\">", "<node id=\"n0\"><desc>hi</desc><data key=\"c\">red</data>");
    assertEquals(TEE, read(GraphFormat.GRAPHML, more));
  }

  @Test
  void otherToolsMaySwapTheEndsAndTheOrderOfEdges() throws IOException {
    String swapped =
        reordered(
            edge ->
                edge.replaceFirst(
                    "source=\"(.*?)\" target=\"(.*?)\"", "source=\"$2\" target=\"$1\""));
    assertEquals(TEE, read(GraphFormat.GRAPHML, swapped));
  }

  /** networkx does so where it keeps no parallel edges. */
  @Test
  void otherToolsMayMakeDataOfTheIdsOfEdges() throws IOException {
    String text =
        reordered(
                edge -> edge.replaceFirst(" id=\"(s\\d+)\"(.*?)>", "$2><data key=\"id\">$1</data>"))
            .replaceFirst("<key ", "<key id=\"id\" for=\"edge\" attr.name=\"id\"/>\n<key ");
    assertTrue(text.contains("<data key=\"id\">s1</data>"), text);
    assertEquals(TEE, read(GraphFormat.GRAPHML, text));
    assertEquals(TEE, read(GraphFormat.GRAPHML, "\uFEFF" + text));
  }

  /** GraphML with the edges in reverse order, each written otherwise. */
  private static String reordered(UnaryOperator<String> edgeWriter) throws IOException {
    List<String> lines = new ArrayList<>(text(GraphFormat.GRAPHML).lines().toList());
    List<String> edges = lines.stream().filter(line -> line.startsWith("<edge")).toList();
    int first = lines.indexOf(edges.get(0));
    for (int k = 0; k < edges.size(); k++) {
      lines.set(first + k, edgeWriter.apply(edges.get(edges.size() - 1 - k)));
    }
    return String.join("\n", lines);
  }

  private static String text(GraphFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(TEE, out);
    return out.toString(UTF_8);
  }

  private static VesselGraph read(GraphFormat format, String text) throws IOException {
    return format.parse(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  @Test
  void streamsThatFailWithoutAWordAreNamedAnyway() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException();
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException();
          }
        };
    IOException e =
        assertThrows(IOException.class, () -> GraphFormat.JSON.read(broken, "upload 17"));
    assertEquals("upload 17: IOException", e.getMessage());
    Path none = folder.resolve("none.json");
    e = assertThrows(IOException.class, () -> GraphFormat.JSON.read(none));
    assertEquals(none + ": there is no such file", e.getMessage());
  }
}
