// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.testing;

import io.github.seqnet.image.BinaryMask;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Masks for tests, and plain counts on them. */
public final class Masks {
  private Masks() {}

  /** Masks of up to 24 x 24 pixels of all densities, single dots, lines and blobs among them. */
  public static Arbitrary<BinaryMask> any() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 24).withoutEdgeCases(),
            Arbitraries.integers().between(1, 24).withoutEdgeCases(),
            Arbitraries.integers().between(0, 100).withoutEdgeCases(),
            Arbitraries.integers().between(0, 2).withoutEdgeCases(),
            Arbitraries.longs().withoutEdgeCases())
        .as(Masks::random);
  }

  private static BinaryMask random(int width, int height, int percent, int smooth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] values = new byte[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (random.nextInt(100) < percent ? 1 : 0);
    }
    BinaryMask mask = BinaryMask.wrap(width, height, values);
    for (int pass = 0; pass < smooth; pass++) {
      mask = majority(mask);
    }
    return mask;
  }

  private static BinaryMask majority(BinaryMask mask) {
    byte[] values = new byte[mask.width() * mask.height()];
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        int count = 0;
        for (int dy = -1; dy <= 1; dy++) {
          for (int dx = -1; dx <= 1; dx++) {
            count += isSet(mask, x + dx, y + dy) ? 1 : 0;
          }
        }
        values[y * mask.width() + x] = (byte) (count >= 5 ? 1 : 0);
      }
    }
    return BinaryMask.wrap(mask.width(), mask.height(), values);
  }

  /** Whether a pixel is inside of the image and set. */
  public static boolean isSet(BinaryMask mask, int x, int y) {
    return x >= 0 && x < mask.width() && y >= 0 && y < mask.height() && mask.get(x, y);
  }

  /** A PNG file as a mask, set where not black. */
  public static BinaryMask read(Path path) {
    try {
      BufferedImage image = ImageIO.read(path.toFile());
      byte[] values = new byte[image.getWidth() * image.getHeight()];
      for (int i = 0; i < values.length; i++) {
        int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
        values[i] = (byte) ((rgb & 0xffffff) != 0 ? 1 : 0);
      }
      return BinaryMask.wrap(image.getWidth(), image.getHeight(), values);
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }

  /** The number of 8-connected groups of set pixels. */
  public static int components(BinaryMask mask) {
    return groups(mask, true, 0);
  }

  /** The number of 4-connected groups of unset pixels that do not reach the outside. */
  public static int holes(BinaryMask mask) {
    return groups(mask, false, 1) - 1;
  }

  private static int groups(BinaryMask mask, boolean set, int frame) {
    int width = mask.width() + 2 * frame;
    int height = mask.height() + 2 * frame;
    boolean[] seen = new boolean[width * height];
    int[] stack = new int[width * height];
    int groups = 0;
    for (int first = 0; first < seen.length; first++) {
      if (seen[first] || isSet(mask, first % width - frame, first / width - frame) != set) {
        continue;
      }
      groups++;
      int size = 0;
      stack[size++] = first;
      seen[first] = true;
      while (size > 0) {
        int i = stack[--size];
        for (int dy = -1; dy <= 1; dy++) {
          for (int dx = -1; dx <= 1; dx++) {
            int x = i % width + dx;
            int y = i / width + dy;
            boolean near = set || dx == 0 || dy == 0;
            if (!near || x < 0 || x >= width || y < 0 || y >= height) {
              continue;
            }
            int j = y * width + x;
            if (!seen[j] && isSet(mask, x - frame, y - frame) == set) {
              seen[j] = true;
              stack[size++] = j;
            }
          }
        }
      }
    }
    return groups;
  }

  /** The mask turned by a quarter to the right. */
  public static BinaryMask turned(BinaryMask mask) {
    int rows = mask.width();
    int columns = mask.height();
    byte[] values = new byte[rows * columns];
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        values[x * columns + columns - 1 - y] = (byte) (mask.get(x, y) ? 1 : 0);
      }
    }
    return BinaryMask.wrap(columns, rows, values);
  }

  /** The mask with left and right swapped. */
  public static BinaryMask mirrored(BinaryMask mask) {
    byte[] values = new byte[mask.width() * mask.height()];
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        values[y * mask.width() + mask.width() - 1 - x] = (byte) (mask.get(x, y) ? 1 : 0);
      }
    }
    return BinaryMask.wrap(mask.width(), mask.height(), values);
  }
}
