// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.image.VesselLabel;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VesselWidthTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 7, 9, 11, 15})
  void straightVesselsOfAnyDirectionHaveTheirWidth(int width) {
    double sum = 0;
    int bars = 0;
    double worstOfDirections = 0;
    for (int degrees = 0; degrees <= 90; degrees += 5) {
      double ofDirection = 0;
      for (double offset = 0; offset < 1; offset += 0.25) {
        VesselGraph graph =
            VesselGraph.of(
                new Drawing(201, 201)
                    .ray(20.3 + offset, 20.1, degrees * 0.99, 150, width, VesselLabel.UNKNOWN)
                    .mask());
        Segment bar =
            graph.segments().stream()
                .max(Comparator.comparingDouble(Segment::lengthPx))
                .orElseThrow();
        double mean =
            IntStream.range(width, bar.pathSize() - width)
                .mapToDouble(bar::caliberPx)
                .average()
                .orElseThrow();
        assertEquals(width, mean, 0.7, degrees + " degrees, offset " + offset);
        sum += mean;
        ofDirection += mean / 4;
        bars++;
      }
      worstOfDirections = Math.max(worstOfDirections, Math.abs(ofDirection - width));
    }
    assertEquals(width, sum / bars, 0.05);
    assertEquals(0, worstOfDirections, 0.2, "a direction is preferred");
    assertTrue(bars > 70);
  }
}
