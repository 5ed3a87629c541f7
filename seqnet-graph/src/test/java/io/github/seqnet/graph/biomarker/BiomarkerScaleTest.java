// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.testing.GeneratedEye;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.Laterality;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An enlarged map has biomarkers that scale as their units say. */
class BiomarkerScaleTest {
  private static final double TOLERANCE = 0.02;

  /** Circles cross few vessels, and each pixel of the center line counts. */
  private static final double ZONE_TOLERANCE = 0.04;

  /** Half of the vessels of these eyes are 1 to 2 px wide, so that pixels fill the small boxes. */
  private static final double DIMENSION_TOLERANCE = 0.03;

  /** The mean taper is close to 0: its error in px per px. */
  private static final double TAPER_TOLERANCE = 5e-4;

  /**
   * What follows the scale however the map is enlarged. Most others depend on single junctions. The
   * median caliber jumps, because all arteries of a generation of these eyes have one width.
   */
  private static final Set<String> SMOOTH =
      Set.of(
          "vessel_density",
          "total_length",
          "mean_caliber",
          "tortuosity",
          "tortuosity_median",
          "fractal_dimension",
          "information_dimension",
          "correlation_dimension",
          "mask_fractal_dimension",
          "mask_information_dimension",
          "mask_correlation_dimension");

  @ParameterizedTest
  @CsvSource({"500, 1, 2", "500, 2, 2", "500, 3, 2", "500, 1, 3", "500, 2, 3", "700, 4, 2"})
  void allBiomarkersFollowTheScale(int size, long seed, int factor) {
    GeneratedEye eye = new GeneratedEye(size, seed);
    List<String> wrong = new ArrayList<>();
    compare(measure(eye, 1, false, true), measure(eye, factor, false, true), factor, null, wrong);
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.7, 2.3, 3})
  void smoothlyEnlargedMapsFollowTheScale(double factor) {
    GeneratedEye eye = new GeneratedEye(1000, 1);
    List<String> wrong = new ArrayList<>();
    compare(
        measure(eye, 1, false, false), measure(eye, factor, true, false), factor, SMOOTH, wrong);
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
  }

  private static void compare(
      BiomarkerResults one,
      BiomarkerResults two,
      double factor,
      @Nullable Set<String> checked,
      List<String> wrong) {
    for (int k = 0; k < one.columns().size(); k++) {
      BiomarkerColumn column = one.columns().get(k);
      BiomarkerValue a = one.values().get(k);
      BiomarkerValue b = two.values().get(k);
      boolean zone = column.region() != Region.FIELD_OF_VIEW;
      if ((checked != null && (zone || !checked.contains(column.biomarker())))
          || column.biomarker().endsWith("error")
          || (zone && !column.biomarker().endsWith("knudtson"))) {
        continue;
      }
      assertEquals(a.isPresent(), b.isPresent(), column::name);
      if (!a.isPresent()) {
        continue;
      }
      double expected = a.value().getAsDouble() * Math.pow(factor, exponent(column.unit()));
      double found = b.value().orElseThrow();
      double tolerance =
          column.biomarker().equals("caliber_taper")
              ? TAPER_TOLERANCE
              : tolerance(column, zone) * Math.abs(expected);
      if (Math.abs(found - expected) > tolerance) {
        wrong.add(column.name() + ": " + found + " instead of " + expected);
      }
    }
  }

  private static double tolerance(BiomarkerColumn column, boolean zone) {
    if (zone) {
      return ZONE_TOLERANCE;
    }
    return column.biomarker().endsWith("dimension") ? DIMENSION_TOLERANCE : TOLERANCE;
  }

  /** The power of a length in a unit. */
  private static int exponent(Unit unit) {
    Scale scale = Scale.pixels();
    if (unit.equals(scale.unit())) {
      return 1;
    }
    if (unit.equals(scale.curvatureUnit())) {
      return -1;
    }
    return unit.equals(scale.squaredCurvatureUnit()) ? -2 : 0;
  }

  private static BiomarkerResults measure(
      GeneratedEye eye, double factor, boolean smooth, boolean floor) {
    int size = eye.vessels().width();
    int enlarged = (int) Math.round(size * factor);
    byte[] codes = eye.vessels().toArray();
    ArteryVeinMap map =
        ArteryVeinMap.wrap(
            enlarged,
            enlarged,
            smooth ? smooth(codes, size, enlarged) : nearest(codes, size, enlarged));
    BinaryMask mask =
        BinaryMask.wrap(
            enlarged, enlarged, nearest(eye.fieldOfView().mask().toArray(), size, enlarged));
    OpticDisc disc = eye.disc();
    // The center of a pixel is in the middle of the pixels that it becomes.
    double shift = (factor - 1) / 2.0;
    VesselGraph graph =
        GraphRefiner.with(RefinementOptions.defaults().withMode(RefinementMode.NONE))
            .refine(map)
            .graph();
    // Most branches of a generation have one width: the floor would count all or none of them.
    BiomarkerOptions options = BiomarkerOptions.defaults();
    return BiomarkerMeasurer.with(floor ? options : options.withCaliberFloor(0))
        .measure(
            BiomarkerInput.of(graph, map, new FieldOfView(mask, FieldOfView.Source.GIVEN))
                .withLaterality(Laterality.RIGHT)
                .withOpticDisc(
                    new OpticDisc(
                        disc.centerX() * factor + shift,
                        disc.centerY() * factor + shift,
                        disc.radiusPx() * factor)));
  }

  private static byte[] nearest(byte[] values, int size, int enlarged) {
    byte[] result = new byte[enlarged * enlarged];
    for (int y = 0; y < enlarged; y++) {
      for (int x = 0; x < enlarged; x++) {
        int row = (int) ((y + 0.5) * size / enlarged);
        int column = (int) ((x + 0.5) * size / enlarged);
        result[y * enlarged + x] = values[row * size + column];
      }
    }
    return result;
  }

  /** Vessel where a bilinear interpolation of the vessels is above a half. */
  private static byte[] smooth(byte[] values, int size, int enlarged) {
    byte[] result = nearest(values, size, enlarged);
    for (int y = 0; y < enlarged; y++) {
      for (int x = 0; x < enlarged; x++) {
        double sx = (x + 0.5) * size / enlarged - 0.5;
        double sy = (y + 0.5) * size / enlarged - 0.5;
        double sum = 0;
        byte label = 0;
        for (int v = (int) Math.floor(sy); v <= (int) Math.floor(sy) + 1; v++) {
          for (int u = (int) Math.floor(sx); u <= (int) Math.floor(sx) + 1; u++) {
            if (u >= 0 && v >= 0 && u < size && v < size && values[v * size + u] != 0) {
              sum += (1 - Math.abs(sx - u)) * (1 - Math.abs(sy - v));
              label = values[v * size + u];
            }
          }
        }
        int i = y * enlarged + x;
        if (sum <= 0.5) {
          result[i] = 0;
        } else if (result[i] == 0) {
          result[i] = label;
        }
      }
    }
    return result;
  }
}
