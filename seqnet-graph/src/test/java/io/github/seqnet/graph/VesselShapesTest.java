// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.io.GraphFormat;
import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs of drawn vessels with known ground truth. */
class VesselShapesTest {
  private static VesselGraph cross(double angle, double first, double second, double turn) {
    return VesselGraph.of(
        new Drawing(300, 300)
            .ray(150, 150, turn, 110, first, VesselLabel.UNKNOWN)
            .ray(150, 150, turn + 180, 110, first, VesselLabel.UNKNOWN)
            .ray(150, 150, turn + angle, 110, second, VesselLabel.UNKNOWN)
            .ray(150, 150, turn + angle + 180, 110, second, VesselLabel.UNKNOWN)
            .mask());
  }

  private static long count(VesselGraph graph, NodeKind kind) {
    return graph.nodes().stream().filter(node -> node.kind() == kind).count();
  }

  private static double totalLengthPx(VesselGraph graph) {
    return graph.segments().stream().mapToDouble(Segment::smoothedLengthPx).sum();
  }

  @ParameterizedTest
  @ValueSource(doubles = {15, 18, 22, 27, 35, 50, 70, 90})
  void crossingsFrom15DegreesOnAreNotBifurcations(double angle) {
    double[][] widths = {{4, 4}, {6, 4}, {8, 8}, {10, 7}, {12, 12}, {12, 6}};
    for (double[] width : widths) {
      for (double turn : new double[] {0, 31, 130}) {
        VesselGraph graph = cross(angle, width[0], width[1], turn);
        String what = angle + " degrees, " + width[0] + " and " + width[1] + " px, turn " + turn;
        assertEquals(0, count(graph, NodeKind.JUNCTION), "junctions of " + what);
        assertEquals(1, count(graph, NodeKind.CROSSING), "crossings of " + what);
        assertEquals(4, count(graph, NodeKind.END_POINT), "end points of " + what);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "90, 8, 8, 0",
    "45, 8, 8, 0",
    "30, 8, 8, 0",
    "20, 8, 8, 0",
    "90, 8, 8, 13",
    "45, 8, 8, 33",
    "30, 8, 8, 77",
    "60, 4, 8, 0",
    "45, 3, 6, 77",
    "30, 12, 8, 0",
    "25, 6, 6, 0"
  })
  void countsACrossingOnce(double angle, double first, double second, double turn) {
    VesselGraph graph = cross(angle, first, second, turn);
    assertEquals(0, count(graph, NodeKind.JUNCTION), "junctions");
    assertEquals(1, count(graph, NodeKind.CROSSING), "crossings");
    for (Segment segment : graph.segments()) {
      boolean atStart = segment.start().kind() == NodeKind.CROSSING;
      SegmentEnd next = segment.continuation(atStart).orElseThrow();
      Direction own = atStart ? segment.startDirection(30) : segment.endDirection(30);
      Direction other =
          next.atStart() ? next.segment().startDirection(30) : next.segment().endDirection(30);
      assertTrue(Math.toDegrees(own.angleRad(other)) > 170, "goes straight on");
    }
    assertEquals(List.of(), VesselTree.of(graph).bifurcations());
  }

  @ParameterizedTest
  @ValueSource(doubles = {10, 16, 24, 40})
  void keepsTwoBifurcationsApart(double gap) {
    VesselGraph graph =
        VesselGraph.of(
            new Drawing(300, 300)
                .line(30, 150, 270, 150, 7, VesselLabel.UNKNOWN)
                .ray(150 - gap / 2, 150, -50, 90, 4, VesselLabel.UNKNOWN)
                .ray(150 + gap / 2, 150, 50, 90, 4, VesselLabel.UNKNOWN)
                .mask());
    assertEquals(2, count(graph, NodeKind.JUNCTION), "junctions");
    assertEquals(0, count(graph, NodeKind.CROSSING), "crossings");
  }

  @ParameterizedTest
  @CsvSource({
    "7, 8, 10, 4, -50, 0",
    "7, 8, 10, 4, -50, 90",
    "7, 8, 10, 4, -50, 17",
    "8, 7, 20, 5, -40, 45",
    "10, 8, 15, 6, -60, 0",
    "5, 5, 0, 3, -80, 133"
  })
  void takesTheVesselUpstreamAsTheParent(
      double parent, double first, double firstDeg, double second, double secondDeg, double turn) {
    Drawing drawing =
        new Drawing(300, 300)
            .ray(150, 150, 180 + turn, 110, parent, VesselLabel.UNKNOWN)
            .ray(150, 150, firstDeg + turn, 110, first, VesselLabel.UNKNOWN)
            .ray(150, 150, secondDeg + turn, 110, second, VesselLabel.UNKNOWN);
    VesselGraph graph = VesselGraph.of(drawing.mask());
    List<Bifurcation> found = VesselTree.of(graph).bifurcations();
    assertEquals(1, found.size());
    assertEquals(firstDeg - secondDeg, found.get(0).angleDeg().orElseThrow(), 5);
    double a = Math.toRadians(180 + turn);
    VesselTree rooted =
        VesselTree.rootedAt(graph, 150 + 115 * Math.cos(a), 150 + 115 * Math.sin(a), 5);
    assertEquals(found.get(0).parent(), rooted.bifurcations().get(0).parent());
  }

  @ParameterizedTest
  @CsvSource({"4, 14", "3, 8", "6, 20", "8, 30", "4, 60", "6, 60"})
  void splitsVesselsThatTouchWithTheirTips(double width, double angle) {
    VesselGraph graph =
        VesselGraph.of(
            new Drawing(300, 300)
                .ray(60, 150, angle / 2, 200, width, VesselLabel.UNKNOWN)
                .ray(60, 150, -angle / 2, 200, width, VesselLabel.UNKNOWN)
                .mask());
    for (Segment segment : graph.segments()) {
      assertEquals(1, segment.tortuosity().orElse(1), 0.01);
    }
  }

  @Test
  void keepsAHairpinWhole() {
    BinaryMask mask = new Drawing(200, 120).ring(60, 60, 20, 5).mask();
    byte[] pixels = mask.toArray();
    for (int y = 0; y < 120; y++) {
      for (int x = 60; x < 200; x++) {
        boolean leg = x < 180 && (Math.abs(y - 40) <= 2 || Math.abs(y - 80) <= 2);
        pixels[y * 200 + x] = (byte) (leg ? 1 : 0);
      }
    }
    assertEquals(1, VesselGraph.of(BinaryMask.wrap(200, 120, pixels)).segmentCount());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8})
  void keepsBarsOfAnEvenNumberOfDiagonals(int k) {
    byte[] bar = new byte[200 * 200];
    byte[] mirror = new byte[200 * 200];
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 200; x++) {
        if (-k < x - y && x - y <= k && 60 < x + y && x + y < 340) {
          bar[y * 200 + x] = 1;
          mirror[y * 200 + 199 - x] = 1;
        }
      }
    }
    double length = totalLengthPx(VesselGraph.of(BinaryMask.wrap(200, 200, bar)));
    assertEquals(198, length, 4);
    assertEquals(length, totalLengthPx(VesselGraph.of(BinaryMask.wrap(200, 200, mirror))), 1e-9);
  }

  @Test
  void keepsDiagonalsOfTwoPixels() {
    byte[] line = new byte[70 * 70];
    byte[] mirror = new byte[70 * 70];
    for (int i = 5; i <= 60; i++) {
      line[i * 70 + i] = 1;
      line[i * 70 + i + 1] = 1;
      mirror[i * 70 + 69 - i] = 1;
      mirror[i * 70 + 68 - i] = 1;
    }
    double length = totalLengthPx(VesselGraph.of(BinaryMask.wrap(70, 70, line)));
    assertEquals(78, length, 2);
    assertEquals(length, totalLengthPx(VesselGraph.of(BinaryMask.wrap(70, 70, mirror))), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 10, 22.5, 30, 45, 67.5, 80})
  void thinLinesHaveTheirLengthAtEveryAngle(double degrees) {
    BinaryMask mask =
        new Drawing(300, 300)
            .ray(150, 150, degrees, 100, 3, VesselLabel.UNKNOWN)
            .ray(150, 150, degrees + 180, 100, 3, VesselLabel.UNKNOWN)
            .mask();
    assertEquals(200, totalLengthPx(VesselGraph.of(mask)), 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GRAPHML", "GEOJSON", "JSON"})
  void everyFormatKeepsCrossingsAndTurns(String format) throws IOException {
    for (VesselGraph graph : List.of(cross(45, 8, 5, 13), cross(90, 4, 4, 0))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      GraphFormat.valueOf(format).write(graph, out);
      assertEquals(
          graph,
          GraphFormat.valueOf(format).read(new ByteArrayInputStream(out.toByteArray()), "test"));
    }
  }

  /** Narrow vessels that cross with a small displacement, in a map of wider ones. */
  @ParameterizedTest
  @ValueSource(doubles = {1.3, 1.5, 1.7, 2, 3})
  void displacedCrossingsFollowTheScale(double factor) {
    int size = (int) Math.round(200 * factor);
    double thin = 1.8 * factor;
    Drawing drawing =
        new Drawing(size, size)
            .line(20 * factor, 90 * factor, 180 * factor, 90 * factor, thin, VesselLabel.UNKNOWN)
            .ray(99 * factor, 90 * factor, 215, 60 * factor, thin, VesselLabel.UNKNOWN)
            .ray(101.6 * factor, 90 * factor, 35, 60 * factor, thin, VesselLabel.UNKNOWN);
    for (int y : new int[] {10, 30, 160, 180}) {
      drawing.line(
          10 * factor, y * factor, 190 * factor, y * factor, 6 * factor, VesselLabel.UNKNOWN);
    }
    VesselGraph graph = VesselGraph.of(drawing.mask());
    assertEquals(1, count(graph, NodeKind.CROSSING));
  }

  /** A vessel between two others, straight across them, or forked at 40 degrees at both ends. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 11, 17, 29, 45, 62})
  void lengthBetweenAxesIsThatOfTheDrawing(double degrees) {
    for (double width : new double[] {4, 6, 10}) {
      for (double fork : new double[] {90, 40}) {
        double length = 14 * width;
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        Drawing drawing = new Drawing(420, 420);
        for (int side : new int[] {-1, 1}) {
          double x = 210.2 + side * length / 2 * cos;
          double y = 210.2 + side * length / 2 * sin;
          drawing.line(210.2, 210.2, x, y, width, VesselLabel.ARTERY);
          double away = side < 0 ? degrees + 180 : degrees;
          drawing.ray(x, y, away + fork, 100, width, VesselLabel.ARTERY);
          drawing.ray(x, y, away - fork, 100, width, VesselLabel.ARTERY);
        }
        Segment bridge =
            VesselGraph.of(drawing.mask()).segments().stream()
                .filter(each -> each.start().degree() == 3 && each.end().degree() == 3)
                .findFirst()
                .orElseThrow();
        assertEquals(
            length,
            bridge.lengthBetweenAxesPx(),
            Math.max(0.8, 0.15 * width),
            () -> width + " px, " + fork + " deg: " + bridge.smoothedLengthPx());
      }
    }
  }
}
