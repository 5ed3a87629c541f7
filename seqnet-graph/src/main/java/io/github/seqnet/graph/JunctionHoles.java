// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.image.BinaryMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fills the small holes that open where two vessels meet at an acute angle. Each would become a
 * loop of the graph. A hole is small if its area is at most a quarter of the squared width of the
 * vessels around it, or a few pixels. A hole whose rim is one pixel wide everywhere is the inside
 * of a drawn ring and stays.
 *
 * <p>The width around a hole is the median over all pixels at its sides, and filling a hole never
 * keeps another one open. The result does therefore not depend on how the image is turned.
 */
final class JunctionHoles {
  /** Holes of up to this many pixels are small whatever the width of the vessels. */
  private static final int FEW_PIXELS = 4;

  /** The area of the largest small hole, in squares of the width of the vessels around it. */
  private static final double LARGEST_AREA = 0.25;

  private final int width;
  private final int height;
  private final byte[] vessel;

  private JunctionHoles(BinaryMask mask) {
    width = mask.width();
    height = mask.height();
    vessel = mask.toArray();
  }

  static BinaryMask fill(BinaryMask mask) {
    JunctionHoles holes = new JunctionHoles(mask);
    List<int[]> open = holes.find();
    // A filled hole may complete the rim of the one beside it: acute notches are rows of holes.
    boolean changed = true;
    while (changed) {
      changed = open.removeIf(holes::fillIfSmall);
    }
    return BinaryMask.wrap(holes.width, holes.height, holes.vessel);
  }

  /** The pixels of each hole that does not touch the border, ascending. */
  private List<int[]> find() {
    PixelRegions regions = PixelRegions.of(vessel, width, height, false);
    int[] sizes = regions.sizes();
    boolean[] atBorder = regions.atBorder();
    int[][] pixels = new int[sizes.length][];
    int[] filled = new int[sizes.length];
    List<int[]> found = new ArrayList<>();
    for (int run = 0; run < regions.runs(); run++) {
      int root = regions.root(run);
      if (atBorder[root]) {
        continue;
      }
      if (pixels[root] == null) {
        pixels[root] = new int[sizes[root]];
        found.add(pixels[root]);
      }
      for (int i = regions.start(run); i < regions.end(run); i++) {
        pixels[root][filled[root]++] = i;
      }
    }
    return found;
  }

  private boolean fillIfSmall(int[] hole) {
    if (!isSmall(hole) || !hasThickRim(hole)) {
      return false;
    }
    for (int pixel : hole) {
      vessel[pixel] = 1;
    }
    return true;
  }

  /**
   * Whether at least half of the pixels at the sides of a hole lie in vessels wide enough for it.
   */
  private boolean isSmall(int[] hole) {
    if (hole.length <= FEW_PIXELS) {
      return true;
    }
    double least = Math.sqrt(hole.length / LARGEST_AREA);
    int sides = 0;
    int wide = 0;
    for (int pixel : hole) {
      for (int step : new int[] {-width, -1, 1, width}) {
        if (vessel[pixel + step] == 1) {
          sides++;
          wide += isWide(pixel + step, least) ? 1 : 0;
        }
      }
    }
    return 2 * wide >= sides;
  }

  /** Whether the vessel at a pixel is at least this wide along the axes and the diagonals. */
  private boolean isWide(int pixel, double least) {
    int x = pixel % width;
    int y = pixel / width;
    double diagonal = least / Math.sqrt(2);
    return isRun(x, y, 1, 0, least)
        && isRun(x, y, 0, 1, least)
        && isRun(x, y, 1, 1, diagonal)
        && isRun(x, y, 1, -1, diagonal);
  }

  /** Whether at least so many vessel pixels lie in a row in both directions of an axis together. */
  private boolean isRun(int x, int y, int dx, int dy, double least) {
    int count = 1;
    for (int sign = -1; sign <= 1; sign += 2) {
      int u = x + sign * dx;
      int v = y + sign * dy;
      while (count < least && isVessel(u, v)) {
        u += sign * dx;
        v += sign * dy;
        count++;
      }
    }
    return count >= least;
  }

  private boolean isVessel(int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height && vessel[y * width + x] != 0;
  }

  /** Whether a pixel at a side of a hole has no other background around it. */
  private boolean hasThickRim(int[] hole) {
    for (int pixel : hole) {
      for (int step : new int[] {-width, -1, 1, width}) {
        if (vessel[pixel + step] == 1 && !touchesOutside(pixel + step, hole)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean touchesOutside(int rim, int[] hole) {
    int column = rim % width;
    int row = rim / width;
    for (int y = row - 1; y <= row + 1; y++) {
      for (int x = column - 1; x <= column + 1; x++) {
        boolean inside = x >= 0 && y >= 0 && x < width && y < height;
        if (!inside || (!isVessel(x, y) && Arrays.binarySearch(hole, y * width + x) < 0)) {
          return true;
        }
      }
    }
    return false;
  }
}
