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
    // One pixel at the rim of a small circle is more than 3 percent of its area.
    double least = shape == Shape.SMALL_CIRCLE ? 0.93 : 0.97;
    double overlap = photograph.overlap(found.mask());
    assertTrue(overlap >= least, () -> "overlap is " + overlap);
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
