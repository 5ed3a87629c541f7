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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A map doubled in size has biomarkers that scale as their units say. */
class BiomarkerScaleTest {
  private static final double TOLERANCE = 0.08;

  /** Circles cross few vessels, and the calibers of each follow its blocky edges. */
  private static final double ZONE_TOLERANCE = 0.1;

  /** Counts, errors of fits, and values that a junction more or less changes by over 10 %. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "segments",
          "end_points",
          "bifurcations",
          "crossings",
          "inflection_count",
          "caliber_taper",
          "branching_angle",
          "junction_exponent",
          "length_diameter_ratio",
          "squared_curvature",
          "tortuosity_density");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void biomarkersFollowTheScale(long seed) {
    GeneratedEye eye = new GeneratedEye(500, seed);
    BiomarkerResults one = measure(eye, 1);
    BiomarkerResults two = measure(eye, 2);
    List<String> wrong = new ArrayList<>();
    for (int k = 0; k < one.columns().size(); k++) {
      BiomarkerColumn column = one.columns().get(k);
      BiomarkerValue a = one.values().get(k);
      BiomarkerValue b = two.values().get(k);
      boolean zone = column.region() != Region.FIELD_OF_VIEW;
      boolean checked =
          !LEFT_OUT.contains(column.biomarker())
              && !column.biomarker().endsWith("error")
              && (!zone || column.biomarker().endsWith("knudtson"));
      if (!checked) {
        continue;
      }
      assertEquals(a.isPresent(), b.isPresent(), column::name);
      if (!a.isPresent()) {
        continue;
      }
      double expected = a.value().getAsDouble() * Math.pow(2, exponent(column.unit()));
      double found = b.value().orElseThrow();
      double tolerance = zone ? ZONE_TOLERANCE : TOLERANCE;
      if (Math.abs(found - expected) > tolerance * Math.abs(expected)) {
        wrong.add(column.name() + ": " + found + " instead of " + expected);
      }
    }
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
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

  private static BiomarkerResults measure(GeneratedEye eye, int factor) {
    int size = eye.vessels().width();
    byte[] codes = enlarged(eye.vessels().toArray(), size, factor);
    byte[] inside = enlarged(eye.fieldOfView().mask().toArray(), size, factor);
    ArteryVeinMap map = ArteryVeinMap.wrap(size * factor, size * factor, codes);
    BinaryMask mask = BinaryMask.wrap(size * factor, size * factor, inside);
    OpticDisc disc = eye.disc();
    // The center of a pixel is in the middle of the pixels that it becomes.
    double shift = (factor - 1) / 2.0;
    VesselGraph graph =
        GraphRefiner.with(RefinementOptions.defaults().withMode(RefinementMode.NONE))
            .refine(map)
            .graph();
    return BiomarkerMeasurer.with(BiomarkerOptions.defaults())
        .measure(
            BiomarkerInput.of(graph, map, new FieldOfView(mask, FieldOfView.Source.GIVEN))
                .withOpticDisc(
                    new OpticDisc(
                        disc.centerX() * factor + shift,
                        disc.centerY() * factor + shift,
                        disc.radiusPx() * factor)));
  }

  private static byte[] enlarged(byte[] values, int size, int factor) {
    byte[] result = new byte[values.length * factor * factor];
    for (int i = 0; i < result.length; i++) {
      int x = i % (size * factor) / factor;
      int y = i / (size * factor) / factor;
      result[i] = values[y * size + x];
    }
    return result;
  }
}
