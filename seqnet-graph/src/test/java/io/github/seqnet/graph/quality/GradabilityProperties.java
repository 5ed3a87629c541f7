// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.quality;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The score never rises when a photograph is degraded further. */
class GradabilityProperties {
  private static final int SIDE = 360;

  /** Rounding of single-precision colors. */
  private static final double ROUNDING = 1e-4;

  @Property(tries = 15, seed = "61")
  void neverRisesWithDarkness(
      @ForAll @IntRange(min = 1, max = 6) int seed,
      @ForAll @DoubleRange(min = 0.03, max = 1) double first,
      @ForAll @DoubleRange(min = 0.03, max = 1) double second) {
    RgbImage image = fundus(seed);
    FieldOfView fieldOfView = FieldOfViewFinder.find(image);
    double brighter = score(Degradations.darkened(image, Math.max(first, second)), fieldOfView);
    double darker = score(Degradations.darkened(image, Math.min(first, second)), fieldOfView);
    assertTrue(darker <= brighter + ROUNDING, () -> darker + " after " + brighter);
  }

  @Property(tries = 10, seed = "62")
  void neverRisesWithBlur(
      @ForAll @IntRange(min = 1, max = 6) int seed,
      @ForAll @IntRange(min = 0, max = 4) int radius) {
    RgbImage image = fundus(seed);
    FieldOfView fieldOfView = FieldOfViewFinder.find(image);
    double sharper = score(Degradations.blurred(image, radius), fieldOfView);
    double softer = score(Degradations.blurred(image, radius + 1), fieldOfView);
    assertTrue(softer <= sharper, () -> softer + " after " + sharper);
  }

  @Property(tries = 10, seed = "63")
  void neverRisesWithOcclusion(
      @ForAll @IntRange(min = 1, max = 6) int seed,
      @ForAll @DoubleRange(min = 0, max = 0.8) double part,
      @ForAll @DoubleRange(min = 0.05, max = 0.2) double more) {
    RgbImage image = fundus(seed);
    FieldOfView fieldOfView = FieldOfViewFinder.find(image);
    double less = score(Degradations.covered(image, part), fieldOfView);
    double covered = score(Degradations.covered(image, part + more), fieldOfView);
    assertTrue(covered <= less, () -> covered + " after " + less);
  }

  private static RgbImage fundus(int seed) {
    FundusOptions options = FundusOptions.defaults().withSize(SIDE, SIDE).withSeed(seed);
    return FundusGenerator.generate(options).image();
  }

  private static double score(RgbImage image, FieldOfView fieldOfView) {
    return GradabilityAssessor.assess(image, fieldOfView).score();
  }
}
