// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThresholdTracerTest {
  private static final int WIDTH = 60;

  /** A vessel in row 5 with high probability that continues faintly, and a faint one in row 15. */
  private static ProbabilityMap vessel() {
    float[] values = new float[WIDTH * 20];
    for (int x = 2; x < 58; x++) {
      values[5 * WIDTH + x] = x < 30 ? 0.9f : 0.35f;
      values[15 * WIDTH + x] = 0.2f;
    }
    return ProbabilityMap.wrap(WIDTH, 20, values);
  }

  @Test
  void lowerThresholdsAddWhatHigherOnesDoNotCover() {
    VesselGraph graph = ThresholdTracer.with(ThresholdOptions.defaults()).trace(vessel());
    assertEquals(3, graph.segmentCount());
    assertEquals(0.5, graph.segment(0).threshold().orElseThrow());
    assertEquals(0.3, graph.segment(1).threshold().orElseThrow());
    assertEquals(0.1, graph.segment(2).threshold().orElseThrow());
    assertEquals(30, graph.segment(1).x(0));
    assertEquals(15, graph.segment(2).y(3));
  }

  @Test
  void noPixelIsFoundTwice() {
    VesselGraph graph = ThresholdTracer.with(ThresholdOptions.defaults()).trace(vessel());
    int pixels = 0;
    for (Node node : graph.nodes()) {
      pixels += node.pixelCount();
    }
    for (Segment segment : graph.segments()) {
      pixels += segment.pixelCount();
    }
    assertEquals(graph.redraw().count(), pixels);
  }

  @Test
  void oneThresholdIsTheGraphOfItsMask() {
    ThresholdOptions options = ThresholdOptions.defaults().withThresholds(List.of(0.5));
    BinaryMask mask = vessel().above(0.5);
    assertEquals(
        Thinning.skeleton(mask, options.thinning()),
        ThresholdTracer.with(options).trace(vessel()).redraw());
  }

  @Test
  void smallAdditionsAreLeftOut() {
    ThresholdOptions options = ThresholdOptions.defaults().withMinimumPixels(40);
    VesselGraph graph = ThresholdTracer.with(options).trace(vessel());
    assertTrue(graph.segments().stream().noneMatch(s -> s.threshold().orElseThrow() == 0.3));
  }

  @Test
  void thresholdsMustFallWithinZeroToOne() {
    ThresholdOptions options = ThresholdOptions.defaults();
    for (List<Double> wrong :
        List.of(
            List.<Double>of(), List.of(0.3, 0.5), List.of(0.5, 0.5), List.of(1.5), List.of(-1.0))) {
      assertThrows(
          IllegalArgumentException.class, () -> options.withThresholds(wrong), wrong.toString());
    }
    assertThrows(IllegalArgumentException.class, () -> options.withMinimumPixels(0));
  }
}
