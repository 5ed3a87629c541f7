// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.testing.Strokes;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Straight vessels through the middle of a map, with a known probability across them. */
class ProbabilityCalibersTest {
  private static final int SIZE = 161;
  private static final int MIDDLE = SIZE / 2;

  /** By how much the network blurs a vessel whose working pixel is a pixel of the photograph. */
  private static final double BLUR = 2.25;

  /** A map with a probability that depends on the signed distance from a line. */
  private static ProbabilityMap across(double degrees, DoubleUnaryOperator profile) {
    double nx = -Math.sin(Math.toRadians(degrees));
    double ny = Math.cos(Math.toRadians(degrees));
    float[] values = new float[SIZE * SIZE];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        values[y * SIZE + x] = (float) profile.applyAsDouble((x - MIDDLE) * nx + (y - MIDDLE) * ny);
      }
    }
    return ProbabilityMap.of(SIZE, SIZE, values);
  }

  /** The mean caliber, away from the ends of the vessel. */
  private static double caliber(ProbabilityMap map, double degrees, double coarse, double pixel) {
    int dx = (int) Math.round(60 * Math.cos(Math.toRadians(degrees)));
    int dy = (int) Math.round(60 * Math.sin(Math.toRadians(degrees)));
    Strokes strokes = new Strokes(SIZE, SIZE);
    VesselGraph graph =
        strokes
            .line(MIDDLE - dx, MIDDLE - dy, MIDDLE + dx, MIDDLE + dy, coarse, VesselLabel.UNKNOWN)
            .graph();
    Segment measured = ProbabilityCalibers.measure(graph, map, 0.5, pixel).segment(0);
    double sum = 0;
    int count = 0;
    for (int k = 15; k < measured.pathSize() - 15; k++) {
      sum += measured.caliberPx(k);
      count++;
    }
    return sum / count;
  }

  /** An edge that passes the level of 0.5 at a distance from the line. */
  private static double edge(double distance, double at) {
    return 1 / (1 + Math.exp((Math.abs(distance) - at) / 0.6));
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "0, 9", "17, 4", "31, 7", "45, 6", "45, 12", "68, 5", "90, 8", "123, 10"})
  void measuresWhereTheProbabilityPassesTheLevel(double degrees, double caliber) {
    double blurred = Math.hypot(caliber, BLUR);
    ProbabilityMap map = across(degrees, distance -> edge(distance, blurred / 2));
    assertEquals(caliber, caliber(map, degrees, caliber + 1, 1), 0.15);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 24, 45, 77})
  void endsInTheValleyBetweenTouchingVessels(double degrees) {
    // The second vessel is 9 px away; the probability between them stays above the level.
    ProbabilityMap map =
        across(
            degrees,
            distance ->
                distance >= 0 && distance <= 9
                    ? 0.7 + 0.29 * Math.pow(Math.cos(Math.PI * distance / 9), 2)
                    : distance < 0 ? edge(distance, 4) : edge(distance - 9, 4));
    // The valley may lie anywhere between two pixels.
    assertEquals(Math.sqrt(8.5 * 8.5 - BLUR * BLUR), caliber(map, degrees, 10, 1), 0.55);
  }

  @Test
  void keepsACentralLightReflexInsideOfTheVessel() {
    ProbabilityMap map =
        across(
            30,
            distance ->
                edge(distance, Math.hypot(12, BLUR) / 2)
                    - 0.25 * Math.exp(-distance * distance / 2));
    assertEquals(12, caliber(map, 30, 12, 1), 0.2);
  }

  @ParameterizedTest
  @CsvSource({"1, 11.8", "1.5, 10.7", "2, 9.0", "3, 6.9"})
  void subtractsTheShiftOfEdgesAtALowerWorkingResolution(double workingPixel, double expected) {
    ProbabilityMap map = across(0, distance -> edge(distance, 6));
    assertEquals(expected, caliber(map, 0, 12, workingPixel), 0.3);
  }
}
