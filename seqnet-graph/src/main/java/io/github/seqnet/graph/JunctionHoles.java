// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.image.BinaryMask;
import java.util.Arrays;

/**
 * Fills the small holes that open where two vessels meet at an acute angle. Each would become a
 * loop of the graph. A hole is small if its area is at most a quarter of the squared width of the
 * vessels around it, or a few pixels. A hole whose rim is one pixel wide everywhere is the inside
 * of a drawn ring and stays.
 */
final class JunctionHoles {
  /** Holes of up to this many pixels are small whatever the width of the vessels. */
  private static final int FEW_PIXELS = 4;

  /** The area of the largest small hole, in squares of the width of the vessels around it. */
  private static final double LARGEST_AREA = 0.25;

  private static final byte HOLE = 2;

  private final int width;
  private final int height;

  /** 0 in the background, 1 in vessels, {@link #HOLE} in the current hole. */
  private final byte[] vessel;

  /** The pixels of the current hole. */
  private int[] hole = new int[64];

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
        if (holes.isSmallHole(open[k]) && holes.hasThickRim()) {
          holes.set((byte) 1);
          changed = true;
        } else {
          holes.set((byte) 0);
          open[left++] = open[k];
        }
      }
      count = left;
    }
    return BinaryMask.wrap(holes.width, holes.height, holes.vessel);
  }

  /** A pixel of each small hole. */
  private int[] find() {
    int[] found = new int[64];
    int count = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int p = y * width + x;
        // Every hole has a pixel with a vessel above and to the left, and may have several.
        if (vessel[p] == 0 && vessel[p - 1] != 0 && vessel[p - width] != 0) {
          boolean first = isSmallHole(p) && p == firstOfHole();
          set((byte) 0);
          if (first) {
            if (count == found.length) {
              found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = p;
          }
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

  /** Turns the pixels of the current hole into vessel or background. */
  private void set(byte value) {
    for (int k = 0; k < size; k++) {
      vessel[hole[k]] = value;
    }
    size = 0;
  }

  /** Whether a pixel is part of a small hole, which becomes the current one. */
  private boolean isSmallHole(int start) {
    if (flood(start, FEW_PIXELS)) {
      return true;
    }
    set((byte) 0);
    // The vessels at two sides limit the width around the hole, and rule out most pixels.
    double most = Math.max(run(start - 1, -1), run(start - width, -width));
    int largest = largest(most);
    return largest > FEW_PIXELS && flood(start, largest) && size <= largest(widthAround(start));
  }

  private static int largest(double vesselWidth) {
    return (int) (LARGEST_AREA * vesselWidth * vesselWidth);
  }

  /** Collects a hole; false if it is larger than some pixels or touches the border. */
  private boolean flood(int start, int most) {
    hole[0] = start;
    vessel[start] = HOLE;
    size = 1;
    for (int k = 0; k < size; k++) {
      int x = hole[k] % width;
      int y = hole[k] / width;
      if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
        return false;
      }
      for (int direction = 0; direction < 4; direction++) {
        int q = hole[k] + (direction < 2 ? 1 : width) * (direction % 2 == 0 ? 1 : -1);
        if (vessel[q] == 0) {
          if (size == most) {
            return false;
          }
          if (size == hole.length) {
            hole = Arrays.copyOf(hole, 2 * size);
          }
          vessel[q] = HOLE;
          hole[size++] = q;
        }
      }
    }
    return true;
  }

  /**
   * The width of the vessels on both sides of the current hole, in pixels: along the axis through a
   * pixel of the hole on which the narrower of the two is widest. Other axes end in the gap between
   * the vessels.
   */
  private double widthAround(int p) {
    double widest = 0;
    for (int step : new int[] {1, width, width + 1, width - 1}) {
      double scale = step == 1 || step == width ? 1 : Math.sqrt(2);
      int after = p;
      while (vessel[after] == HOLE) {
        after += step;
      }
      int before = p;
      while (vessel[before] == HOLE) {
        before -= step;
      }
      widest = Math.max(widest, scale * Math.min(run(after, step), run(before, -step)));
    }
    return widest;
  }

  /** The number of vessel pixels from a pixel on in a direction. */
  private int run(int from, int step) {
    int count = 0;
    int p = from;
    int column = p % width;
    while (p >= 0 && p < vessel.length && Math.abs(p % width - column) <= 1 && vessel[p] == 1) {
      column = p % width;
      p += step;
      count++;
    }
    return count;
  }

  /** Whether a pixel at a side of the hole has no other background around it. */
  private boolean hasThickRim() {
    for (int k = 0; k < size; k++) {
      for (int step : new int[] {-width, -1, 1, width}) {
        int rim = hole[k] + step;
        if (vessel[rim] == 1 && !touchesOutside(rim)) {
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
        if (!inside || vessel[y * width + x] == 0) {
          return true;
        }
      }
    }
    return false;
  }
}
