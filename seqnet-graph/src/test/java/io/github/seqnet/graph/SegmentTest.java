package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.graph.testing.AsciiArt;
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
}
