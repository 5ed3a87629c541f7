// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static io.github.seqnet.graph.biomarker.VesselGroup.ALL;
import static io.github.seqnet.graph.biomarker.VesselGroup.ARTERIES;
import static io.github.seqnet.graph.biomarker.VesselGroup.VEINS;
import static io.github.seqnet.image.VesselLabel.ARTERY;
import static io.github.seqnet.image.VesselLabel.UNKNOWN;
import static io.github.seqnet.image.VesselLabel.VEIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.VesselGraphBuilder;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.testing.Strokes;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.VesselLabel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BiomarkerMeasurerTest {
  // A few double operations; calibers are stored as float.
  private static final double EXACT = 1e-6;

  private static final BiomarkerMeasurer MEASURER =
      BiomarkerMeasurer.with(BiomarkerOptions.defaults());

  /** Zone B is 80 to 120 px from its center, zone C 80 to 200. */
  private static final OpticDisc DISC = new OpticDisc(300, 300, 40);

  @Test
  void lineHasItsLengthCaliberAndEnds() {
    VesselGraph graph = new Strokes(200, 50).line(20, 25, 120, 25, 5, ARTERY).graph();
    BiomarkerResults measures = measure(graph, MEASURER);
    // 101 pixels from edge to edge.
    assertEquals(101, number(measures, "total_length", ALL), EXACT);
    assertEquals(1, number(measures, "segments", ALL), EXACT);
    assertEquals(2, number(measures, "end_points", ALL), EXACT);
    assertEquals(0, number(measures, "bifurcations", ALL), EXACT);
    assertEquals(5, number(measures, "mean_caliber", ARTERIES), EXACT);
    assertEquals(5, number(measures, "median_caliber", ARTERIES), EXACT);
    assertEquals(1, number(measures, "tortuosity", ALL), EXACT);
    assertEquals(0, number(measures, "curvature_tortuosity", ALL), EXACT);
    // 101 pixels are not a multiple of the sides of the boxes.
    assertEquals(1, number(measures, "fractal_dimension", ALL), 0.05);
  }

  @Test
  void aGroupWithoutSegmentsHasCountsOfZeroAndMissingMeans() {
    VesselGraph graph = new Strokes(200, 50).line(20, 25, 120, 25, 5, ARTERY).graph();
    BiomarkerResults measures = measure(graph, MEASURER);
    assertEquals(0, number(measures, "total_length", VEINS), EXACT);
    assertEquals(0, number(measures, "segments", VEINS), EXACT);
    BiomarkerValue calibers = measures.get("mean_caliber", VEINS, Region.FIELD_OF_VIEW);
    assertTrue(calibers.value().isEmpty());
    assertEquals("no segment is labeled vein", calibers.remark());
  }

  @Test
  void withoutLabelsArteriesAndVeinsAreMissing() {
    VesselGraph graph = new Strokes(200, 50).line(20, 25, 120, 25, 5, UNKNOWN).graph();
    BiomarkerResults measures =
        MEASURER.measure(
            BiomarkerInput.of(graph, BinaryMask.full(200, 50), FieldOfView.wholeImage(200, 50)));
    assertEquals(1, number(measures, "segments", ALL), EXACT);
    BiomarkerValue segments = measures.get("segments", ARTERIES, Region.FIELD_OF_VIEW);
    assertEquals("no vessel is labeled artery or vein", segments.remark());
    assertTrue(segments.value().isEmpty());
    assertEquals(1, number(measures, "vessel_density", ALL), EXACT);
    assertEquals(
        "no vessel is labeled artery or vein",
        measures.get("vessel_density", VEINS, Region.FIELD_OF_VIEW).remark());
  }

  @Test
  void emptyGraphHasNoMeansAndEveryRow() {
    BiomarkerResults measures = measure(VesselGraph.empty(30, 20), MEASURER);
    assertEquals(0, number(measures, "total_length", ALL), EXACT);
    assertEquals(
        "there is no segment", measures.get("tortuosity", ALL, Region.FIELD_OF_VIEW).remark());
    assertEquals(
        "the optic disc is unknown", measures.get("avr_knudtson", ALL, Region.ZONE_B).remark());
    BiomarkerResults others = measure(wheel(6, 5), MEASURER, DISC);
    assertEquals(others.columns(), measures.columns());
  }

  @Test
  void emptyFieldOfViewHasNoDensity() {
    BiomarkerResults measures =
        MEASURER.measure(
            BiomarkerInput.of(
                VesselGraph.empty(4, 4),
                BinaryMask.full(4, 4),
                new FieldOfView(BinaryMask.of(4, 4, new byte[16]), FieldOfView.Source.GIVEN)));
    assertEquals(
        "the field of view is empty",
        measures.get("vessel_density", ALL, Region.FIELD_OF_VIEW).remark());
    BinaryMask none = BinaryMask.of(4, 4, new byte[16]);
    assertEquals(
        "there is no vessel",
        MEASURER
            .measure(BiomarkerInput.of(VesselGraph.empty(4, 4), none, FieldOfView.wholeImage(4, 4)))
            .get("vessel_density", ALL, Region.FIELD_OF_VIEW)
            .remark());
  }

  @Test
  void densityCountsCrossingsForBothAndOnlyTheFieldOfView() {
    byte[] codes = {1, 2, 3, 4, 0, 0, 0, 0, 1, 1};
    byte[] inside = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
    BiomarkerResults measures =
        MEASURER.measure(
            BiomarkerInput.of(
                VesselGraph.empty(10, 1),
                ArteryVeinMap.of(10, 1, codes),
                new FieldOfView(BinaryMask.of(10, 1, inside), FieldOfView.Source.GIVEN)));
    assertEquals(4 / 8.0, number(measures, "vessel_density", ALL), EXACT);
    assertEquals(2 / 8.0, number(measures, "vessel_density", ARTERIES), EXACT);
    assertEquals(2 / 8.0, number(measures, "vessel_density", VEINS), EXACT);
    assertEquals("", measures.get("vessel_density", ALL, Region.FIELD_OF_VIEW).remark());
    BiomarkerResults whole =
        MEASURER.measure(
            BiomarkerInput.of(
                VesselGraph.empty(10, 1),
                ArteryVeinMap.of(10, 1, codes),
                FieldOfView.wholeImage(10, 1)));
    assertEquals(
        "the field of view is unknown: relative to the whole image",
        whole.get("vessel_density", ALL, Region.FIELD_OF_VIEW).remark());
  }

  @Test
  void bifurcationHasTheAngleOfItsThinnerBranches() {
    Strokes strokes = new Strokes(200, 200);
    int fork = strokes.node(NodeKind.JUNCTION, 100, 100);
    VesselGraph graph =
        strokes
            .segment(fork, strokes.node(NodeKind.END_POINT, 20, 100), 100, 100, 20, 100, 9, VEIN)
            .segment(fork, strokes.node(NodeKind.END_POINT, 160, 40), 100, 100, 160, 40, 5, VEIN)
            .segment(fork, strokes.node(NodeKind.END_POINT, 160, 160), 100, 100, 160, 160, 6, VEIN)
            .graph();
    BiomarkerResults measures = measure(graph, MEASURER);
    assertEquals(90, number(measures, "branching_angle", VEINS), EXACT);
    assertEquals(1, number(measures, "bifurcations", VEINS), EXACT);
    assertEquals(3, number(measures, "end_points", VEINS), EXACT);
    assertEquals(0, number(measures, "bifurcations", ARTERIES), EXACT);
  }

  @Test
  void micrometersScaleLengthsAndCurvature() {
    VesselGraph graph = new Strokes(200, 50).line(20, 25, 120, 45, 5, ARTERY).graph();
    BiomarkerResults px = measure(graph, MEASURER);
    BiomarkerResults um =
        measure(
            graph,
            BiomarkerMeasurer.with(BiomarkerOptions.defaults().withScale(Scale.micrometers(2.5))));
    for (String biomarker : new String[] {"total_length", "mean_caliber"}) {
      assertEquals(2.5 * number(px, biomarker, ALL), number(um, biomarker, ALL), EXACT);
      assertTrue(
          um.columns()
              .contains(
                  new BiomarkerColumn(biomarker, ALL, Region.FIELD_OF_VIEW, Unit.MICROMETER)));
    }
    assertEquals(
        number(px, "curvature_tortuosity", ALL) / 2.5,
        number(um, "curvature_tortuosity", ALL),
        EXACT);
  }

  @Test
  void calibersOfAWheelAreThoseOfItsSpokes() {
    BiomarkerResults measures = measure(wheel(6, 6), MEASURER, DISC);
    double crae = CentralEquivalent.knudtson(ARTERIES, 7, 7, 7, 7, 7, 7).orElseThrow();
    double crve = CentralEquivalent.knudtson(VEINS, 9, 9, 9, 9, 9, 9).orElseThrow();
    for (Region zone : new Region[] {Region.ZONE_B, Region.ZONE_C}) {
      BiomarkerValue artery = measures.get("crae_knudtson", ARTERIES, zone);
      assertEquals(crae, artery.value().orElseThrow(), EXACT);
      assertEquals("", artery.remark());
      assertEquals(crve, measures.get("crve_knudtson", VEINS, zone).value().orElseThrow(), EXACT);
      assertEquals(
          crae / crve, measures.get("avr_knudtson", ALL, zone).value().orElseThrow(), EXACT);
      assertTrue(measures.get("crae_hubbard", ARTERIES, zone).value().isEmpty());
    }
  }

  @Test
  void zoneMeasuresOnlyWhatLiesInside() {
    // Twelve spokes through rings of 40 and 120 px width, cut to within a pixel at each border.
    BiomarkerResults measures = measure(wheel(6, 6), MEASURER, DISC);
    assertEquals(12, zone(measures, "segments", Region.ZONE_B), EXACT);
    // Digital spokes are up to 8 % longer than straight ones.
    assertEquals(12 * 40, zone(measures, "total_length", Region.ZONE_B), 12 * 40 * 0.1);
    assertEquals(12 * 120, zone(measures, "total_length", Region.ZONE_C), 12 * 120 * 0.1);
    assertEquals(0, zone(measures, "end_points", Region.ZONE_B), EXACT);
  }

  @Test
  void onlyTheSixWidestCountForKnudtsonAndFewerAreFlagged() {
    BiomarkerResults measures = measure(wheel(9, 2), MEASURER, DISC);
    assertEquals(
        CentralEquivalent.knudtson(ARTERIES, 7, 7, 7, 7, 7, 7).orElseThrow(),
        measures.get("crae_knudtson", ARTERIES, Region.ZONE_B).value().orElseThrow(),
        EXACT);
    BiomarkerResults fewer = measure(wheel(9, 4), MEASURER, DISC);
    BiomarkerValue veins = fewer.get("crve_knudtson", VEINS, Region.ZONE_B);
    assertEquals(
        CentralEquivalent.knudtson(VEINS, 9, 9, 9, 9).orElseThrow(),
        veins.value().orElseThrow(),
        EXACT);
    assertEquals("from 4 instead of 6 vessels", veins.remark());
    assertEquals(
        "veins: from 4 instead of 6 vessels",
        fewer.get("avr_knudtson", ALL, Region.ZONE_B).remark());
    BiomarkerValue none = measures.get("crve_knudtson", VEINS, Region.ZONE_B);
    assertTrue(none.value().isEmpty());
    assertEquals("fewer than 4 veins cross each circle of the zone", none.remark());
  }

  @Test
  void withoutVeinsTheRatioIsMissing() {
    BiomarkerResults measures = measure(wheel(6, 0), MEASURER, DISC);
    BiomarkerValue ratio = measures.get("avr_knudtson", ALL, Region.ZONE_B);
    assertTrue(ratio.value().isEmpty());
    assertEquals("crve_knudtson is missing", ratio.remark());
  }

  @Test
  void hubbardTakesMicrometersAndLeavesOutTheNarrowest() {
    BiomarkerResults measures =
        measure(
            wheel(6, 6),
            BiomarkerMeasurer.with(BiomarkerOptions.defaults().withScale(Scale.micrometers(3))),
            DISC);
    // Arteries of 21 um are below 25 um, veins of 27 um are not.
    assertTrue(measures.get("crae_hubbard", ARTERIES, Region.ZONE_B).value().isEmpty());
    assertEquals(
        CentralEquivalent.hubbard(VEINS, 27, 27, 27, 27, 27, 27).orElseThrow(),
        measures.get("crve_hubbard", VEINS, Region.ZONE_B).value().orElseThrow(),
        EXACT);
  }

  @Test
  void trunkThatBranchesLateIsOneVesselAndEarlyIsTwo() {
    // Zone B reaches from x = 380 to x = 420 to the right of the disc.
    assertEquals(
        0.88 * Math.hypot(6, 5), caliberOfFork(385), 0.02, "branches at an eighth of the zone");
    assertEquals(
        0.88 * Math.hypot(6, 5), caliberOfFork(397), 0.02, "branches a little before the middle");
    assertEquals(8, caliberOfFork(412), EXACT, "branches after four fifths of the zone");
    assertEquals(8, caliberOfFork(404), EXACT, "branches a little after the middle");
  }

  @Test
  void cuttingAVesselInPiecesChangesNoCaliber() {
    Strokes whole = new Strokes(600, 600);
    whole.line(345, 300, 560, 300, 7, ARTERY);
    Strokes pieces = new Strokes(600, 600);
    int last = pieces.node(NodeKind.END_POINT, 345, 300);
    int lastX = 345;
    for (int x : new int[] {370, 388, 395, 413, 450, 560}) {
      int next = pieces.node(NodeKind.JUNCTION, x, 300);
      pieces.segment(last, next, lastX, 300, x, 300, 7, ARTERY);
      last = next;
      lastX = x;
    }
    for (Region zone : new Region[] {Region.ZONE_B, Region.ZONE_C}) {
      assertEquals(calibers(whole.graph(), zone, 11), calibers(pieces.graph(), zone, 11));
    }
  }

  @Test
  void aVesselIsNotMissedWhereTheCirclePassesThroughANode() {
    // The one circle of zone B, of 100 px, passes between the two segments' ends at the node.
    int row = 300 * 600;
    VesselGraphBuilder builder = VesselGraph.builder(600, 600);
    int inner = builder.addNode(NodeKind.END_POINT, row + 345);
    int blot =
        builder.addNode(NodeKind.JUNCTION, IntStream.rangeClosed(row + 398, row + 403).toArray());
    int outer = builder.addNode(NodeKind.END_POINT, row + 560);
    for (int[] path :
        new int[][] {
          IntStream.rangeClosed(row + 345, row + 398).toArray(),
          IntStream.rangeClosed(row + 403, row + 560).toArray()
        }) {
      float[] calibers = new float[path.length];
      Arrays.fill(calibers, 7);
      boolean first = path[0] == row + 345;
      builder.label(
          builder.addSegment(first ? inner : blot, first ? blot : outer, path, calibers), ARTERY);
    }
    assertEquals(List.of(7.0), calibers(builder.build(), Region.ZONE_B, 1));
  }

  /**
   * Calibers grow with the distance from the disc, so that the value tells which circles count. The
   * radii of the 11 circles are 81.8 to 118.2 px, and the field of view ends on the side without
   * vessels.
   */
  @ParameterizedTest
  @CsvSource({"300, 100", "101, 90.9", "88, 100"})
  void partlyVisibleCirclesCountIfLessThanHalfOfThemAreEntire(int visible, double radius) {
    VesselGraphBuilder builder = VesselGraph.builder(600, 600);
    for (int k = 0; k < 6; k++) {
      double angle = Math.PI / 2 + Math.PI * k / 5;
      int[] path =
          Strokes.line(
              600,
              (int) Math.round(300 + 50 * Math.cos(angle)),
              (int) Math.round(300 + 50 * Math.sin(angle)),
              (int) Math.round(300 + 200 * Math.cos(angle)),
              (int) Math.round(300 + 200 * Math.sin(angle)));
      float[] calibers = new float[path.length];
      for (int i = 0; i < path.length; i++) {
        int column = path[i] % 600;
        int row = path[i] / 600;
        calibers[i] = (float) Math.hypot(column - 300, row - 300) / 10;
      }
      int start = builder.addNode(NodeKind.END_POINT, path[0]);
      int end = builder.addNode(NodeKind.END_POINT, path[path.length - 1]);
      builder.label(builder.addSegment(start, end, path, calibers), ARTERY);
    }
    byte[] fieldOfView = new byte[600 * 600];
    for (int i = 0; i < fieldOfView.length; i++) {
      fieldOfView[i] = (byte) (i % 600 <= 300 + visible ? 1 : 0);
    }
    VesselGraph graph = builder.build();
    BiomarkerValue found =
        MEASURER
            .measure(
                BiomarkerInput.of(
                        graph,
                        background(graph),
                        new FieldOfView(
                            BinaryMask.wrap(600, 600, fieldOfView), FieldOfView.Source.GIVEN))
                    .withOpticDisc(DISC))
            .get("crae_knudtson", ARTERIES, Region.ZONE_B);
    double[] equal = new double[6];
    Arrays.fill(equal, radius / 10);
    double expected = CentralEquivalent.knudtson(ARTERIES, equal).orElseThrow();
    assertEquals(expected, found.value().orElseThrow(), 0.01 * expected);
  }

  @Test
  void zoneBeyondTheImageIsFlagged() {
    Strokes strokes = new Strokes(300, 200);
    VesselGraph graph = strokes.line(150, 100, 290, 100, 5, ARTERY).graph();
    BiomarkerResults measures = measure(graph, MEASURER, new OpticDisc(150, 100, 40));
    String remark = measures.get("vessel_density", ALL, Region.ZONE_C).remark();
    assertTrue(remark.endsWith(" % of the zone lies in the field of view"), remark);
  }

  @Test
  void differentSizesAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                MEASURER.measure(
                    BiomarkerInput.of(
                        VesselGraph.empty(3, 4),
                        BinaryMask.full(4, 4),
                        FieldOfView.wholeImage(4, 4))));
    assertEquals(
        "artery/vein map must have the size of the graph, 3 x 4 pixels, got 4 x 4", e.getMessage());
  }

  @Test
  void whatIsNeverMeasuredIsRefused() {
    BiomarkerResults measures = measure(VesselGraph.empty(3, 3), MEASURER);
    assertThrows(
        IllegalArgumentException.class, () -> measures.get("crae_knudtson", VEINS, Region.ZONE_B));
  }

  /** A trunk of 8 px that branches at this column into 6 and 5 px. */
  private static double caliberOfFork(int column) {
    Strokes strokes = new Strokes(600, 600);
    int fork = strokes.node(NodeKind.JUNCTION, column, 300);
    int end = strokes.node(NodeKind.END_POINT, 345, 300);
    // At 45 degrees the branches part at once.
    int reach = 560 - column;
    int up = strokes.node(NodeKind.END_POINT, 560, 300 - reach);
    int down = strokes.node(NodeKind.END_POINT, 560, 300 + reach);
    VesselGraph graph =
        strokes
            .segment(end, fork, 345, 300, column, 300, 8, ARTERY)
            .segment(fork, up, column, 300, 560, 300 - reach, 6, ARTERY)
            .segment(fork, down, column, 300, 560, 300 + reach, 5, ARTERY)
            .graph();
    List<double[]> circles = ZoneCalibers.of(zoneB(graph, 11)).calibers(crossing -> true, 1);
    return ZoneCalibers.median(circles, widths -> CentralEquivalent.knudtson(ARTERIES, widths))
        .orElseThrow();
  }

  /** The calibers on all circles of a zone. */
  private static List<Double> calibers(VesselGraph graph, Region zone, int circles) {
    BiomarkerContext context =
        BiomarkerContext.of(
            BiomarkerInput.of(graph, background(graph), fieldOfView(graph)).withOpticDisc(DISC),
            BiomarkerOptions.defaults().withZoneCircles(circles),
            ARTERIES,
            zone);
    return ZoneCalibers.of(context).calibers(crossing -> true, 1).stream()
        .flatMap(widths -> Arrays.stream(widths).boxed())
        .toList();
  }

  private static BiomarkerContext zoneB(VesselGraph graph, int circles) {
    return BiomarkerContext.of(
        BiomarkerInput.of(graph, background(graph), fieldOfView(graph)).withOpticDisc(DISC),
        BiomarkerOptions.defaults().withZoneCircles(circles),
        ARTERIES,
        Region.ZONE_B);
  }

  /** Spokes from 45 to 260 px around the disc: arteries 7 px wide, veins 9 px. */
  private static VesselGraph wheel(int arteries, int veins) {
    Strokes strokes = new Strokes(600, 600);
    int spokes = arteries + veins;
    for (int k = 0; k < spokes; k++) {
      double angle = 2 * Math.PI * (k + 0.3) / spokes;
      VesselLabel label = k < arteries ? ARTERY : VEIN;
      strokes.line(
          (int) Math.round(300 + 45 * Math.cos(angle)),
          (int) Math.round(300 + 45 * Math.sin(angle)),
          (int) Math.round(300 + 260 * Math.cos(angle)),
          (int) Math.round(300 + 260 * Math.sin(angle)),
          label == ARTERY ? 7 : 9,
          label);
    }
    return strokes.graph();
  }

  private static BiomarkerResults measure(VesselGraph graph, BiomarkerMeasurer measurer) {
    return measurer.measure(BiomarkerInput.of(graph, background(graph), fieldOfView(graph)));
  }

  private static BiomarkerResults measure(
      VesselGraph graph, BiomarkerMeasurer measurer, OpticDisc disc) {
    return measurer.measure(
        BiomarkerInput.of(graph, background(graph), fieldOfView(graph)).withOpticDisc(disc));
  }

  private static ArteryVeinMap background(VesselGraph graph) {
    return ArteryVeinMap.of(
        graph.width(), graph.height(), new byte[graph.width() * graph.height()]);
  }

  private static FieldOfView fieldOfView(VesselGraph graph) {
    return FieldOfView.wholeImage(graph.width(), graph.height());
  }

  private static double number(BiomarkerResults measures, String biomarker, VesselGroup group) {
    return measures.get(biomarker, group, Region.FIELD_OF_VIEW).value().orElseThrow();
  }

  private static double zone(BiomarkerResults measures, String biomarker, Region region) {
    return measures.get(biomarker, ALL, region).value().orElseThrow();
  }
}
