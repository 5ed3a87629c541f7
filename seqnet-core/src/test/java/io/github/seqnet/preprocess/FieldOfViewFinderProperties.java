package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.FieldOfView;
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
}
