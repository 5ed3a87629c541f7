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
import org.junit.jupiter.params.provider.CsvSource;
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
    arc(drawing, 200, 120, radius);
    BiomarkerResults results = measure(drawing.mask());
    assertEquals(Math.PI / 2, value(results, TortuosityBiomarker.TORTUOSITY), 0.05);
    assertEquals(Math.PI / 2, value(results, TortuosityBiomarker.TORTUOSITY_MEDIAN), 0.05);
    double curvature = value(results, TortuosityBiomarker.CURVATURE_TORTUOSITY);
    assertEquals(1 / radius, curvature, 0.05 / radius);
    double squared = value(results, TortuosityBiomarker.SQUARED_CURVATURE);
    assertEquals(1 / (radius * radius), squared, 0.1 / (radius * radius));
    assertEquals(0, value(results, TortuosityBiomarker.TORTUOSITY_DENSITY), 1e-12);
    assertEquals(0, value(results, TortuosityBiomarker.INFLECTION_COUNT));
  }

  /** The grid of pixels adds noise, but no bias: not even to arcs that fill few windows. */
  @ParameterizedTest
  @ValueSource(doubles = {6, 9})
  void arcsHaveTheirCurvatureOnAverage(double width) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (double radius : new double[] {45, 65, 100, 140}) {
      for (double from : new double[] {0.1, 0.5}) {
        Drawing drawing = new Drawing(400, 400);
        arc(drawing, 200, 200, radius, from, width);
        BiomarkerResults results = measure(drawing.mask());
        sum += radius * value(results, TortuosityBiomarker.CURVATURE_TORTUOSITY);
        squares += radius * radius * value(results, TortuosityBiomarker.SQUARED_CURVATURE);
        count++;
      }
    }
    assertEquals(1, sum / count, 0.01);
    assertEquals(1, squares / count, 0.03);
  }

  /** The variance of the noise does not add to the squares, at any scale and angle. */
  @ParameterizedTest
  @CsvSource({"4, 0.1, 0.03", "6, 0.04, 0.015", "9, 0.02, 0.01", "14, 0.02, 0.01"})
  void squaredCurvatureOfArcsHasNoBias(double width, double each, double mean) {
    double sum = 0;
    int count = 0;
    for (double radius : new double[] {60, 90, 150, 220}) {
      for (int turn = 0; turn < 8; turn++) {
        double from = 0.37 + turn * Math.PI / 4;
        Drawing drawing =
            new Drawing(500, 500)
                .curve(
                    t -> 250.3 + radius * Math.cos(from + Math.PI * t),
                    t -> 249.8 + radius * Math.sin(from + Math.PI * t),
                    width);
        double squared =
            radius * radius * value(measure(drawing.mask()), TortuosityBiomarker.SQUARED_CURVATURE);
        assertEquals(1, squared, each, () -> radius + " px from " + from);
        sum += squared;
        count++;
      }
    }
    assertEquals(1, sum / count, mean);
  }

  /** A sine whose bends are much longer than the window, which does not reach its ends. */
  @ParameterizedTest
  @ValueSource(doubles = {4, 6})
  void sinesHaveTheirSquaredCurvature(double width) {
    double wave = 2 * Math.PI / 300;
    double amplitude = 30;
    double end = 3.5 * width;
    double expected = 0;
    int steps = 10_000;
    for (int k = 0; k < steps; k++) {
      double x = end + (600 - 2 * end) * (k + 0.5) / steps;
      double gradient = amplitude * wave * Math.cos(wave * x);
      double bend = amplitude * wave * wave * Math.sin(wave * x);
      expected += bend * bend / Math.pow(1 + gradient * gradient, 2.5) / steps;
    }
    double arc = 0;
    for (int k = 0; k < steps; k++) {
      double x = end + (600 - 2 * end) * (k + 0.5) / steps;
      arc += Math.hypot(1, amplitude * wave * Math.cos(wave * x)) / steps;
    }
    double sum = 0;
    for (int turn = 0; turn < 8; turn++) {
      double cos = Math.cos(0.2 + turn * Math.PI / 8);
      double sin = Math.sin(0.2 + turn * Math.PI / 8);
      Drawing drawing =
          new Drawing(700, 700)
              .curve(
                  t -> 350 + 600 * (t - 0.5) * cos - amplitude * Math.sin(wave * 600 * t) * sin,
                  t -> 350 + 600 * (t - 0.5) * sin + amplitude * Math.sin(wave * 600 * t) * cos,
                  width);
      sum += value(measure(drawing.mask()), TortuosityBiomarker.SQUARED_CURVATURE);
    }
    assertEquals(1, sum / 8 / (expected / arc), 0.03);
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

  /** A short detour, as of a tracing error, among straight vessels of ten times its length. */
  @Test
  void theMeanLeavesOutASingleTortuousSegment() {
    Drawing drawing = new Drawing(500, 300);
    for (int k = 0; k < 3; k++) {
      drawing.line(30, 30 + 40 * k, 470, 30 + 40 * k, 5, VesselLabel.UNKNOWN);
    }
    arc(drawing, 200, 200, 40);
    BiomarkerResults results = measure(drawing.mask());
    assertEquals(1, value(results, TortuosityBiomarker.TORTUOSITY), 0.002);
    BiomarkerResults all =
        BiomarkerMeasurer.with(BiomarkerOptions.defaults().withTrimmedTortuosity(0))
            .measure(
                BiomarkerInput.of(
                    VesselGraph.of(drawing.mask()),
                    drawing.mask(),
                    FieldOfView.wholeImage(500, 300)));
    double arc = Math.PI * 40;
    double mean = (3 * 440 + Math.PI / 2 * arc) / (3 * 440 + arc);
    assertEquals(mean, value(all, TortuosityBiomarker.TORTUOSITY), 0.005);
  }

  /** A vessel that makes up much of the length is a vessel, however tortuous. */
  @Test
  void theMeanKeepsATortuousVessel() {
    Drawing drawing = new Drawing(500, 300).line(30, 40, 470, 40, 5, VesselLabel.UNKNOWN);
    arc(drawing, 200, 120, 90);
    double arc = Math.PI * 90;
    double mean = (440 + Math.PI / 2 * arc) / (440 + arc);
    assertEquals(mean, value(measure(drawing.mask()), TortuosityBiomarker.TORTUOSITY), 0.01);
  }

  /** The lower half of a circle, 5 px wide. */
  private static void arc(Drawing drawing, double x, double y, double radius) {
    arc(drawing, x, y, radius, 0, 5);
  }

  /** Half of a circle from an angle in radians on. */
  private static void arc(
      Drawing drawing, double x, double y, double radius, double from, double width) {
    for (int k = 0; k < 60; k++) {
      double a = from + Math.PI * k / 60;
      double b = from + Math.PI * (k + 1) / 60;
      drawing.line(
          x + radius * Math.cos(a),
          y + radius * Math.sin(a),
          x + radius * Math.cos(b),
          y + radius * Math.sin(b),
          width,
          VesselLabel.UNKNOWN);
    }
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
