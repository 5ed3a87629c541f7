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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VesselMeasurerTest {
  // A few double operations; thicknesses are stored as float.
  private static final double EXACT = 1e-6;

  private static final VesselMeasurer MEASURER = VesselMeasurer.with(MeasureOptions.defaults());

  /** Zone B is 80 to 120 px from its center, zone C 80 to 200. */
  private static final OpticDisc DISC = new OpticDisc(300, 300, 40);

  @Test
  void lineHasItsLengthThicknessAndEnds() {
    VesselGraph graph = new Strokes(200, 50).line(20, 25, 120, 25, 5, ARTERY).graph();
    VesselMeasures measures = measure(graph, MEASURER);
    assertEquals(100, number(measures, Quantity.TOTAL_LENGTH, ALL), EXACT);
    assertEquals(1, number(measures, Quantity.SEGMENTS, ALL), EXACT);
    assertEquals(2, number(measures, Quantity.END_POINTS, ALL), EXACT);
    assertEquals(0, number(measures, Quantity.BRANCHINGS, ALL), EXACT);
    assertEquals(5, number(measures, Quantity.MEAN_THICKNESS, ARTERIES), EXACT);
    assertEquals(5, number(measures, Quantity.MEDIAN_THICKNESS, ARTERIES), EXACT);
    assertEquals(1, number(measures, Quantity.TORTUOSITY, ALL), EXACT);
    assertEquals(0, number(measures, Quantity.CURVATURE_TORTUOSITY, ALL), EXACT);
    // 101 pixels are no multiple of the boxes' sides.
    assertEquals(1, number(measures, Quantity.FRACTAL_DIMENSION, ALL), 0.05);
  }

  @Test
  void aGroupWithoutSegmentsHasCountsOfZeroAndMissingMeans() {
    VesselGraph graph = new Strokes(200, 50).line(20, 25, 120, 25, 5, ARTERY).graph();
    VesselMeasures measures = measure(graph, MEASURER);
    assertEquals(0, number(measures, Quantity.TOTAL_LENGTH, VEINS), EXACT);
    assertEquals(0, number(measures, Quantity.SEGMENTS, VEINS), EXACT);
    Measurement thickness = measures.get(Quantity.MEAN_THICKNESS, VEINS, Region.FIELD_OF_VIEW);
    assertTrue(thickness.value().isEmpty());
    assertEquals("no segment is labeled vein", thickness.remark());
  }

  @Test
  void withoutLabelsArteriesAndVeinsAreMissing() {
    VesselGraph graph = new Strokes(200, 50).line(20, 25, 120, 25, 5, UNKNOWN).graph();
    VesselMeasures measures =
        MEASURER.measure(graph, BinaryMask.full(200, 50), FieldOfView.wholeImage(200, 50));
    assertEquals(1, number(measures, Quantity.SEGMENTS, ALL), EXACT);
    Measurement segments = measures.get(Quantity.SEGMENTS, ARTERIES, Region.FIELD_OF_VIEW);
    assertEquals("no segment is labeled artery or vein", segments.remark());
    assertTrue(segments.value().isEmpty());
    assertEquals(1, number(measures, Quantity.VESSEL_DENSITY, ALL), EXACT);
    assertEquals(
        "no pixel is labeled artery or vein",
        measures.get(Quantity.VESSEL_DENSITY, VEINS, Region.FIELD_OF_VIEW).remark());
  }

  @Test
  void emptyGraphHasNoMeansAndEveryRow() {
    VesselMeasures measures = measure(VesselGraph.empty(30, 20), MEASURER);
    assertEquals(0, number(measures, Quantity.TOTAL_LENGTH, ALL), EXACT);
    assertEquals(
        "there is no segment",
        measures.get(Quantity.TORTUOSITY, ALL, Region.FIELD_OF_VIEW).remark());
    assertEquals(
        "no optic disc is known", measures.get(Quantity.AVR_KNUDTSON, ALL, Region.ZONE_B).remark());
    VesselMeasures others = measure(wheel(6, 5), MEASURER, DISC);
    assertEquals(
        others.measurements().stream()
            .map(m -> "" + m.region() + m.vessels() + m.quantity())
            .sorted()
            .toList(),
        measures.measurements().stream()
            .map(m -> "" + m.region() + m.vessels() + m.quantity())
            .sorted()
            .toList());
  }

  @Test
  void emptyFieldOfViewHasNoDensity() {
    VesselMeasures measures =
        MEASURER.measure(
            VesselGraph.empty(4, 4),
            BinaryMask.full(4, 4),
            new FieldOfView(BinaryMask.of(4, 4, new byte[16]), FieldOfView.Source.GIVEN));
    assertEquals(
        "the field of view is empty",
        measures.get(Quantity.VESSEL_DENSITY, ALL, Region.FIELD_OF_VIEW).remark());
    BinaryMask none = BinaryMask.of(4, 4, new byte[16]);
    assertEquals(
        "there is no vessel",
        MEASURER
            .measure(VesselGraph.empty(4, 4), none, FieldOfView.wholeImage(4, 4))
            .get(Quantity.VESSEL_DENSITY, ALL, Region.FIELD_OF_VIEW)
            .remark());
  }

  @Test
  void densityCountsCrossingsForBothAndOnlyTheFieldOfView() {
    byte[] codes = {1, 2, 3, 4, 0, 0, 0, 0, 1, 1};
    byte[] inside = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
    VesselMeasures measures =
        MEASURER.measure(
            VesselGraph.empty(10, 1),
            ArteryVeinMap.of(10, 1, codes),
            new FieldOfView(BinaryMask.of(10, 1, inside), FieldOfView.Source.GIVEN));
    assertEquals(4 / 8.0, number(measures, Quantity.VESSEL_DENSITY, ALL), EXACT);
    assertEquals(2 / 8.0, number(measures, Quantity.VESSEL_DENSITY, ARTERIES), EXACT);
    assertEquals(2 / 8.0, number(measures, Quantity.VESSEL_DENSITY, VEINS), EXACT);
    assertEquals("", measures.get(Quantity.VESSEL_DENSITY, ALL, Region.FIELD_OF_VIEW).remark());
    VesselMeasures whole =
        MEASURER.measure(
            VesselGraph.empty(10, 1),
            ArteryVeinMap.of(10, 1, codes),
            FieldOfView.wholeImage(10, 1));
    assertEquals(
        "no field of view is known: of the whole image",
        whole.get(Quantity.VESSEL_DENSITY, ALL, Region.FIELD_OF_VIEW).remark());
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
    VesselMeasures measures = measure(graph, MEASURER);
    assertEquals(90, number(measures, Quantity.BRANCHING_ANGLE, VEINS), EXACT);
    assertEquals(1, number(measures, Quantity.BRANCHINGS, VEINS), EXACT);
    assertEquals(3, number(measures, Quantity.END_POINTS, VEINS), EXACT);
    assertEquals(0, number(measures, Quantity.BRANCHINGS, ARTERIES), EXACT);
  }

  @Test
  void micrometersScaleLengthsAndCurvature() {
    VesselGraph graph = new Strokes(200, 50).line(20, 25, 120, 45, 5, ARTERY).graph();
    VesselMeasures px = measure(graph, MEASURER);
    VesselMeasures um =
        measure(
            graph,
            VesselMeasurer.with(MeasureOptions.defaults().withScale(Scale.micrometers(2.5))));
    for (Quantity quantity : new Quantity[] {Quantity.TOTAL_LENGTH, Quantity.MEAN_THICKNESS}) {
      assertEquals(2.5 * number(px, quantity, ALL), number(um, quantity, ALL), EXACT);
      assertEquals(Unit.MICROMETER, um.get(quantity, ALL, Region.FIELD_OF_VIEW).unit());
    }
    assertEquals(
        number(px, Quantity.CURVATURE_TORTUOSITY, ALL) / 2.5,
        number(um, Quantity.CURVATURE_TORTUOSITY, ALL),
        EXACT);
  }

  @Test
  void calibersOfAWheelAreThoseOfItsSpokes() {
    VesselMeasures measures = measure(wheel(6, 6), MEASURER, DISC);
    double crae = CentralEquivalent.knudtson(ARTERIES, 7, 7, 7, 7, 7, 7).orElseThrow();
    double crve = CentralEquivalent.knudtson(VEINS, 9, 9, 9, 9, 9, 9).orElseThrow();
    for (Region zone : new Region[] {Region.ZONE_B, Region.ZONE_C}) {
      Measurement artery = measures.get(Quantity.CRAE_KNUDTSON, ARTERIES, zone);
      assertEquals(crae, artery.value().orElseThrow(), EXACT);
      assertEquals("", artery.remark());
      assertEquals(
          crve, measures.get(Quantity.CRVE_KNUDTSON, VEINS, zone).value().orElseThrow(), EXACT);
      assertEquals(
          crae / crve, measures.get(Quantity.AVR_KNUDTSON, ALL, zone).value().orElseThrow(), EXACT);
      assertTrue(measures.get(Quantity.CRAE_HUBBARD, ARTERIES, zone).value().isEmpty());
    }
  }

  @Test
  void zoneMeasuresOnlyWhatLiesInside() {
    // Twelve spokes through rings of 40 and 120 px width, cut to within a pixel at each border.
    VesselMeasures measures = measure(wheel(6, 6), MEASURER, DISC);
    assertEquals(12, zone(measures, Quantity.SEGMENTS, Region.ZONE_B), EXACT);
    // Digital spokes are up to 8 % longer than straight ones.
    assertEquals(12 * 40, zone(measures, Quantity.TOTAL_LENGTH, Region.ZONE_B), 12 * 40 * 0.1);
    assertEquals(12 * 120, zone(measures, Quantity.TOTAL_LENGTH, Region.ZONE_C), 12 * 120 * 0.1);
    assertEquals(0, zone(measures, Quantity.END_POINTS, Region.ZONE_B), EXACT);
  }

  @Test
  void onlyTheSixWidestCountForKnudtsonAndFewerAreFlagged() {
    VesselMeasures measures = measure(wheel(9, 2), MEASURER, DISC);
    assertEquals(
        CentralEquivalent.knudtson(ARTERIES, 7, 7, 7, 7, 7, 7).orElseThrow(),
        measures.get(Quantity.CRAE_KNUDTSON, ARTERIES, Region.ZONE_B).value().orElseThrow(),
        EXACT);
    Measurement veins = measures.get(Quantity.CRVE_KNUDTSON, VEINS, Region.ZONE_B);
    assertEquals(0.95 * Math.hypot(9, 9), veins.value().orElseThrow(), EXACT);
    assertEquals("from 2 instead of 6 vessels", veins.remark());
    assertEquals(
        "veins: from 2 instead of 6 vessels",
        measures.get(Quantity.AVR_KNUDTSON, ALL, Region.ZONE_B).remark());
  }

  @Test
  void withoutVeinsTheRatioIsMissing() {
    VesselMeasures measures = measure(wheel(3, 0), MEASURER, DISC);
    Measurement ratio = measures.get(Quantity.AVR_KNUDTSON, ALL, Region.ZONE_B);
    assertTrue(ratio.value().isEmpty());
    assertEquals("CRVE_KNUDTSON is missing", ratio.remark());
  }

  @Test
  void hubbardTakesMicrometersAndLeavesOutTheNarrowest() {
    VesselMeasures measures =
        measure(
            wheel(6, 6),
            VesselMeasurer.with(MeasureOptions.defaults().withScale(Scale.micrometers(3))),
            DISC);
    // Arteries of 21 um are below 25 um, veins of 27 um are not.
    assertTrue(measures.get(Quantity.CRAE_HUBBARD, ARTERIES, Region.ZONE_B).value().isEmpty());
    assertEquals(
        CentralEquivalent.hubbard(VEINS, 27, 27, 27, 27, 27, 27).orElseThrow(),
        measures.get(Quantity.CRVE_HUBBARD, VEINS, Region.ZONE_B).value().orElseThrow(),
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
      assertEquals(
          measure(whole.graph(), MEASURER, DISC).get(Quantity.CRAE_KNUDTSON, ARTERIES, zone),
          measure(pieces.graph(), MEASURER, DISC).get(Quantity.CRAE_KNUDTSON, ARTERIES, zone));
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
      float[] thickness = new float[path.length];
      Arrays.fill(thickness, 7);
      boolean first = path[0] == row + 345;
      builder.label(
          builder.addSegment(first ? inner : blot, first ? blot : outer, path, thickness), ARTERY);
    }
    VesselMeasurer oneCircle = VesselMeasurer.with(MeasureOptions.defaults().withZoneCircles(1));
    Measurement artery =
        measure(builder.build(), oneCircle, DISC)
            .get(Quantity.CRAE_KNUDTSON, ARTERIES, Region.ZONE_B);
    assertEquals(7, artery.value().orElseThrow(), EXACT);
    assertEquals("from 1 instead of 6 vessels", artery.remark());
  }

  @Test
  void zoneBeyondTheImageIsFlagged() {
    Strokes strokes = new Strokes(300, 200);
    VesselGraph graph = strokes.line(150, 100, 290, 100, 5, ARTERY).graph();
    VesselMeasures measures = measure(graph, MEASURER, new OpticDisc(150, 100, 40));
    String remark = measures.get(Quantity.VESSEL_DENSITY, ALL, Region.ZONE_C).remark();
    assertTrue(remark.endsWith(" % of the zone lies in the field of view"), remark);
  }

  @Test
  void differentSizesAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                MEASURER.measure(
                    VesselGraph.empty(3, 4), BinaryMask.full(4, 4), FieldOfView.wholeImage(4, 4)));
    assertEquals(
        "artery/vein map must be 3 x 4 pixels as the graph's image, got 4 x 4", e.getMessage());
  }

  @Test
  void whatIsNeverMeasuredIsRefused() {
    VesselMeasures measures = measure(VesselGraph.empty(3, 3), MEASURER);
    assertThrows(
        IllegalArgumentException.class,
        () -> measures.get(Quantity.CRAE_KNUDTSON, VEINS, Region.ZONE_B));
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
    return measure(graph, MEASURER, DISC)
        .get(Quantity.CRAE_KNUDTSON, ARTERIES, Region.ZONE_B)
        .value()
        .orElseThrow();
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

  private static VesselMeasures measure(VesselGraph graph, VesselMeasurer measurer) {
    return measurer.measure(graph, background(graph), fieldOfView(graph));
  }

  private static VesselMeasures measure(
      VesselGraph graph, VesselMeasurer measurer, OpticDisc disc) {
    return measurer.measure(graph, background(graph), fieldOfView(graph), disc);
  }

  private static ArteryVeinMap background(VesselGraph graph) {
    return ArteryVeinMap.of(
        graph.width(), graph.height(), new byte[graph.width() * graph.height()]);
  }

  private static FieldOfView fieldOfView(VesselGraph graph) {
    return FieldOfView.wholeImage(graph.width(), graph.height());
  }

  private static double number(VesselMeasures measures, Quantity quantity, VesselGroup group) {
    return measures.get(quantity, group, Region.FIELD_OF_VIEW).value().orElseThrow();
  }

  private static double zone(VesselMeasures measures, Quantity quantity, Region region) {
    return measures.get(quantity, ALL, region).value().orElseThrow();
  }
}
