// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.VesselLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Every biomarker of drawn vessels against the value that follows from the drawing. {@code
 * -Dseqnet.drawings.table=true} prints the table of {@code docs/biomarkers.md}.
 */
class ConstructedTruthTest {
  private static final int SIZE = 420;
  private static final int CENTER = SIZE / 2;

  /** Between two pixels, so that a level vessel of 8 px covers 8 rows. */
  private static final double BETWEEN = CENTER + 0.5;

  private final List<String> table = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  @Test
  void everyBiomarkerHasTheValueOfTheDrawing() {
    straightVessel();
    bends();
    junctions();
    taper();
    zones();
    dimensions();
    if (Boolean.getBoolean("seqnet.drawings.table")) {
      table.forEach(System.out::println);
    }
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
  }

  private void straightVessel() {
    for (double turn : new double[] {0, 17, 29, 70}) {
      Drawing drawing =
          new Drawing(SIZE, SIZE)
              .ray(BETWEEN, BETWEEN, turn, 150, 8, VesselLabel.ARTERY)
              .ray(BETWEEN, BETWEEN, turn + 180, 150, 8, VesselLabel.ARTERY);
      BiomarkerResults found = measure(drawing, null);
      String what = String.format(Locale.ROOT, "straight vessel, 300 x 8 px, %.0f deg", turn);
      double area = 300 * 8 + Math.PI * 16;
      check(found, "vessel_density", area / SIZE / SIZE, 0.03, what);
      check(found, "total_length", 300, 0.01, what);
      check(found, "segments", 1, 0, what);
      check(found, "end_points", 2, 0, what);
      check(found, "mean_caliber", 8, 0.02, what);
      check(found, "median_caliber", 8, 0.02, what);
      check(found, "tortuosity", 1, 0.002, what);
      check(found, "tortuosity_median", 1, 0.002, what);
      check(found, "inflection_count", 0, 0, what);
    }
  }

  private void bends() {
    for (double radius : new double[] {60, 90}) {
      Drawing arc = new Drawing(SIZE, SIZE);
      arc(arc, CENTER, CENTER, radius, 0, 180, 6);
      BiomarkerResults found = measure(arc, null);
      String what = String.format(Locale.ROOT, "half circle, radius %.0f px, 6 px", radius);
      check(found, "total_length", Math.PI * radius, 0.015, what);
      check(found, "tortuosity", Math.PI / 2, 0.02, what);
      check(found, "curvature_tortuosity", 1 / radius, 0.02, what);
      check(found, "squared_curvature", 1 / radius / radius, 0.02, what);
      Drawing wave = new Drawing(SIZE, SIZE);
      arc(wave, CENTER - radius, CENTER, radius, 180, 360, 6);
      arc(wave, CENTER + radius, CENTER, radius, 0, 180, 6);
      found = measure(wave, null);
      what = String.format(Locale.ROOT, "two half circles, radius %.0f px, 6 px", radius);
      check(found, "inflection_count", 1, 0, what);
      double density = (Math.PI / 2 - 1) / (2 * Math.PI * radius);
      check(found, "tortuosity_density", density, 0.05, what);
    }
  }

  private void junctions() {
    Drawing fork =
        new Drawing(SIZE, SIZE)
            .ray(CENTER, CENTER, 180, 190, 12, VesselLabel.ARTERY)
            .ray(CENTER, CENTER, -35, 190, 10, VesselLabel.ARTERY)
            .ray(CENTER, CENTER, 40, 190, 8, VesselLabel.ARTERY);
    BiomarkerResults found = measure(fork, new OpticDisc(20, CENTER, 15));
    String what = "bifurcation, 12 px into 10 and 8 px";
    check(found, "bifurcations", 1, 0, what);
    check(found, "branching_angle", 75, 0.03, what);
    check(found, "area_ratio", 164 / 144.0, 0.03, what);
    check(found, "asymmetry_ratio", 0.64, 0.04, what);
    check(found, "junction_exponent", 2.485, 0.05, what);
    Drawing cross =
        new Drawing(SIZE, SIZE)
            .line(20, CENTER, 400, CENTER, 8, VesselLabel.ARTERY)
            .ray(CENTER, CENTER, 45, 180, 6, VesselLabel.ARTERY)
            .ray(CENTER, CENTER, 225, 180, 6, VesselLabel.ARTERY);
    found = measure(cross, null);
    check(found, "crossings", 1, 0, "crossing, 45 deg, 8 and 6 px");
    check(found, "bifurcations", 0, 0, "crossing, 45 deg, 8 and 6 px");
    Drawing bridge =
        new Drawing(SIZE, SIZE)
            .line(140.5, BETWEEN, 280.5, BETWEEN, 6, VesselLabel.ARTERY)
            .line(140.5, 60, 140.5, 360, 6, VesselLabel.ARTERY)
            .line(280.5, 60, 280.5, 360, 6, VesselLabel.ARTERY);
    found = measure(bridge, null);
    check(found, "length_diameter_ratio", 140 / 6.0, 0.02, "140 x 6 px between two junctions");
  }

  private void taper() {
    for (double turn : new double[] {0, 17, 29, 45}) {
      double cos = Math.cos(Math.toRadians(turn));
      double sin = Math.sin(Math.toRadians(turn));
      // A quarter of a pixel beside the middle of a row, a level vessel has odd and even widths.
      double middle = CENTER + 0.25;
      Drawing drawing = new Drawing(SIZE, SIZE).taper(middle, middle, turn, 300, 14, 6);
      OpticDisc disc = new OpticDisc(middle - 180 * cos, middle - 180 * sin, 15);
      BiomarkerResults found = measure(drawing, disc);
      String what = String.format(Locale.ROOT, "14 to 6 px over 300 px, %.0f deg", turn);
      check(found, "caliber_taper", 8 / 300.0, 0.02, what);
      check(found, "caliber_standard_deviation", 8 / Math.sqrt(12), 0.02, what);
    }
  }

  private void zones() {
    Drawing drawing = new Drawing(SIZE, SIZE);
    for (int k = 0; k < 6; k++) {
      drawing.ray(CENTER, CENTER, 60 * k + 11, 205, 7, VesselLabel.ARTERY);
      drawing.ray(CENTER, CENTER, 60 * k + 41, 205, 9, VesselLabel.VEIN);
    }
    BiomarkerResults found = measure(drawing, new OpticDisc(CENTER, CENTER, 34));
    String what = "6 arteries of 7 px, 6 veins of 9 px";
    double artery = knudtson(VesselGroup.ARTERIES, 7, 6);
    double vein = knudtson(VesselGroup.VEINS, 9, 6);
    check(found, "crae_knudtson.arteries.zone_b", artery, 0.03, what);
    check(found, "crve_knudtson.veins.zone_b", vein, 0.03, what);
    check(found, "avr_knudtson.all.zone_b", artery / vein, 0.02, what);
    double threeArteries = knudtson(VesselGroup.ARTERIES, 7, 3);
    double threeVeins = knudtson(VesselGroup.VEINS, 9, 3);
    for (String half : new String[] {"temporal", "nasal"}) {
      check(found, "crae_knudtson_" + half + ".arteries.zone_b", threeArteries, 0.03, what);
      check(found, "crve_knudtson_" + half + ".veins.zone_b", threeVeins, 0.03, what);
    }
    BiomarkerResults scaled =
        measure(
            drawing,
            new OpticDisc(CENTER, CENTER, 34),
            BiomarkerOptions.defaults().withScale(Scale.micrometers(12)));
    double arteryUm = hubbard(VesselGroup.ARTERIES, 84);
    double veinUm = hubbard(VesselGroup.VEINS, 108);
    check(scaled, "crae_hubbard.arteries.zone_b", arteryUm, 0.03, what + ", 12 um / px");
    check(scaled, "crve_hubbard.veins.zone_b", veinUm, 0.03, what + ", 12 um / px");
    check(scaled, "avr_hubbard.all.zone_b", arteryUm / veinUm, 0.02, what + ", 12 um / px");
  }

  private void dimensions() {
    BiomarkerResults line =
        measure(new Drawing(SIZE, SIZE).line(5, 200, 415, 200, 5, VesselLabel.ARTERY), null);
    for (String kind : new String[] {"fractal", "information", "correlation"}) {
      check(line, kind + "_dimension", 1, 0.02, "straight line");
    }
    Drawing solid = new Drawing(512, 512).line(156, 256, 356, 256, 200, VesselLabel.ARTERY);
    BiomarkerResults area = measure(solid, null);
    for (String kind : new String[] {"fractal", "information", "correlation"}) {
      check(area, "mask_" + kind + "_dimension", 2, 0.02, "solid area");
    }
  }

  private static double knudtson(VesselGroup group, double caliber, int count) {
    double[] calibers = new double[count];
    Arrays.fill(calibers, caliber);
    return CentralEquivalent.knudtson(group, calibers).orElseThrow();
  }

  private static double hubbard(VesselGroup group, double caliber) {
    double[] calibers = new double[6];
    Arrays.fill(calibers, caliber);
    return CentralEquivalent.hubbard(group, calibers).orElseThrow();
  }

  private static void arc(
      Drawing drawing, double x, double y, double radius, int fromDeg, int toDeg, double width) {
    int step = 4;
    for (int degrees = fromDeg; degrees < toDeg; degrees += step) {
      double a = Math.toRadians(degrees);
      double b = Math.toRadians(degrees + step);
      drawing.line(
          x + radius * Math.cos(a),
          y + radius * Math.sin(a),
          x + radius * Math.cos(b),
          y + radius * Math.sin(b),
          width,
          VesselLabel.ARTERY);
    }
  }

  private static BiomarkerResults measure(Drawing drawing, OpticDisc disc) {
    return measure(drawing, disc, BiomarkerOptions.defaults());
  }

  private static BiomarkerResults measure(
      Drawing drawing, OpticDisc disc, BiomarkerOptions options) {
    ArteryVeinMap map = drawing.map();
    BiomarkerInput input =
        BiomarkerInput.of(
            GraphRefiner.with(RefinementOptions.defaults().withMode(RefinementMode.UNIFY))
                .refine(map)
                .graph(),
            map,
            FieldOfView.wholeImage(map.width(), map.height()));
    return BiomarkerMeasurer.with(options)
        .measure(disc == null ? input : input.withOpticDisc(disc).withLaterality(Laterality.RIGHT));
  }

  private void check(
      BiomarkerResults found, String biomarker, double groundTruth, double tolerance, String what) {
    String column = biomarker.contains(".") ? biomarker : biomarker + ".all.field_of_view";
    double value = found.get(column).value().orElse(Double.NaN);
    double error = groundTruth == 0 ? value : value / groundTruth - 1;
    table.add(
        String.format(
            Locale.ROOT,
            "| `%s` | %s | %s | %s | %s |",
            column.substring(0, column.indexOf('.')),
            what,
            number(groundTruth),
            number(value),
            groundTruth == 0 ? "" : String.format(Locale.ROOT, "%+.1f", 100 * error)));
    if (!(Math.abs(error) <= tolerance)) {
      wrong.add(
          column
              + " of "
              + what
              + ": "
              + value
              + " instead of "
              + groundTruth
              + ", allowed "
              + tolerance);
    }
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
