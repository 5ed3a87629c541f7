// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.image.BinaryMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fills the small holes that open where two vessels meet at an acute angle. Each would become a
 * loop of the graph. A hole is small if its area is at most a quarter of the squared width of the
 * vessels around it, or 0.4 of the squared mean width of all vessels. A hole whose rim is one pixel
 * wide everywhere is the inside of a drawn ring and stays.
 *
 * <p>The width around a hole is the median over all pixels at its sides, and filling a hole never
 * keeps another one open. The result does therefore not depend on how the image is turned.
 */
final class JunctionHoles {
  /**
   * Holes of up to this area are small whatever vessels are around them: in squares of the mean
   * width of the vessels of the mask, and at least in pixels.
   */
  private static final double ALWAYS_SMALL_AREA = 0.4;

  private static final int ALWAYS_SMALL_PIXELS = 4;

  /** The area of the largest small hole, in squares of the width of the vessels around it. */
  private static final double LARGEST_AREA = 0.25;

  private final int width;
  private final int height;
  private final byte[] vessel;
  private final double alwaysSmall;

  private JunctionHoles(BinaryMask mask) {
    width = mask.width();
    height = mask.height();
    vessel = mask.toArray();
    double mean = meanWidth();
    alwaysSmall = Math.max(ALWAYS_SMALL_PIXELS, ALWAYS_SMALL_AREA * mean * mean);
  }

  /** Twice the area of the vessels over the length of their outline. */
  private double meanWidth() {
    long area = 0;
    long sides = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (vessel[y * width + x] != 0) {
          area++;
          sides += isVessel(x - 1, y) ? 0 : 1;
          sides += isVessel(x + 1, y) ? 0 : 1;
          sides += isVessel(x, y - 1) ? 0 : 1;
          sides += isVessel(x, y + 1) ? 0 : 1;
        }
      }
    }
    // The sides of pixels along a line are 4 / pi times as long as the line, over all directions.
    return sides == 0 ? 0 : 2 * area / (sides * Math.PI / 4);
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
    if (hole.length <= alwaysSmall) {
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
