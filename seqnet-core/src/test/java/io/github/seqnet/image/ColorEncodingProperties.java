// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ColorEncodingProperties {
  @Property(tries = 100, seed = "20", edgeCases = EdgeCasesMode.NONE)
  void decodingGivesBackWhatWasEncoded(
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll ColorEncoding.Matching matching,
      @ForAll long seed) {
    ArteryVeinMap labels = labels(width, height, seed);
    ColorEncoding colors = ColorEncoding.defaults().withMatching(matching);
    assertEquals(labels, colors.decode(ColorEncoding.encode(labels)));
  }

  @Property(tries = 100, seed = "20", edgeCases = EdgeCasesMode.NONE)
  void smallChangesOfColorDoNotChangeTheLabel(@ForAll long seed) {
    ArteryVeinMap labels = labels(9, 9, seed);
    SplittableRandom random = new SplittableRandom(seed);
    float[] rgb = ColorEncoding.encode(labels).toArray();
    for (int i = 0; i < rgb.length; i++) {
      // Less than half the way to the next color, in every channel.
      rgb[i] = (float) Math.abs(rgb[i] - random.nextDouble(0.49));
    }
    assertEquals(labels, ColorEncoding.defaults().decode(RgbImage.of(9, 9, rgb)));
  }

  @Example
  void readsGreenAndMagentaAsTold() {
    RgbImage image = RgbImage.of(2, 1, new float[] {0, 1, 0, 1, 0, 1});
    assertEquals(ArteryVeinMap.of(2, 1, new byte[] {3, 4}), ColorEncoding.defaults().decode(image));
    assertEquals(
        ArteryVeinMap.of(2, 1, new byte[] {4, 0}),
        ColorEncoding.defaults()
            .withGreen(VesselLabel.UNKNOWN)
            .withMagenta(VesselLabel.BACKGROUND)
            .decode(image));
  }

  @Example
  void exactMatchingNamesTheFirstOtherColor() {
    ColorEncoding exact = ColorEncoding.defaults().withMatching(ColorEncoding.Matching.EXACT);
    RgbImage image = RgbImage.of(2, 1, new float[] {0, 1, 0, 1, 1, 0});
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> exact.decode(image));
    assertEquals("the color (255, 255, 0) at x=1, y=0 does not stand for a label", e.getMessage());
  }

  private static ArteryVeinMap labels(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] codes = new byte[width * height];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) random.nextInt(5);
    }
    return ArteryVeinMap.of(width, height, codes);
  }
}
