// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.testing.GeneratedEye;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.VesselLabel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Checks that a biomarker behaves as {@link Biomarker} promises. */
abstract class BiomarkerContract {
  private static final int SIZE = 240;

  /** In micrometers: the image shows a whole fundus. */
  private static final double PIXEL = 40;

  private static final GeneratedEye EYE = new GeneratedEye(SIZE, 5);
  private static final VesselGraph GRAPH =
      GraphRefiner.with(RefinementOptions.defaults().withMode(RefinementMode.UNIFY))
          .refine(EYE.vessels())
          .graph();

  private static final Map<String, BiomarkerInput> DEGENERATE = degenerate();

  /** The biomarker to check. */
  protected abstract Biomarker biomarker();

  private BiomarkerResults measure(BiomarkerInput input, Scale scale) {
    return BiomarkerMeasurer.with(BiomarkerOptions.defaults().withScale(scale))
        .withBiomarkers(BiomarkerSet.of(List.of(biomarker())))
        .measure(input);
  }

  private static BiomarkerInput eye() {
    return BiomarkerInput.of(GRAPH, EYE.vessels(), EYE.fieldOfView())
        .withOpticDisc(EYE.disc())
        .withLaterality(Laterality.RIGHT);
  }

  private static BiomarkerInput vessels(int width, int height, IntPredicate isVessel) {
    byte[] set = new byte[width * height];
    for (int i = 0; i < set.length; i++) {
      set[i] = (byte) (isVessel.test(i) ? 1 : 0);
    }
    BinaryMask mask = BinaryMask.of(width, height, set);
    return BiomarkerInput.of(VesselGraph.of(mask), mask, FieldOfView.wholeImage(width, height))
        .withOpticDisc(new OpticDisc(width / 2.0, height / 2.0, Math.max(1, width / 10.0)));
  }

  private static Map<String, BiomarkerInput> degenerate() {
    Map<String, BiomarkerInput> inputs = new LinkedHashMap<>();
    inputs.put("no vessels", vessels(SIZE, SIZE, i -> false));
    inputs.put("one pixel of vessel", vessels(SIZE, SIZE, i -> i == SIZE * SIZE / 2));
    inputs.put("one pixel of image", vessels(1, 1, i -> false));
    inputs.put("one pixel, a vessel", vessels(1, 1, i -> true));
    inputs.put("an image of one row", vessels(SIZE, 1, i -> true));
    inputs.put("nothing but vessel", vessels(40, 40, i -> true));
    inputs.put(
        "a closed loop",
        vessels(SIZE, SIZE, i -> Math.abs(Math.hypot(i % SIZE - 120, i / SIZE - 120) - 60) < 2));
    inputs.put(
        "all labels unknown",
        BiomarkerInput.of(
                VesselGraph.of(EYE.vessels().vessels()),
                ArteryVeinMap.unknown(EYE.vessels().vessels()),
                EYE.fieldOfView())
            .withOpticDisc(EYE.disc()));
    inputs.put(
        "arteries only",
        BiomarkerInput.of(
                GRAPH.withLabels(
                    GRAPH.segments().stream().map(segment -> VesselLabel.ARTERY).toList(),
                    new double[GRAPH.segmentCount()]),
                ArteryVeinMap.of(
                    EYE.vessels().vessels(), BinaryMask.of(SIZE, SIZE, new byte[SIZE * SIZE])),
                EYE.fieldOfView())
            .withOpticDisc(EYE.disc()));
    inputs.put("no disc", BiomarkerInput.of(GRAPH, EYE.vessels(), EYE.fieldOfView()));
    inputs.put(
        "an empty field of view",
        BiomarkerInput.of(
                GRAPH,
                EYE.vessels(),
                FieldOfView.given(BinaryMask.of(SIZE, SIZE, new byte[SIZE * SIZE])))
            .withOpticDisc(EYE.disc()));
    inputs.put("a disc off the image", eye().withOpticDisc(new OpticDisc(-900, 5000, 20)));
    inputs.put("a disc larger than the image", eye().withOpticDisc(new OpticDisc(9, 9, 4000)));
    inputs.put("a tiny disc", eye().withOpticDisc(new OpticDisc(120, 120, 0.01)));
    return inputs;
  }

  @TestFactory
  Stream<DynamicTest> degenerateInputGivesAFiniteValueOrAReason() {
    return DEGENERATE.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      assertUsable(measure(entry.getValue(), Scale.pixels()));
                      assertUsable(measure(entry.getValue(), Scale.micrometers(PIXEL)));
                    }));
  }

  private static void assertUsable(BiomarkerResults results) {
    List<BiomarkerColumn> columns = results.columns();
    for (BiomarkerColumn column : columns) {
      BiomarkerValue value = results.get(column.biomarker(), column.vessels(), column.region());
      if (value.isPresent()) {
        assertTrue(Double.isFinite(value.value().getAsDouble()), column + ": " + value);
      } else {
        assertFalse(value.remark().isBlank(), column + " has no reason");
        assertEquals(1, value.remark().lines().count(), value.remark());
      }
    }
  }

  @Test
  void isMeasuredOnAnEyeWithAllLandmarks() {
    BiomarkerResults results = measure(eye(), Scale.micrometers(PIXEL));
    assertTrue(
        results.columns().stream()
            .anyMatch(
                column ->
                    results.get(column.biomarker(), column.vessels(), column.region()).isPresent()),
        () -> results.toString());
  }

  @Test
  void valuesFollowTheUnitOfTheScale() {
    BiomarkerResults px = measure(eye(), Scale.pixels());
    BiomarkerResults um = measure(eye(), Scale.micrometers(PIXEL));
    double factor =
        factor(biomarker().unit(Scale.pixels()), biomarker().unit(Scale.micrometers(PIXEL)));
    for (BiomarkerColumn column : px.columns()) {
      BiomarkerValue inPixels = px.get(column.biomarker(), column.vessels(), column.region());
      BiomarkerValue physical = um.get(column.biomarker(), column.vessels(), column.region());
      if (inPixels.isPresent() && physical.isPresent()) {
        double expected = factor * inPixels.value().getAsDouble();
        assertEquals(
            expected,
            physical.value().getAsDouble(),
            1e-9 * Math.max(1, Math.abs(expected)),
            column.toString());
      }
    }
  }

  /** The factor from a value in pixels to one in micrometers. */
  private static double factor(Unit pixels, Unit micrometers) {
    if (pixels.equals(micrometers)) {
      return 1;
    }
    String from = pixels.symbol();
    assertEquals(from.replace("px", "um"), micrometers.symbol());
    double power = from.endsWith("^2") ? 2 : 1;
    return Math.pow(PIXEL, from.startsWith("1/") ? -power : power);
  }

  @Test
  void theSameInputGivesTheSameResults() {
    Scale scale = Scale.micrometers(PIXEL);
    assertEquals(measure(eye(), scale), measure(eye(), scale));
  }

  @Test
  void theIdIsStableAndFreeOfCharactersThatTablesReserve() {
    assertEquals(biomarker().id(), biomarker().id());
    assertTrue(biomarker().id().matches("[a-z][a-z0-9_]*"), biomarker().id());
    assertFalse(biomarker().vesselGroups().isEmpty());
    assertFalse(biomarker().regions().isEmpty());
  }
}
