// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.image.BinaryMask;
import java.util.Arrays;

/**
 * Fills the holes of a few pixels that open where two vessels meet at an acute angle. Each would
 * become a loop of the graph. A hole whose rim is one pixel wide everywhere is the inside of a
 * drawn ring and stays.
 */
final class JunctionHoles {
  private static final int MOST_PIXELS = 4;

  private final int width;
  private final int height;
  private final byte[] vessel;

  /** The pixels of the current hole; if the last entry is used, the hole is too large. */
  private final int[] hole = new int[MOST_PIXELS + 1];

  private int size;

  private JunctionHoles(BinaryMask mask) {
    width = mask.width();
    height = mask.height();
    vessel = mask.toArray();
  }

  static BinaryMask fill(BinaryMask mask) {
    JunctionHoles holes = new JunctionHoles(mask);
    int[] open = holes.find();
    int count = open.length;
    // A filled hole may complete the rim of the one beside it: acute notches are rows of holes.
    boolean changed = true;
    while (changed) {
      changed = false;
      int left = 0;
      for (int k = 0; k < count; k++) {
        if (holes.isHole(open[k]) && holes.hasThickRim()) {
          holes.fillHole();
          changed = true;
        } else {
          open[left++] = open[k];
        }
      }
      count = left;
    }
    return BinaryMask.wrap(holes.width, holes.height, holes.vessel);
  }

  /** A pixel of each hole. */
  private int[] find() {
    int[] found = new int[64];
    int count = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int p = y * width + x;
        // Every hole has a pixel with a vessel above and to the left, and may have several.
        if (vessel[p] == 0
            && vessel[p - 1] != 0
            && vessel[p - width] != 0
            && isHole(p)
            && p == firstOfHole()) {
          if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
          }
          found[count++] = p;
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  private int firstOfHole() {
    int first = hole[0];
    for (int k = 1; k < size; k++) {
      first = Math.min(first, hole[k]);
    }
    return first;
  }

  private void fillHole() {
    for (int k = 0; k < size; k++) {
      vessel[hole[k]] = 1;
    }
  }

  private boolean isHole(int start) {
    hole[0] = start;
    size = 1;
    for (int k = 0; k < size; k++) {
      int x = hole[k] % width;
      int y = hole[k] / width;
      if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
        return false;
      }
      for (int step : new int[] {-width, -1, 1, width}) {
        int q = hole[k] + step;
        if (vessel[q] == 0 && !isInHole(q)) {
          hole[size++] = q;
          if (size > MOST_PIXELS) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean isInHole(int p) {
    for (int k = 0; k < size; k++) {
      if (hole[k] == p) {
        return true;
      }
    }
    return false;
  }

  /** Whether a pixel at a side of the hole has no other background around it. */
  private boolean hasThickRim() {
    for (int k = 0; k < size; k++) {
      for (int step : new int[] {-width, -1, 1, width}) {
        int rim = hole[k] + step;
        if (vessel[rim] != 0 && !touchesOutside(rim)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean touchesOutside(int rim) {
    int column = rim % width;
    int row = rim / width;
    for (int y = row - 1; y <= row + 1; y++) {
      for (int x = column - 1; x <= column + 1; x++) {
        boolean inside = x >= 0 && y >= 0 && x < width && y < height;
        if (!inside || (vessel[y * width + x] == 0 && !isInHole(y * width + x))) {
          return true;
        }
      }
    }
    return false;
  }
}
