// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.augmentation.Batch;
import java.util.SplittableRandom;

/** Generated crops with a bright line on a dark ground, red for an artery, blue for a vein. */
final class LineCrops {
  private static final int SIZE = 16;
  private static final int COUNT = 4;

  private LineCrops() {}

  static Batch batch(long index) {
    int area = SIZE * SIZE;
    SplittableRandom random = new SplittableRandom(index);
    float[] image = new float[COUNT * area * 3];
    float[][] maps = new float[3][COUNT * area];
    float[] ones = new float[COUNT * area];
    for (int n = 0; n < COUNT; n++) {
      boolean artery = random.nextBoolean();
      int line = random.nextInt(SIZE);
      for (int i = 0; i < area; i++) {
        int pixel = n * area + i;
        boolean vessel = i % SIZE == line;
        ones[pixel] = 1;
        for (int c = 0; c < 3; c++) {
          image[pixel * 3 + c] = (float) (0.1 * random.nextDouble());
        }
        if (vessel) {
          image[pixel * 3 + (artery ? 0 : 2)] += 0.8f;
          maps[0][pixel] = 1;
          maps[artery ? 1 : 2][pixel] = 1;
        }
      }
    }
    return Batch.wrap(COUNT, SIZE, image, maps[0], maps[1], maps[2], ones, ones.clone());
  }

  static TrainingData.Feed feed(long first) {
    return new TrainingData.Feed() {
      private long next = first;

      @Override
      public Batch next() {
        return batch(next++);
      }

      @Override
      public void close() {}
    };
  }
}
