// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.VesselLabel;
import java.util.Collections;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** One to three short straight vessels: each biomarker has a plausible value, or a reason. */
class FewVesselsProperties {
  private static final int SIZE = 300;

  /** Biomarkers that need junctions. */
  private static final Set<String> NEVER =
      Set.of(
          "length_diameter_ratio",
          "branching_angle",
          "junction_exponent",
          "area_ratio",
          "asymmetry_ratio");

  @Property(tries = 150, seed = "8421")
  void aShortVesselGivesPlausibleValuesOrReasons(
      @ForAll @IntRange(min = 3, max = 40) int length,
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @DoubleRange(min = 0, max = 180) double degrees,
      @ForAll @DoubleRange(min = 0, max = 1) double offset) {
    check(1, length, width, degrees, offset);
  }

  @Property(tries = 60, seed = "8422")
  void fewShortVesselsGivePlausibleValuesOrReasons(
      @ForAll @IntRange(min = 2, max = 3) int count,
      @ForAll @IntRange(min = 3, max = 40) int length,
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @DoubleRange(min = 0, max = 180) double degrees,
      @ForAll @DoubleRange(min = 0, max = 1) double offset) {
    check(count, length, width, degrees, offset);
  }

  private static void check(int count, int length, int width, double degrees, double offset) {
    Drawing drawing = new Drawing(SIZE, SIZE);
    for (int k = 0; k < count; k++) {
      double x = 150 + 60 * (k - 1) + offset - length / 2.0 * Math.cos(Math.toRadians(degrees));
      double y = 150 + offset - length / 2.0 * Math.sin(Math.toRadians(degrees));
      drawing.ray(x, y, degrees + 7 * k, length, width, VesselLabel.ARTERY);
    }
    ArteryVeinMap map = drawing.map();
    BinaryMask mask = map.vessels();
    VesselGraph graph = VesselGraph.of(mask);
    BiomarkerInput input =
        BiomarkerInput.of(
            graph.withLabels(
                Collections.nCopies(graph.segmentCount(), VesselLabel.ARTERY),
                new double[graph.segmentCount()]),
            map,
            FieldOfView.wholeImage(SIZE, SIZE));
    BiomarkerResults results =
        BiomarkerMeasurer.with(BiomarkerOptions.defaults())
            .measure(
                input.withOpticDisc(new OpticDisc(110, 150, 25)).withLaterality(Laterality.RIGHT));
    for (BiomarkerColumn column : results.columns()) {
      BiomarkerValue value = results.get(column.name());
      if (value.value().isEmpty()) {
        assertFalse(value.remark().isBlank(), column::name);
      } else {
        String reason = column.name() + " = " + value;
        double found = value.value().getAsDouble();
        assertTrue(isPlausible(column.biomarker(), found, count, length, width), reason);
      }
    }
    assertEquals(
        mask.count() / (double) (SIZE * SIZE),
        results.get("vessel_density.all.field_of_view").value().orElseThrow(),
        1e-12);
  }

  private static boolean isPlausible(String id, double value, int count, int length, int width) {
    if (NEVER.contains(id) || (id.startsWith("cr") && !id.equals("crossings"))) {
      return false;
    }
    return switch (id) {
      case "vessel_density" -> value >= 0 && value < 0.2;
      case "bifurcations", "crossings" -> value == 0;
      // The line in the middle of 1 or 2 px jumps from one row to another.
      case "inflection_count" -> value <= (width <= 2 ? count : 0);
      case "segments" -> value <= count;
      case "end_points" -> value <= 2 * count;
      case "total_length" -> value >= 0 && value <= count * (length + width + 2);
      case "mean_caliber", "median_caliber" -> Math.abs(value - width) <= 1 + 0.2 * width;
      case "caliber_standard_deviation" -> value >= 0 && value <= 0.5;
      case "caliber_taper" -> Math.abs(value) <= 0.03;
      case "tortuosity", "tortuosity_median" -> value >= 1 && value <= 1.02;
      case "curvature_tortuosity" -> value >= 0 && value <= 0.045;
      case "squared_curvature" -> value >= 0 && value <= 0.002;
      case "tortuosity_density" -> value >= 0 && value <= 0.001;
      default -> id.contains("dimension") && value >= 0 && value <= 2;
    };
  }
}
