// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RgbImageTest {
  @Test
  void copiesInAndOut() {
    float[] samples = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f};
    RgbImage image = RgbImage.of(2, 1, samples);
    samples[0] = 1f;
    image.toArray()[1] = 1f;
    assertArrayEquals(new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f}, image.toArray());
    assertEquals(0.6f, image.sample(1, 0, 2));
  }

  @Test
  void namesTheFirstBadSample() {
    float[] samples = new float[2 * 3 * 3];
    samples[(2 * 2 + 1) * 3 + 1] = Float.NaN;
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> RgbImage.of(2, 3, samples));
    assertEquals("RGB sample must be in 0..1, got NaN at x=1, y=2", e.getMessage());
  }

  @Test
  void copiesAPart() {
    RgbImage image = RgbImage.of(2, 2, new float[] {0, 0, 0, 0, 0, 0, 0, 0, 0, .7f, .8f, .9f});
    float[] target = new float[5];
    image.copyTo(1, 1, 1, 1, target, 1, 3);
    assertArrayEquals(new float[] {0, .7f, .8f, .9f, 0}, target);
  }
}
