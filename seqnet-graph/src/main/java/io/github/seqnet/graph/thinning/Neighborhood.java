// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.thinning;

/**
 * Properties of a pixel by the code of its eight neighbors, clockwise from north: bit 0 is north,
 * bit 1 northeast, and so on to bit 7, northwest.
 */
final class Neighborhood {
  /** Whether removing the pixel changes neither the components nor the holes. */
  static final boolean[] SIMPLE = new boolean[256];

  /** The directions, as bits, of the neighbors under mixed adjacency. */
  static final int[] LINKS = new int[256];

  /** The number of neighbors under mixed adjacency. */
  static final int[] DEGREE = new int[256];

  static {
    for (int code = 0; code < 256; code++) {
      SIMPLE[code] = components(code) == 1;
      LINKS[code] = links(code);
      DEGREE[code] = Integer.bitCount(LINKS[code]);
    }
  }

  private Neighborhood() {}

  /** The number of 8-connected groups that the neighbors form around the pixel (Hilditch). */
  static int components(int code) {
    int count = 0;
    for (int k = 0; k < 8; k += 2) {
      int side = code >> k & 1;
      int corner = code >> (k + 1) & 1;
      int next = code >> (k + 2 & 7) & 1;
      count += (1 - side) & (corner | next);
    }
    return count;
  }

  /**
   * The neighbors that share a side, and those that share a corner and are not connected through
   * the former.
   */
  private static int links(int code) {
    int links = code;
    for (int k = 1; k < 8; k += 2) {
      boolean flanked = (code >> (k - 1) & 1) != 0 || (code >> (k + 1 & 7) & 1) != 0;
      if (flanked) {
        links &= ~(1 << k);
      }
    }
    return links;
  }
}
