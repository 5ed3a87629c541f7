// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.VesselLabel;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drawn curves, whose tortuosities are known. */
class TortuosityBiomarkerTest {
  private static BiomarkerResults measure(BinaryMask mask) {
    return BiomarkerMeasurer.with(BiomarkerOptions.defaults())
        .measure(
            BiomarkerInput.of(
                VesselGraph.of(mask), mask, FieldOfView.wholeImage(mask.width(), mask.height())));
  }

  private static double value(BiomarkerResults results, TortuosityBiomarker biomarker) {
    return results.get(biomarker, VesselGroup.ALL, Region.FIELD_OF_VIEW).value().orElseThrow();
  }

  /** A vessel of 5 px along y = f(x) for x from 30 to 470. */
  private static BinaryMask curve(DoubleUnaryOperator f) {
    Drawing drawing = new Drawing(500, 300);
    for (int x = 30; x < 470; x += 2) {
      drawing.line(x, f.applyAsDouble(x), x + 2, f.applyAsDouble(x + 2), 5, VesselLabel.UNKNOWN);
    }
    return drawing.mask();
  }

  @ParameterizedTest
  @ValueSource(doubles = {60, 100, 140})
  void anArcHasTheCurvatureOfItsRadiusAndOneTurn(double radius) {
    Drawing drawing = new Drawing(400, 400);
    for (int k = 0; k < 60; k++) {
      double a = Math.PI * k / 60;
      double b = Math.PI * (k + 1) / 60;
      drawing.line(
          200 + radius * Math.cos(a),
          120 + radius * Math.sin(a),
          200 + radius * Math.cos(b),
          120 + radius * Math.sin(b),
          5,
          VesselLabel.UNKNOWN);
    }
    BiomarkerResults results = measure(drawing.mask());
    assertEquals(Math.PI / 2, value(results, TortuosityBiomarker.TORTUOSITY), 0.05);
    assertEquals(Math.PI / 2, value(results, TortuosityBiomarker.TORTUOSITY_MEDIAN), 0.05);
    double curvature = value(results, TortuosityBiomarker.CURVATURE_TORTUOSITY);
    assertEquals(1 / radius, curvature, 0.15 / radius);
    double squared = value(results, TortuosityBiomarker.SQUARED_CURVATURE);
    assertEquals(1 / (radius * radius), squared, 0.3 / (radius * radius));
    assertEquals(0, value(results, TortuosityBiomarker.TORTUOSITY_DENSITY), 1e-12);
    assertEquals(0, value(results, TortuosityBiomarker.INFLECTION_COUNT));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6})
  void aWaveHasAnInflectionBetweenItsHalves(int halves) {
    double amplitude = 60.0 / halves;
    BinaryMask mask = curve(x -> 150 + amplitude * Math.sin(Math.PI * halves * (x - 30) / 440));
    BiomarkerResults results = measure(mask);
    assertEquals(halves - 1, value(results, TortuosityBiomarker.INFLECTION_COUNT));
    // Arc and chord of one half, by numerical integration.
    double arc = 0;
    int steps = 10_000;
    double width = 440.0 / halves;
    for (int k = 0; k < steps; k++) {
      double gradient = amplitude * Math.PI / width * Math.cos(Math.PI * (k + 0.5) / steps);
      arc += width / steps * Math.sqrt(1 + gradient * gradient);
    }
    double density = (halves - 1.0) / halves * halves * (arc / width - 1) / (halves * arc);
    assertEquals(density, value(results, TortuosityBiomarker.TORTUOSITY_DENSITY), 0.15 * density);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.4142, 1})
  void aStraightLineHasNoInflectionInAnyDirection(double gradient) {
    BiomarkerResults results = measure(curve(x -> 40 + gradient * (x - 30) * 0.5));
    assertEquals(1, value(results, TortuosityBiomarker.TORTUOSITY), 0.002);
    assertEquals(0, value(results, TortuosityBiomarker.INFLECTION_COUNT));
    assertEquals(0, value(results, TortuosityBiomarker.TORTUOSITY_DENSITY), 1e-12);
    assertTrue(value(results, TortuosityBiomarker.SQUARED_CURVATURE) < 4e-5);
  }

  @Test
  void shortVesselsHaveNoTortuosity() {
    Drawing drawing = new Drawing(60, 60).line(25, 30, 30, 30, 3, VesselLabel.UNKNOWN);
    BiomarkerResults results = measure(drawing.mask());
    for (TortuosityBiomarker biomarker : TortuosityBiomarker.values()) {
      BiomarkerValue value = results.get(biomarker, VesselGroup.ALL, Region.FIELD_OF_VIEW);
      assertTrue(value.value().isEmpty(), biomarker::id);
      assertTrue(value.remark().startsWith("no segment is at least"), value::remark);
    }
  }
}
