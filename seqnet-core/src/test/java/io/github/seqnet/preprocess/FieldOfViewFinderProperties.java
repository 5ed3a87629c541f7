// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.testing.FramedPhotograph;
import io.github.seqnet.testing.FramedPhotograph.Shape;
import io.github.seqnet.testing.FramedPhotograph.Surround;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Generated retinas in frames of known shape and surround. */
class FieldOfViewFinderProperties {
  @Property(tries = 80, seed = "27")
  void findsTheRetinaInAnySurround(
      @ForAll Shape shape,
      @ForAll Surround surround,
      @ForAll @IntRange(min = 320, max = 640) int width,
      @ForAll @IntRange(min = 320, max = 600) int height,
      @ForAll @DoubleRange(min = 0, max = 0.7) double vignette,
      @ForAll boolean text,
      @ForAll @IntRange(min = 0, max = 1000) int seed) {
    FramedPhotograph photograph =
        FramedPhotograph.of(width, height, shape, surround, vignette, text, seed);
    FieldOfView found = FieldOfViewFinder.find(photograph.image());
    assertEquals(FieldOfView.Source.FOUND, found.source());
    assertTrue(found.confidence() >= 0.5 && found.confidence() <= 1);
    double overlap = photograph.overlap(found.mask());
    assertTrue(overlap >= 0.97, () -> "overlap is " + overlap);
  }

  @Property(tries = 60, seed = "29")
  void findsTheRetinaBetweenBarsBesideLogosAndInAnyExposure(
      @ForAll Shape shape,
      @ForAll Surround surround,
      @ForAll @IntRange(min = 320, max = 900) int width,
      @ForAll @IntRange(min = 320, max = 800) int height,
      @ForAll @IntRange(min = 0, max = 40) int bars,
      @ForAll @IntRange(min = 0, max = 7) int corner,
      @ForAll @DoubleRange(min = 0.5, max = 1.5) double exposure,
      @ForAll @IntRange(min = 0, max = 1000) int seed) {
    FramedPhotograph photograph =
        FramedPhotograph.of(width, height, shape, surround, 0.2, seed % 2 == 0, seed)
            .exposed(exposure);
    if (corner < 4) {
      photograph = photograph.withLogo(corner);
    }
    photograph = photograph.betweenBars(seed % 3 == 0 ? 0 : bars, seed % 3 == 1 ? 0 : bars);
    FieldOfView found = FieldOfViewFinder.find(photograph.image());
    assertEquals(FieldOfView.Source.FOUND, found.source());
    double overlap = photograph.overlap(found.mask());
    assertTrue(overlap >= 0.97, () -> "overlap is " + overlap);
  }

  @Property(tries = 60, seed = "30")
  void findsTheRetinaOnScannedSlides(
      @ForAll @DoubleRange(min = 5, max = 60) double level,
      @ForAll @IntRange(min = 560, max = 760) int width,
      @ForAll @DoubleRange(min = 0, max = 6.28) double notch,
      @ForAll @DoubleRange(min = 0, max = 0.6) double vignette,
      @ForAll boolean reflex,
      @ForAll @IntRange(min = 0, max = 3) int cuts,
      @ForAll @IntRange(min = 0, max = 1000) int seed) {
    int height = width * 605 / 700;
    FramedPhotograph photograph =
        FramedPhotograph.slide(width, height, level, notch, vignette, reflex, cuts, seed);
    FieldOfView found = FieldOfViewFinder.find(photograph.image());
    assertEquals(FieldOfView.Source.FOUND, found.source());
    double overlap = photograph.overlap(found.mask());
    assertTrue(overlap >= 0.97, () -> "overlap is " + overlap);
  }

  @Property(tries = 30, seed = "28")
  void keepsARetinaThatFillsTheFrame(
      @ForAll @IntRange(min = 400, max = 700) int side,
      @ForAll @DoubleRange(min = 0.2, max = 0.5) double width,
      @ForAll @DoubleRange(min = 0.2, max = 0.5) double height,
      @ForAll @DoubleRange(min = 0, max = 0.7) double vignette,
      @ForAll @IntRange(min = 0, max = 1000) int seed) {
    RgbImage image =
        FramedPhotograph.of(side, side, Shape.CIRCLE, Surround.BLACK, vignette, false, seed)
            .image();
    int columns = (int) (width * side);
    int rows = (int) (height * side);
    float[] samples = new float[3 * columns * rows];
    image.copyTo((side - columns) / 2, (side - rows) / 2, columns, rows, samples, 0, 3 * columns);
    FieldOfView found = FieldOfViewFinder.find(RgbImage.wrap(columns, rows, samples));
    double kept = found.mask().count() / (double) (columns * rows);
    assertTrue(kept >= 0.97, () -> found.source() + " keeps " + kept);
  }
}
