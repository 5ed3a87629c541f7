// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.VesselMapAnalyzer;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.biomarker.BiomarkerInput;
import io.github.seqnet.graph.biomarker.BiomarkerMeasurer;
import io.github.seqnet.graph.biomarker.BiomarkerOptions;
import io.github.seqnet.graph.biomarker.BiomarkerResults;
import io.github.seqnet.graph.propagation.FrozenRegion;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.LabelPropagation;
import io.github.seqnet.graph.propagation.LabelUnification;
import io.github.seqnet.graph.propagation.PropagationResult;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.propagation.RefinementResult;
import io.github.seqnet.graph.propagation.StableOptions;
import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.graph.testing.OpenStreams;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphCsvTest {
  private static final VesselGraph BAR =
      VesselGraph.of(
          AsciiArt.mask(
              """
              ......
              .####.
              ......
              """));

  @TempDir Path folder;

  private Path segments;
  private Path nodes;

  @BeforeEach
  void write() throws IOException {
    segments = folder.resolve("bar.segments.csv");
    nodes = folder.resolve("bar.nodes.csv");
    GraphCsv.writeSegments(BAR, segments);
    GraphCsv.writeNodes(BAR, nodes);
  }

  @Test
  void derivedColumnsHaveSixDigitsAndOthersAllOfThem() throws IOException {
    VesselGraph graph =
        VesselMapAnalyzer.with(AnalysisOptions.defaults())
            .analyze(
                FundusGenerator.generate(FundusOptions.defaults().withSize(160, 150).withSeed(4))
                    .labels())
            .graph();
    ByteArrayOutputStream segments = new ByteArrayOutputStream();
    GraphCsv.writeSegments(graph, List.of(), segments);
    ByteArrayOutputStream nodes = new ByteArrayOutputStream();
    GraphCsv.writeNodes(graph, nodes);
    VesselGraph read =
        GraphCsv.read(
            new ByteArrayInputStream(segments.toByteArray()),
            new ByteArrayInputStream(nodes.toByteArray()),
            "eye",
            graph.width(),
            graph.height());
    assertEquals(graph, read);
    for (String line : segments.toString(StandardCharsets.UTF_8).lines().skip(1).toList()) {
      for (String cell : List.of(line.split(",", 15)).subList(6, 14)) {
        String digits = cell.replaceAll("[-.]", "").replaceAll("^0+|0+$", "");
        assertTrue(digits.length() <= 6, cell);
      }
    }
  }

  @Test
  void tablesHaveUnitsInTheirHeadersAndPlainNumbers() throws IOException {
    assertEquals(
        """
        segment,start_node,end_node,label,confidence,threshold,length_px,chord_px,mean_caliber_px,\
        straightness,smoothed_length_px,tortuosity,start_direction_deg,end_direction_deg,path_px,\
        caliber_px
        0,0,1,unknown,,,3.0,3.0,1.0,1.0,4.0,1.0,0.0,180.0,"1,1 2,1 3,1 4,1",1.0 1.0 1.0 1.0
        """,
        Files.readString(segments));
    assertEquals(
        """
        node,kind,x_px,y_px,degree,pixels_px
        0,end_point,1.0,1.0,1,"1,1"
        1,end_point,4.0,1.0,1,"4,1"
        """,
        Files.readString(nodes));
  }

  @Test
  void columnsOfTheCallerStandBeforeThePathAndDoNotDisturbReading() throws IOException {
    GraphCsv.writeSegments(
        BAR, List.of(new SegmentColumn("changed", segment -> "no, \"never\"")), segments);
    List<String> lines = Files.readAllLines(segments);
    assertTrue(lines.get(0).contains(",end_direction_deg,changed,path_px,"), lines.get(0));
    assertTrue(lines.get(1).contains(",\"no, \"\"never\"\"\","), lines.get(1));
    assertEquals(BAR, GraphCsv.read(segments, nodes, 6, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          path_px         | way          | line 1: has no column 'path_px'
          0,0,1           | 0,0,5        | line 2: there is no node "5"
          unknown         | red          | line 2: "red" is not a label (artery, vein, unknown)
          1,1 2,1         | 1,1 4,1      | line 2: segment 0 is torn between the positions
          1,1 2,1         | 1,1 2        | line 2: path_px must be points such as "3,4 3,5", got "2"
          1,1 2,1         | 1,1 2,9      | line 2: pixel x=2, y=9 is outside of 6 x 3
          1,1 2,1         | 1,1 2,z      | line 2: y in path_px must be a whole number, got "z"
          1.0 1.0 1.0 1.0 | 1.0 1.0      | line 2: segment 0 needs a path of at least 2 pixels and as many calibers, got 4 and 2
          unknown,,       | unknown,x,   | line 2: confidence must be a number, got 'x'
          unknown,,       | unknown,     | line 2: has 15 cells, but the header has 16 columns
          """)
  void saysWhatIsWrongWithTheSegmentsAndWhere(String from, String to, String reason)
      throws IOException {
    String good = Files.readString(segments);
    assertTrue(good.contains(from), from);
    Files.writeString(segments, good.replace(from, to));
    String message =
        assertThrows(IOException.class, () -> GraphCsv.read(segments, nodes, 6, 3)).getMessage();
    assertTrue(message.startsWith(segments + ": " + reason), message);
  }

  /** Tables of before there were columns for the smoothed path. */
  @Test
  void columnsThatThePathSaysMayBeMissing() throws IOException {
    Files.writeString(
        segments,
        Files.readString(segments)
            .replace(",smoothed_length_px,tortuosity", "")
            .replace(",1.0,4.0,1.0,0.0,", ",1.0,0.0,"));
    assertEquals(14, Files.readAllLines(segments).get(0).split(",", -1).length);
    assertEquals(BAR, GraphCsv.read(segments, nodes, 6, 3));
  }

  @Test
  void aRingHasNoTortuosity() throws IOException {
    VesselGraph ring = VesselGraph.of(AsciiArt.mask(".##.\n#..#\n#..#\n.##."));
    assertEquals(1, ring.segmentCount());
    GraphCsv.writeSegments(ring, segments);
    List<String> lines = Files.readAllLines(segments);
    int column = List.of(lines.get(0).split(",", -1)).indexOf("tortuosity");
    assertEquals("", lines.get(1).split(",", -1)[column]);
  }

  @Test
  void aColumnOfTheCallerMustHaveAHeaderOfItsOwn() {
    List<SegmentColumn> label = List.of(new SegmentColumn("label", segment -> "mine"));
    assertEquals(
        "there is already a column \"label\"",
        assertThrows(
                IllegalArgumentException.class,
                () -> GraphCsv.writeSegments(BAR, label, folder.resolve("new.csv")))
            .getMessage());
  }

  @Test
  void aSpreadsheetMayPutAByteOrderMarkFirst() throws IOException {
    VesselGraph bars = VesselGraph.of(AsciiArt.mask("####..\n......\n######"));
    GraphCsv.writeSegments(bars, segments);
    GraphCsv.writeNodes(bars, nodes);
    List<String> lines = Files.readAllLines(segments);
    Files.write(segments, List.of("\uFEFF" + lines.get(0), lines.get(2), lines.get(1)));
    Files.writeString(nodes, "\uFEFF" + Files.readString(nodes));
    assertEquals(bars, GraphCsv.read(segments, nodes, 6, 3));
  }

  @Test
  void segmentsAreNumberedByTheirColumnWhateverTheOrderOfTheRows() throws IOException {
    VesselGraph bars = VesselGraph.of(AsciiArt.mask("####..\n......\n######"));
    GraphCsv.writeSegments(bars, segments);
    GraphCsv.writeNodes(bars, nodes);
    List<String> lines = Files.readAllLines(segments);
    assertEquals(3, lines.size());
    List<String> swapped = List.of(lines.get(0), lines.get(2), lines.get(1));
    Files.write(segments, swapped);
    assertEquals(bars, GraphCsv.read(segments, nodes, 6, 3));
    // Without the column the order of the rows counts.
    Files.write(
        segments, lines.stream().map(line -> line.substring(line.indexOf(',') + 1)).toList());
    assertEquals(bars, GraphCsv.read(segments, nodes, 6, 3));
    Files.write(segments, List.of(lines.get(0), lines.get(1), "0" + lines.get(2).substring(1)));
    assertEquals(
        segments + ": line 3: there are two segments 0, the other is in line 2",
        assertThrows(IOException.class, () -> GraphCsv.read(segments, nodes, 6, 3)).getMessage());
    Files.write(segments, List.of(lines.get(0), "7" + lines.get(2).substring(1), lines.get(1)));
    assertEquals(
        segments + ": line 2: there is segment 7, but no 1",
        assertThrows(IOException.class, () -> GraphCsv.read(segments, nodes, 6, 3)).getMessage());
  }

  @Test
  void tablesAreWrittenToStreamsAndReadFromThem() throws IOException {
    ByteArrayOutputStream out = OpenStreams.out();
    GraphCsv.writeSegments(BAR, List.of(), out);
    byte[] rows = out.toByteArray();
    assertArrayEquals(Files.readAllBytes(segments), rows);
    out.reset();
    GraphCsv.writeNodes(BAR, out);
    byte[] points = out.toByteArray();
    assertArrayEquals(Files.readAllBytes(nodes), points);
    assertEquals(
        BAR, GraphCsv.read(OpenStreams.in(rows), OpenStreams.in(points), "database", 6, 3));
    assertEquals(
        "database (segments): line 1: has no column 'start_node'",
        assertThrows(
                IOException.class,
                () ->
                    GraphCsv.read(OpenStreams.in(points), OpenStreams.in(points), "database", 6, 3))
            .getMessage());
    byte[] broken = {'a', (byte) 0xff, (byte) 0xfe, '\n'};
    assertEquals(
        "database (nodes): is not UTF-8 text; save the table as UTF-8",
        assertThrows(
                IOException.class,
                () -> GraphCsv.read(OpenStreams.in(rows), OpenStreams.in(broken), "database", 6, 3))
            .getMessage());
  }

  @Test
  void saysWhatIsWrongWithTheNodes() throws IOException {
    Files.writeString(nodes, Files.readString(nodes).replace("1,end_point", "0,end_point"));
    assertEquals(
        nodes + ": line 3: there are two nodes \"0\"",
        assertThrows(IOException.class, () -> GraphCsv.read(segments, nodes, 6, 3)).getMessage());
  }

  @Test
  void refusesWhatIsNoTable() throws IOException {
    Files.write(segments, new byte[] {'a', (byte) 0xff, (byte) 0xfe, '\n'});
    String message =
        assertThrows(IOException.class, () -> GraphCsv.read(segments, nodes, 6, 3)).getMessage();
    assertTrue(message.startsWith(segments + ": "), message);
    Files.writeString(segments, "segment,\"start_node\n1,2");
    message =
        assertThrows(IOException.class, () -> GraphCsv.read(segments, nodes, 6, 3)).getMessage();
    assertTrue(message.startsWith(segments + ": "), message);
    Path none = folder.resolve("none.csv");
    message = assertThrows(IOException.class, () -> GraphCsv.read(none, nodes, 6, 3)).getMessage();
    assertEquals(none + ": there is no such file", message);
  }

  @Test
  void imageOfNoSizeIsTheCallersMistake() {
    assertThrows(IllegalArgumentException.class, () -> GraphCsv.read(segments, nodes, 0, 3));
  }

  @Test
  void measurementsAreATableWithReasonsForWhatIsMissing() throws IOException {
    Path file = folder.resolve("bar.measures.csv");
    BiomarkerCsv.write(
        BiomarkerMeasurer.with(BiomarkerOptions.defaults())
            .measure(BiomarkerInput.of(BAR, BinaryMask.full(6, 3), FieldOfView.wholeImage(6, 3))),
        file);
    List<String> lines = Files.readAllLines(file);
    assertEquals("biomarker,vessels,region,value,unit,remark", lines.get(0));
    assertEquals(
        "vessel_density,all,field_of_view,1,1,the field of view is unknown: relative to the"
            + " whole image",
        lines.get(1));
    assertEquals("total_length,all,field_of_view,4,px,", lines.get(2));
    assertTrue(
        lines.contains("avr_knudtson,all,zone_b,,1,the optic disc is unknown"), lines.toString());
  }

  @Test
  void measurementsAreWrittenToStreams() throws IOException {
    BiomarkerResults measures =
        BiomarkerMeasurer.with(BiomarkerOptions.defaults())
            .measure(BiomarkerInput.of(BAR, BinaryMask.full(6, 3), FieldOfView.wholeImage(6, 3)));
    Path file = folder.resolve("bar.measures.csv");
    BiomarkerCsv.write(measures, file);
    ByteArrayOutputStream out = OpenStreams.out();
    BiomarkerCsv.write(measures, out);
    assertArrayEquals(Files.readAllBytes(file), out.toByteArray());
  }

  @Test
  void auditTellsWhatPropagationDid() throws IOException {
    VesselGraph graph =
        LabelUnification.unify(BAR, ArteryVeinMap.of(6, 3, new byte[18]))
            .withLabels(List.of(VesselLabel.VEIN), new double[] {-2});
    PropagationResult result =
        LabelPropagation.stable(StableOptions.defaults())
            .propagate(graph, FrozenRegion.none(), Map.of(0, VesselLabel.ARTERY));
    GraphCsv.writeSegments(result.graph(), AuditColumns.of(result), segments);
    List<String> lines = Files.readAllLines(segments);
    assertTrue(
        lines
            .get(0)
            .contains(
                "end_direction_deg,hold,label_before,label_changed,confidence_before,"
                    + "confidence_after_sweeps,influence_1_segment,influence_1,"),
        lines.get(0));
    assertTrue(lines.get(1).contains(",180.0,fixed,vein,true,-2.0,"), lines.get(1));
    assertEquals(result.graph(), GraphCsv.read(segments, nodes, 6, 3));
  }

  @Test
  void aRefinedMapHasAnAuditIfLabelsWerePropagated() throws IOException {
    ArteryVeinMap map = ArteryVeinMap.unknown(BAR.redraw());
    RefinementResult result =
        GraphRefiner.with(RefinementOptions.defaults())
            .refine(map, FrozenRegion.none(), Map.of(0, VesselLabel.ARTERY));
    GraphCsv.writeSegments(result.graph(), AuditColumns.of(result), segments);
    String row = Files.readAllLines(segments).get(1);
    assertTrue(row.contains(",180.0,fixed,unknown,true,0.0,"), row);
    RefinementOptions unify = RefinementOptions.defaults().withMode(RefinementMode.UNIFY);
    assertEquals(List.of(), AuditColumns.of(GraphRefiner.with(unify).refine(map)));
  }

  @Test
  void auditOfAnotherGraphIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> AuditColumns.of(new PropagationResult(BAR, List.of(), 0, true)));
  }
}
