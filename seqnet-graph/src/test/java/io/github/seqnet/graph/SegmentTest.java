// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.biomarker.BiomarkerInput;
import io.github.seqnet.graph.biomarker.BiomarkerMeasurer;
import io.github.seqnet.graph.biomarker.BiomarkerOptions;
import io.github.seqnet.graph.biomarker.Region;
import io.github.seqnet.graph.biomarker.VesselGroup;
import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.graph.testing.GeneratedEye;
import io.github.seqnet.graph.testing.Strokes;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.VesselLabel;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SegmentTest {
  @Test
  void itsOwnPixelsSpeakForASegmentOrItsEndsWhereThereAreNone() {
    Segment five = VesselGraph.of(AsciiArt.mask("#####")).segment(0);
    assertEquals(1, five.firstOwn());
    assertEquals(3, five.lastOwn());
    Segment two = VesselGraph.of(AsciiArt.mask("##")).segment(0);
    assertEquals(0, two.firstOwn());
    assertEquals(1, two.lastOwn());
  }

  @Test
  void aStraightVesselHasOneSmoothedLengthInAnyDirection() {
    for (int rise = 0; rise <= 100; rise += 10) {
      Segment segment =
          new Strokes(120, 120).line(5, 5, 105, 5 + rise, 3, VesselLabel.ARTERY).graph().segment(0);
      // 101 pixels from edge to edge.
      double length = Math.hypot(100, rise) * 101 / 100;
      assertEquals(1, segment.tortuosity().orElseThrow(), 0.002); // as documented
      // The ends are rounded to pixels, and smoothed.
      assertEquals(length, segment.smoothedLengthPx(), 1);
    }
  }

  @Test
  void aRingHasALengthAndNoTortuosity() {
    Segment ring = VesselGraph.of(AsciiArt.mask(".##.\n#..#\n#..#\n.##.")).segment(0);
    assertTrue(ring.isLoop());
    assertTrue(ring.tortuosity().isEmpty());
    assertTrue(ring.smoothedLengthPx() > 0);
  }

  /**
   * The lengths and calibers of segments that a viewer shows add up to the biomarkers of the image.
   */
  @Test
  void theTortuosityOfAGraphIsTheMeanOfItsSegments() {
    GeneratedEye eye = new GeneratedEye(300, 7);
    VesselGraph graph = VesselGraph.of(eye.vessels().vessels());
    BiomarkerOptions options =
        BiomarkerOptions.defaults().withTrimmedTortuosity(0).withSmallestSegmentPx(25);
    double sum = 0;
    double weight = 0;
    for (Segment segment : graph.segments()) {
      OptionalDouble tortuosity = segment.tortuosity();
      if (segment.smoothedLengthPx() >= options.smallestSegmentPx() && tortuosity.isPresent()) {
        sum += tortuosity.getAsDouble() * segment.smoothed().lengthPx();
        weight += segment.smoothed().lengthPx();
      }
    }
    double measured =
        BiomarkerMeasurer.with(options)
            .measure(
                BiomarkerInput.of(graph, eye.vessels().vessels(), FieldOfView.wholeImage(300, 300)))
            .get("tortuosity", VesselGroup.ALL, Region.FIELD_OF_VIEW)
            .value()
            .orElseThrow();
    assertTrue(measured > 1);
    assertEquals(measured, sum / weight, 1e-12);
  }
}
