// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.seqnet.image.RgbImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBarsTest {
  private static final int WIDTH = 360;
  private static final int HEIGHT = 260;

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 8, 14})
  void endsWhereTheContentBeginsAndNotInTheColorsThatSpillIntoTheBar(int spill) {
    int[] content = {31, 318, 17, 251};
    float[] samples = new float[3 * WIDTH * HEIGHT];
    for (int y = 0, i = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int across = Math.max(content[0] - x, x - content[1] + 1);
        int beyond = Math.max(across, Math.max(content[2] - y, y - content[3] + 1));
        for (int c = 0; c < 3; c++, i++) {
          boolean spilled = c == 0 && beyond <= spill;
          samples[i] = beyond <= 0 ? 0.5f - 0.1f * c : spilled ? 0.012f : 0.004f;
        }
      }
    }
    RgbImage image = RgbImage.wrap(WIDTH, HEIGHT, samples);
    FrameCells cells = FrameCells.of(image, 0, 0, WIDTH, HEIGHT, 256);
    assertArrayEquals(content, FrameBars.content(image, cells));
  }
}
