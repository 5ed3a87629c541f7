// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.testing.GeneratedEye;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every label propagation behaves as {@link LabelPropagation} promises. */
@ParameterizedClass
@MethodSource("rules")
class LabelPropagationContractTest {
  private static final int SIZE = 240;
  private static final GeneratedEye EYE = new GeneratedEye(SIZE, 5);
  private static final VesselGraph GRAPH =
      GraphRefiner.with(RefinementOptions.defaults().withMode(RefinementMode.UNIFY))
          .refine(EYE.vessels())
          .graph();

  @Parameter private LabelPropagation rule;

  /** Keeps confidences: the smallest rule of one's own. */
  private static final class Keep implements LabelPropagation {
    @Override
    public String id() {
      return "keep";
    }

    @Override
    public PropagationResult propagate(
        VesselGraph graph, FrozenRegion frozen, Map<Integer, VesselLabel> fixed) {
      return PropagationResult.of(graph, frozen, fixed, s -> s.confidence().orElse(0));
    }
  }

  static List<LabelPropagation> rules() {
    return List.of(
        LabelPropagation.paper(PaperOptions.defaults()),
        LabelPropagation.stable(StableOptions.defaults()),
        new Keep());
  }

  @Test
  void everySegmentIsAuditedAndKeepsItsShape() {
    PropagationResult result = rule.propagate(GRAPH);
    assertEquals(GRAPH.segmentCount(), result.audits().size());
    for (int i = 0; i < GRAPH.segmentCount(); i++) {
      Segment after = result.graph().segment(i);
      SegmentAudit audit = result.audits().get(i);
      assertEquals(i, audit.segment());
      assertEquals(GRAPH.segment(i).lengthPx(), after.lengthPx());
      assertEquals(audit.changed(), GRAPH.segment(i).label() != after.label());
      assertTrue(Double.isFinite(after.confidence().orElseThrow()));
      assertTrue(
          after.label() == VesselLabel.ARTERY
              || after.label() == VesselLabel.VEIN
              || after.confidence().getAsDouble() == 0);
    }
  }

  @Test
  void fixedLabelsStand() {
    VesselLabel other =
        GRAPH.segment(0).label() == VesselLabel.ARTERY ? VesselLabel.VEIN : VesselLabel.ARTERY;
    PropagationResult result = rule.propagate(GRAPH, FrozenRegion.none(), Map.of(0, other));
    assertEquals(other, result.graph().segment(0).label());
  }

  @Test
  void labelsInTheFrozenRegionStay() {
    PropagationResult result =
        rule.propagate(GRAPH, FrozenRegion.circle(SIZE / 2.0, SIZE / 2.0, SIZE), Map.of());
    assertEquals(
        GRAPH.segments().stream().map(Segment::label).toList(),
        result.graph().segments().stream().map(Segment::label).toList());
  }

  @Test
  void theSameGraphGivesTheSameResult() {
    List<VesselLabel> first = labels(rule.propagate(GRAPH));
    assertEquals(first, labels(rule.propagate(GRAPH)));
  }

  private static List<VesselLabel> labels(PropagationResult result) {
    return result.graph().segments().stream().map(Segment::label).toList();
  }

  @Test
  void acceptsAGraphWithoutSegments() {
    VesselGraph empty = VesselGraph.of(BinaryMask.of(8, 8, new byte[64]));
    assertEquals(List.of(), rule.propagate(empty).audits());
  }

  @Test
  void whereNothingSpeaksForALabelItStaysUnknown() {
    VesselGraph unknown =
        GRAPH.withLabels(
            IntStream.range(0, GRAPH.segmentCount()).mapToObj(i -> VesselLabel.UNKNOWN).toList(),
            new double[GRAPH.segmentCount()]);
    assertTrue(labels(rule.propagate(unknown)).stream().allMatch(VesselLabel.UNKNOWN::equals));
  }

  @Test
  void rejectsFixedLabelsThatDoNotFit() {
    Map<Integer, VesselLabel> missing = Map.of(GRAPH.segmentCount(), VesselLabel.VEIN);
    Map<Integer, VesselLabel> background = Map.of(0, VesselLabel.BACKGROUND);
    for (Map<Integer, VesselLabel> fixed : List.of(missing, background)) {
      assertThrows(
          IllegalArgumentException.class, () -> rule.propagate(GRAPH, FrozenRegion.none(), fixed));
    }
  }
}
