// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.pipeline.VesselRefiner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphRefinerTest {
  private static final int WIDTH = 60;
  private static final int HEIGHT = 40;

  /**
   * An artery five pixels wide from left to right, with one branch downwards. The network takes a
   * piece of the artery and the lower half of the branch for a vein, with little confidence.
   */
  private static VesselMaps maps() {
    float[] vessel = new float[WIDTH * HEIGHT];
    float[] artery = new float[WIDTH * HEIGHT];
    float[] vein = new float[WIDTH * HEIGHT];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean stem = y >= 8 && y < 13 && x >= 3 && x < 57;
        boolean branch = x >= 29 && x < 32 && y >= 13 && y < 36;
        if (stem || branch) {
          boolean wrong = branch ? y > 24 : x > 40 && x < 46;
          vessel[y * WIDTH + x] = 0.9f;
          artery[y * WIDTH + x] = wrong ? 0.45f : 0.8f;
          vein[y * WIDTH + x] = wrong ? 0.55f : 0.2f;
        }
      }
    }
    return new VesselMaps(
        ProbabilityMap.wrap(WIDTH, HEIGHT, vessel),
        ProbabilityMap.wrap(WIDTH, HEIGHT, artery),
        ProbabilityMap.wrap(WIDTH, HEIGHT, vein));
  }

  static List<RefinementMode> modes() {
    return RefinementMode.builtIn();
  }

  static List<RefinementMode> modesThatChangeLabels() {
    return List.of(RefinementMode.UNIFY, RefinementMode.PAPER, RefinementMode.STABLE);
  }

  private static GraphRefiner refiner(RefinementMode mode) {
    return GraphRefiner.with(RefinementOptions.defaults().withMode(mode));
  }

  @Test
  void noneKeepsTheNetworksChoice() {
    assertEquals(maps().labels(0.5), refiner(RefinementMode.NONE).refine(maps()).labels());
  }

  @ParameterizedTest
  @MethodSource("modesThatChangeLabels")
  void allOthersMakeOneVesselOfOneLabel(RefinementMode mode) {
    RefinementResult result = refiner(mode).refine(maps());
    assertEquals(maps().labels(0.5).vessels(), result.labels().vessels());
    assertEquals(
        maps().labels(0.5).vessels().count(), result.labels().pixels(VesselLabel.ARTERY).count());
    assertEquals(mode.equals(RefinementMode.UNIFY), result.audits().isEmpty());
    assertTrue(result.graph().segments().stream().allMatch(s -> s.threshold().isPresent()));
  }

  @Test
  void theRefinerOfThePipelineGivesTheSameLabels() {
    VesselRefiner refiner = refiner(RefinementMode.STABLE);
    assertEquals(
        refiner(RefinementMode.STABLE).refine(maps()).labels(),
        refiner.refine(maps(), () -> fail("the photograph is not needed")));
  }

  @Test
  void labelsMayBeFixed() {
    GraphRefiner refiner = refiner(RefinementMode.STABLE);
    RefinementResult first = refiner.refine(maps());
    Segment branch =
        first.graph().segments().stream()
            .filter(s -> s.y(s.pathSize() / 2) > 20)
            .findFirst()
            .orElseThrow();
    RefinementResult second =
        refiner.refine(maps(), FrozenRegion.none(), Map.of(branch.index(), VesselLabel.VEIN));
    assertEquals(VesselLabel.VEIN, second.graph().segment(branch.index()).label());
    assertEquals(VesselLabel.VEIN, second.labels().get(30, 30));
  }

  @Test
  void mapsMadeElsewhereAreRefinedToo() {
    byte[] codes = new byte[WIDTH * HEIGHT];
    for (int x = 5; x < 55; x++) {
      codes[10 * WIDTH + x] = (x < 15 ? VesselLabel.UNKNOWN : VesselLabel.VEIN).code();
    }
    codes[0] = VesselLabel.UNKNOWN.code();
    ArteryVeinMap map = ArteryVeinMap.of(WIDTH, HEIGHT, codes);
    ArteryVeinMap refined = refiner(RefinementMode.STABLE).refine(map).labels();
    assertEquals(50, refined.pixels(VesselLabel.VEIN).count());
    assertEquals(VesselLabel.UNKNOWN, refined.get(0, 0), "no segment reaches a lonely pixel");
    assertEquals(map, refiner(RefinementMode.NONE).refine(map).labels());
  }

  /** A red line and, far from it, a white one of 50 pixels. */
  private static ArteryVeinMap redAndWhite() {
    byte[] codes = new byte[WIDTH * HEIGHT];
    for (int x = 5; x < 55; x++) {
      codes[5 * WIDTH + x] = VesselLabel.ARTERY.code();
      codes[35 * WIDTH + x] = VesselLabel.UNKNOWN.code();
    }
    return ArteryVeinMap.of(WIDTH, HEIGHT, codes);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whatNothingSpeaksForStaysUnknown(RefinementMode mode) {
    RefinementResult result = refiner(mode).refine(redAndWhite());
    assertEquals(2, result.graph().segmentCount());
    for (Segment segment : result.graph().segments()) {
      assertEquals(segment.y(0) == 5 ? VesselLabel.ARTERY : VesselLabel.UNKNOWN, segment.label());
    }
    assertEquals(redAndWhite(), result.labels());
    assertTrue(result.changedSegments().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("modes")
  void labelsFixedByTheCallerStandInEveryMode(RefinementMode mode) {
    RefinementResult result =
        refiner(mode)
            .refine(
                redAndWhite(),
                FrozenRegion.none(),
                Map.of(0, VesselLabel.VEIN, 1, VesselLabel.ARTERY));
    assertEquals(VesselLabel.VEIN, result.graph().segment(0).label());
    assertEquals(-48, result.graph().segment(0).confidence().orElseThrow());
    assertEquals(VesselLabel.ARTERY, result.graph().segment(1).label());
    assertEquals(48, result.graph().segment(1).confidence().orElseThrow());
    assertEquals(VesselLabel.UNKNOWN, result.unified().segment(1).label());
    if (mode.equals(RefinementMode.NONE)) {
      assertEquals(redAndWhite(), result.labels());
    } else {
      assertEquals(VesselLabel.VEIN, result.labels().get(20, 5));
      assertEquals(VesselLabel.ARTERY, result.labels().get(20, 35));
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void fixedLabelsAreCheckedInEveryMode(RefinementMode mode) {
    assertEquals(
        "fixed segment must be in 0..1, got 2",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    refiner(mode)
                        .refine(redAndWhite(), FrozenRegion.none(), Map.of(2, VesselLabel.VEIN)))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            refiner(mode)
                .refine(redAndWhite(), FrozenRegion.none(), Map.of(0, VesselLabel.UNKNOWN)));
  }

  @Test
  void emptyMapsGiveEmptyLabels() {
    ProbabilityMap zero = ProbabilityMap.wrap(3, 2, new float[6]);
    VesselMaps empty = new VesselMaps(zero, zero, zero);
    for (RefinementMode mode : RefinementMode.builtIn()) {
      RefinementResult result = refiner(mode).refine(empty);
      assertEquals(0, result.labels().vessels().count());
      assertEquals(0, result.graph().nodeCount());
    }
  }

  @Test
  void namesTheThresholdThatIsOutOfRange() {
    assertEquals(
        "vesselThreshold must be in 0.0..1.0, got 2.0",
        assertThrows(
                IllegalArgumentException.class,
                () -> RefinementOptions.defaults().withVesselThreshold(2))
            .getMessage());
  }
}
