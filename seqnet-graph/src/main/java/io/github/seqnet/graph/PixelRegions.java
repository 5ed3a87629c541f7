// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.util.Arrays;

/**
 * The connected regions of an image: runs of equal pixels in its rows that are joined to regions.
 * Vessel pixels are 8-connected and background pixels 4-connected. A region is named by its root,
 * the first of its runs. Not thread-safe.
 */
final class PixelRegions {
  private final int width;
  private final int height;

  /** The first pixel of each run and the one behind its last. */
  private int[] starts = new int[256];

  private int[] ends = new int[256];
  private int[] parents = new int[256];
  private int count;

  private PixelRegions(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /**
   * Finds the regions of vessel or of background.
   *
   * @param codes row by row, 0 in the background
   * @param vessel which of the two
   */
  static PixelRegions of(byte[] codes, int width, int height, boolean vessel) {
    PixelRegions regions = new PixelRegions(width, height);
    regions.collect(codes, vessel);
    return regions;
  }

  private void collect(byte[] codes, boolean vessel) {
    int reach = vessel ? 1 : 0;
    int above = 0;
    for (int y = 0; y < height; y++) {
      int first = count;
      int end = (y + 1) * width;
      int i = y * width;
      while (i < end) {
        while (i < end && codes[i] != 0 != vessel) {
          i++;
        }
        int start = i;
        while (i < end && codes[i] != 0 == vessel) {
          i++;
        }
        if (i > start) {
          add(start, i);
        }
      }
      for (int run = first; run < count; run++) {
        while (above < first && ends[above] + width + reach <= starts[run]) {
          above++;
        }
        for (int k = above; k < first && starts[k] + width < ends[run] + reach; k++) {
          DisjointSets.join(parents, k, run);
        }
      }
      above = first;
    }
  }

  private void add(int start, int end) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      parents = Arrays.copyOf(parents, 2 * count);
    }
    starts[count] = start;
    ends[count] = end;
    parents[count] = count;
    count++;
  }

  /** The number of runs, in the order of their pixels. */
  int runs() {
    return count;
  }

  /** The first pixel of a run. */
  int start(int run) {
    return starts[run];
  }

  /** The pixel behind the last one of a run. */
  int end(int run) {
    return ends[run];
  }

  /** The region of a run. */
  int root(int run) {
    return DisjointSets.root(parents, run);
  }

  /** The number of pixels of each region, at the index of its root. */
  int[] sizes() {
    int[] sizes = new int[count];
    for (int run = 0; run < count; run++) {
      sizes[root(run)] += ends[run] - starts[run];
    }
    return sizes;
  }

  /** Which regions touch the border of the image, at the indices of their roots. */
  boolean[] atBorder() {
    boolean[] atBorder = new boolean[count];
    for (int run = 0; run < count; run++) {
      atBorder[root(run)] |=
          starts[run] < width
              || starts[run] >= width * (height - 1)
              || starts[run] % width == 0
              || ends[run] % width == 0;
    }
    return atBorder;
  }
}
