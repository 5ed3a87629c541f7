// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.VesselLabel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from pixels to measures, against what was drawn. */
class DrawnVesselsTest {
  private static final BiomarkerMeasurer MEASURER =
      BiomarkerMeasurer.with(BiomarkerOptions.defaults());

  @ParameterizedTest
  @CsvSource({"3, 40", "3, 75", "3, 120", "9, 40", "9, 75", "9, 120", "25, 60", "25, 90"})
  void branchesMeetAtTheAngleTheyWereDrawnWith(double parent, double angle) {
    double sum = 0;
    int count = 0;
    for (int turn = 0; turn < 360; turn += 23) {
      Drawing drawing = new Drawing(401, 401);
      drawing.ray(200, 200, turn + 180, 170, parent, VesselLabel.UNKNOWN);
      drawing.ray(200, 200, turn - angle / 2, 170, 0.8 * parent, VesselLabel.UNKNOWN);
      drawing.ray(200, 200, turn + angle / 2, 170, 0.75 * parent, VesselLabel.UNKNOWN);
      BiomarkerValue found =
          MEASURER
              .measure(
                  BiomarkerInput.of(
                      VesselGraph.of(drawing.mask()),
                      drawing.mask(),
                      FieldOfView.wholeImage(401, 401)))
              .get("branching_angle", VesselGroup.ALL, Region.FIELD_OF_VIEW);
      if (found.value().isPresent()) {
        sum += found.value().getAsDouble();
        count++;
      }
    }
    assertTrue(count >= 12, count + " of 16");
    assertEquals(angle, sum / count, 4);
  }

  /** Whether thinning makes one node or several of it, at any width. */
  @ParameterizedTest
  @CsvSource({"3, 3", "5, 3", "5, 4", "8, 4", "12, 4", "8, 5"})
  void aJunctionOfManyVesselsIsSeveralBifurcations(double width, int vessels) {
    Drawing drawing = new Drawing(401, 401);
    // All to one side, so that none continues another.
    for (int k = 0; k < vessels; k++) {
      drawing.ray(200, 200, 11 + k * 140.0 / (vessels - 1), 170, width, VesselLabel.UNKNOWN);
    }
    BiomarkerResults found =
        MEASURER.measure(
            BiomarkerInput.of(
                VesselGraph.of(drawing.mask()), drawing.mask(), FieldOfView.wholeImage(401, 401)));
    assertEquals(
        vessels - 2,
        found.get("bifurcations", VesselGroup.ALL, Region.FIELD_OF_VIEW).value().orElseThrow());
  }

  @Test
  void calibersOfZoneBAreThoseOfTheVesselsDrawn() {
    Drawing drawing = new Drawing(601, 601);
    for (int k = 0; k < 6; k++) {
      drawing.ray(300, 300, 60 * k + 7, 280, 7, VesselLabel.ARTERY);
      drawing.ray(300, 300, 60 * k + 37, 280, 9, VesselLabel.VEIN);
    }
    ArteryVeinMap map = drawing.map();
    VesselGraph graph =
        GraphRefiner.with(RefinementOptions.defaults().withMode(RefinementMode.UNIFY))
            .refine(map)
            .graph();
    BiomarkerResults measures =
        MEASURER.measure(
            BiomarkerInput.of(graph, map, FieldOfView.wholeImage(601, 601))
                .withOpticDisc(new OpticDisc(300, 300, 40)));
    double artery =
        CentralEquivalent.knudtson(VesselGroup.ARTERIES, 7, 7, 7, 7, 7, 7).orElseThrow();
    double vein = CentralEquivalent.knudtson(VesselGroup.VEINS, 9, 9, 9, 9, 9, 9).orElseThrow();
    assertEquals(artery, value(measures, "crae_knudtson", VesselGroup.ARTERIES), 0.6);
    assertEquals(vein, value(measures, "crve_knudtson", VesselGroup.VEINS), 0.6);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8, 10, 12, 20, 30, 50})
  void aRingHasNoTortuosity(int radius) {
    Drawing drawing = new Drawing(151, 151).ring(75, 75, radius, 1.5);
    BiomarkerValue found =
        MEASURER
            .measure(
                BiomarkerInput.of(
                    VesselGraph.of(drawing.mask()),
                    drawing.mask(),
                    FieldOfView.wholeImage(151, 151)))
            .get("tortuosity", VesselGroup.ALL, Region.FIELD_OF_VIEW);
    assertTrue(found.value().isEmpty(), found::toString);
    assertEquals("every segment is closed", found.remark());
  }

  private static double value(BiomarkerResults measures, String biomarker, VesselGroup group) {
    return measures.get(biomarker, group, Region.ZONE_B).value().orElseThrow();
  }
}
