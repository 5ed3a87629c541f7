// SPDX-License-Identifier: MIT
package io.github.seqnet.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import org.junit.jupiter.api.Test;

class ResultImagesTest {
  @Test
  void normalizesFromTheSmallestToTheLargest() {
    assertArrayEquals(
        new float[] {0, 0.5f, 1}, ResultImages.normalized(map(0.25f, 0.5f, 0.75f), 3, 1).toArray());
    assertArrayEquals(
        new float[3], ResultImages.normalized(map(0.25f, 0.25f, 0.25f), 3, 1).toArray());
  }

  @Test
  void mergesByTheNormalizedMaps() {
    // Normalized, the artery map is 0, 1, 0.5 and the vein map 1, 0, 0.5.
    VesselMaps maps =
        new VesselMaps(map(0.5f, 0.25f, 0f), map(0f, 0.5f, 0.25f), map(1f, 0.5f, 0.75f));
    assertArrayEquals(
        new float[] {0, 0, 1, 0.5f, 0, 0, 0, 0, 0}, ResultImages.merged(maps, 3, 1).toArray());
  }

  @Test
  void colorsTheVesselsOnly() {
    RgbImage photograph = RgbImage.of(2, 1, new float[] {.5f, .5f, .5f, .5f, .5f, .5f});
    ArteryVeinMap labels = ArteryVeinMap.of(2, 1, new byte[] {0, 2});
    assertArrayEquals(
        new float[] {.5f, .5f, .5f, .25f, .25f, .75f},
        ResultImages.overlay(photograph, labels, 0.5).toArray());
  }

  @Test
  void refusesLabelsOfAnotherSize() {
    RgbImage photograph = RgbImage.of(1, 1, new float[3]);
    ArteryVeinMap labels = ArteryVeinMap.of(2, 1, new byte[2]);
    assertThrows(
        IllegalArgumentException.class, () -> ResultImages.overlay(photograph, labels, 0.5));
  }

  private static ProbabilityMap map(float... values) {
    return ProbabilityMap.of(3, 1, values);
  }
}
