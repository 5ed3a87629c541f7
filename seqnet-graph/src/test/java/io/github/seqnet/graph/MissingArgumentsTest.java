// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.graph.biomarker.BiomarkerMeasurer;
import io.github.seqnet.graph.biomarker.BiomarkerOptions;
import io.github.seqnet.graph.biomarker.BoxCounting;
import io.github.seqnet.graph.distance.DistanceMap;
import io.github.seqnet.graph.io.SegmentColumn;
import io.github.seqnet.graph.jgrapht.VesselGraphView;
import io.github.seqnet.graph.landmark.OpticDiscLocator;
import io.github.seqnet.graph.propagation.FrozenRegion;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.LabelPropagation;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.image.BinaryMask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Missing arguments are rejected by name where they are given, instead of failing later. */
class MissingArgumentsTest {
  @Test
  void whoeverWorksNeedsOptions() {
    assertMissing("options", () -> GraphTracer.with(null));
    assertMissing("options", () -> ThresholdTracer.with(null));
    assertMissing("options", () -> GraphRefiner.with(null));
    assertMissing("options", () -> LabelPropagation.paper(null));
    assertMissing("options", () -> LabelPropagation.stable(null));
    assertMissing("options", () -> BiomarkerMeasurer.with(null));
    assertMissing("options", () -> BoxCounting.with(null));
    assertMissing("options", () -> OpticDiscLocator.with(null));
  }

  @Test
  void optionsAreAllThere() {
    assertMissing("junctionRule", () -> TracingOptions.defaults().withJunctionRule(null));
    assertMissing("thresholds", () -> ThresholdOptions.defaults().withThresholds(null));
    assertMissing("thinning", () -> ThresholdOptions.defaults().withThinning(null));
    assertMissing("tracing", () -> ThresholdOptions.defaults().withTracing(null));
    assertMissing("mode", () -> RefinementOptions.defaults().withMode(null));
    assertMissing("tracing", () -> RefinementOptions.defaults().withTracing(null));
    assertMissing("paper", () -> RefinementOptions.defaults().withPaper(null));
    assertMissing("stable", () -> RefinementOptions.defaults().withStable(null));
    assertMissing("scale", () -> BiomarkerOptions.defaults().withScale(null));
    assertMissing("boxCounting", () -> BiomarkerOptions.defaults().withBoxCounting(null));
  }

  @Test
  void whatIsNotThereIsNotTakenForSomethingElse() {
    assertMissing("mask", () -> FrozenRegion.mask(null));
    assertMissing("border", () -> DistanceMap.of(BinaryMask.full(2, 2), null));
    assertMissing("border", () -> DistanceMap.squaredAt(BinaryMask.full(2, 2), new int[0], null));
    assertMissing("graph", () -> VesselGraphView.of(null));
    assertMissing("header", () -> new SegmentColumn(null, segment -> ""));
    assertMissing("value", () -> new SegmentColumn("changed", null));
  }

  private static void assertMissing(String name, Executable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
  }
}
