// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rotated or mirrored eye has the same biomarkers. */
class BiomarkerInvarianceTest {
  /** Sums in another order differ in their last digits. */
  private static final double TOLERANCE = 1e-9;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rotationsAndReflectionsKeepTheBiomarkers(long seed) {
    GeneratedEye eye = new GeneratedEye(500, seed);
    BiomarkerResults first = measure(eye, 0);
    List<String> differences = new ArrayList<>();
    for (int symmetry = 1; symmetry < 8; symmetry++) {
      BiomarkerResults other = measure(eye, symmetry);
      for (int k = 0; k < first.columns().size(); k++) {
        BiomarkerColumn column = first.columns().get(k);
        BiomarkerValue a = first.values().get(k);
        BiomarkerValue b = other.values().get(k);
        assertEquals(a.isPresent(), b.isPresent(), column::name);
        if (a.isPresent()) {
          double x = a.value().getAsDouble();
          double y = b.value().orElseThrow();
          double tolerance = TOLERANCE * Math.abs(x) + 1e-12;
          if (Math.abs(x - y) > tolerance) {
            differences.add(column.name() + " " + x + " -> " + y + " by symmetry " + symmetry);
          }
        }
      }
    }
    assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
  }

  private static BiomarkerResults measure(GeneratedEye eye, int symmetry) {
    int size = eye.vessels().width();
    ArteryVeinMap map =
        ArteryVeinMap.wrap(size, size, transformed(eye.vessels().toArray(), size, symmetry));
    BinaryMask mask =
        BinaryMask.wrap(
            size, size, transformed(eye.fieldOfView().mask().toArray(), size, symmetry));
    double[] center = transformed(eye.disc().centerX(), eye.disc().centerY(), size, symmetry);
    return BiomarkerMeasurer.with(BiomarkerOptions.defaults())
        .measure(
            BiomarkerInput.of(
                    GraphRefiner.with(RefinementOptions.defaults().withMode(RefinementMode.NONE))
                        .refine(map)
                        .graph(),
                    map,
                    new FieldOfView(mask, FieldOfView.Source.GIVEN))
                .withOpticDisc(new OpticDisc(center[0], center[1], eye.disc().radiusPx())));
  }

  private static byte[] transformed(byte[] values, int size, int symmetry) {
    byte[] result = new byte[values.length];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double[] to = transformed(x, y, size, symmetry);
        result[((int) to[1]) * size + ((int) to[0])] = values[y * size + x];
      }
    }
    return result;
  }

  /** Mirrors by the first two bits and transposes by the third. */
  private static double[] transformed(double x, double y, int size, int symmetry) {
    double u = (symmetry & 1) != 0 ? size - 1 - x : x;
    double v = (symmetry & 2) != 0 ? size - 1 - y : y;
    return (symmetry & 4) != 0 ? new double[] {v, u} : new double[] {u, v};
  }
}
