// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.thinning;

import java.util.Arrays;

/*
 * Thinning with work lists.
 *
 * A sweep of Zhang-Suen or Guo-Hall removes, all at once, the pixels whose eight neighbors form
 * one of certain patterns. A pixel that a sweep has looked at and kept is kept by the next sweep of
 * the same kind too, unless one of its neighbors has gone in between. So each kind of sweep has a
 * list of the pixels to look at: at first all foreground pixels that touch the background, later
 * the foreground neighbors of what was removed. The result is that of full sweeps, pixel by pixel.
 *
 * Neighborhood code, the neighbors clockwise from north, as in the papers' p2..p9:
 *
 *   bit 7 (p9)  bit 0 (p2)  bit 1 (p3)
 *   bit 6 (p8)      p       bit 2 (p4)
 *   bit 5 (p7)  bit 4 (p6)  bit 3 (p5)
 */
final class ThinningKernel {
  private static final int N = 1;
  private static final int NE = 1 << 1;
  private static final int E = 1 << 2;
  private static final int SE = 1 << 3;
  private static final int S = 1 << 4;
  private static final int SW = 1 << 5;
  private static final int W = 1 << 6;
  private static final int NW = 1 << 7;

  private static final byte SET = 1;
  private static final byte LISTED_FIRST = 2;
  private static final byte LISTED_SECOND = 4;
  private static final byte EDGE = 8;

  private ThinningKernel() {}

  /** For each neighborhood code: bit 0 (bit 1) set where the first (second) sweep removes. */
  static byte[] table(ThinningMethod method) {
    return switch (method) {
      case ZHANG_SUEN -> zhangSuen();
      case GUO_HALL -> guoHall();
      case CENTER_LINE -> throw new IllegalArgumentException("no table for " + method);
    };
  }

  /**
   * The conditions of the paper, corrected where scikit-image differs: there the corner of a step
   * goes too, which the paper keeps for having two gaps, and pixels at the end of a line two wide
   * go in one kind of sweep only, so that squares of 2 x 2 pixels do not vanish.
   */
  private static byte[] zhangSuen() {
    byte[] table = new byte[256];
    for (int code = 0; code < 256; code++) {
      int count = Integer.bitCount(code);
      if (count < 2 || count > 6 || rises(code) != 1) {
        continue;
      }
      int north = code & 1;
      int east = code >> 2 & 1;
      int south = code >> 4 & 1;
      int west = code >> 6 & 1;
      if (north * east * south == 0 && east * south * west == 0) {
        table[code] |= 1;
      }
      if (north * east * west == 0 && north * south * west == 0) {
        table[code] |= 2;
      }
    }
    // Two neighbors, side by side: the end of a line.
    put(table, 0, SE | S, W | NW);
    put(table, 1, N | NE, NE | E, NW | N);
    put(table, 2, E | SE, S | SW, SW | W);
    // A corner with its diagonal: a square of 2 x 2 pixels, or the end of a line two wide.
    put(table, 1, N | NE | E, W | NW | N);
    put(table, 2, E | SE | S, S | SW | W);
    // Two sides without the corner between them: a step.
    put(table, 3, N | E, E | S, S | W, W | N);
    put(table, 1, NW | N | E, W | N | NE, SW | W | N, S | W | NW, N | NE | SW | W);
    put(table, 2, N | E | SE, E | S | SW, SE | S | W, NE | E | S | SW);
    return table;
  }

  private static void put(byte[] table, int sweeps, int... codes) {
    for (int code : codes) {
      table[code] = (byte) sweeps;
    }
  }

  private static byte[] guoHall() {
    byte[] table = new byte[256];
    for (int code = 0; code < 256; code++) {
      int p2 = code & 1;
      int p3 = code >> 1 & 1;
      int p4 = code >> 2 & 1;
      int p5 = code >> 3 & 1;
      int p6 = code >> 4 & 1;
      int p7 = code >> 5 & 1;
      int p8 = code >> 6 & 1;
      int p9 = code >> 7 & 1;
      int n1 = (p9 | p2) + (p3 | p4) + (p5 | p6) + (p7 | p8);
      int n2 = (p2 | p3) + (p4 | p5) + (p6 | p7) + (p8 | p9);
      int n = Math.min(n1, n2);
      if (components(code) != 1 || n < 2 || n > 3) {
        continue;
      }
      if (((p2 | p3 | (1 - p5)) & p4) == 0) {
        table[code] |= 1;
      }
      if (((p6 | p7 | (1 - p9)) & p8) == 0) {
        table[code] |= 2;
      }
    }
    return table;
  }

  /** True for each code of a pixel that is neither needed for connection nor an end. */
  private static boolean[] superfluous() {
    boolean[] table = new boolean[256];
    for (int code = 0; code < 256; code++) {
      table[code] = components(code) == 1 && mixedDegree(code) >= 2;
    }
    return table;
  }

  /** How often the neighbors change from unset to set, going round. */
  private static int rises(int code) {
    int rises = 0;
    for (int k = 0; k < 8; k++) {
      rises += ~(code >> k) & code >> (k + 1 & 7) & 1;
    }
    return rises;
  }

  /** How many 8-connected groups the neighbors form round the pixel (Hilditch). */
  private static int components(int code) {
    int count = 0;
    for (int k = 0; k < 8; k += 2) {
      int side = code >> k & 1;
      int corner = code >> (k + 1) & 1;
      int next = code >> (k + 2 & 7) & 1;
      count += (1 - side) & (corner | next);
    }
    return count;
  }

  /** Neighbors by side, and those by corner that no neighbor by side leads to. */
  private static int mixedDegree(int code) {
    int degree = Integer.bitCount(code & 0b01010101);
    for (int k = 1; k < 8; k += 2) {
      boolean flanked = (code >> (k - 1) & 1) != 0 || (code >> (k + 1 & 7) & 1) != 0;
      if ((code >> k & 1) != 0 && !flanked) {
        degree++;
      }
    }
    return degree;
  }

  /**
   * Thins in place.
   *
   * @param pixels read and written: 0 and 1, {@code width * height} values
   * @param table for each code the sweeps that remove it
   */
  static void thin(byte[] pixels, int width, int height, byte[] table) {
    int[] offsets = offsets(width);
    markEdge(pixels, width, height);
    IntList first = new IntList();
    IntList second = new IntList();
    for (int i = 0; i < pixels.length; i++) {
      if ((pixels[i] & SET) != 0 && table[code(pixels, i, offsets, width)] != 0) {
        pixels[i] |= LISTED_FIRST | LISTED_SECOND;
        first.add(i);
        second.add(i);
      }
    }
    IntList removed = new IntList();
    while (first.size > 0 || second.size > 0) {
      sweep(pixels, first, second, 0, table, offsets, width, removed);
      sweep(pixels, second, first, 1, table, offsets, width, removed);
    }
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] &= SET;
    }
  }

  private static void sweep(
      byte[] pixels,
      IntList own,
      IntList other,
      int kind,
      byte[] table,
      int[] offsets,
      int width,
      IntList removed) {
    byte ownFlag = kind == 0 ? LISTED_FIRST : LISTED_SECOND;
    byte otherFlag = kind == 0 ? LISTED_SECOND : LISTED_FIRST;
    removed.size = 0;
    for (int k = 0; k < own.size; k++) {
      int i = own.values[k];
      pixels[i] &= (byte) ~ownFlag;
      if ((pixels[i] & SET) == 0) {
        continue;
      }
      int code = code(pixels, i, offsets, width);
      if ((table[code] >> kind & 1) != 0) {
        removed.add(i);
      }
    }
    own.size = 0;
    for (int k = 0; k < removed.size; k++) {
      pixels[removed.values[k]] &= ~SET;
    }
    for (int k = 0; k < removed.size; k++) {
      int i = removed.values[k];
      for (int d = 0; d < 8; d++) {
        int j = i + offsets[d];
        if ((pixels[i] & EDGE) != 0 && !inside(i, d, width, pixels.length)) {
          continue;
        }
        byte value = pixels[j];
        if ((value & SET) == 0) {
          continue;
        }
        if ((value & ownFlag) == 0) {
          own.add(j);
        }
        if ((value & otherFlag) == 0) {
          other.add(j);
        }
        pixels[j] = (byte) (value | LISTED_FIRST | LISTED_SECOND);
      }
    }
  }

  /**
   * Removes superfluous pixels in place, row by row, until none remain.
   *
   * @param pixels read and written: 0 and 1, {@code width * height} values
   */
  static void cleanUp(byte[] pixels, int width, int height) {
    boolean[] superfluous = superfluous();
    int[] offsets = offsets(width);
    markEdge(pixels, width, height);
    IntList list = new IntList();
    for (int i = 0; i < pixels.length; i++) {
      if ((pixels[i] & SET) != 0) {
        removeIfSuperfluous(pixels, i, offsets, width, superfluous, list);
      }
    }
    IntList current = new IntList();
    while (list.size > 0) {
      IntList swap = current;
      current = list;
      list = swap;
      list.size = 0;
      for (int k = 0; k < current.size; k++) {
        pixels[current.values[k]] &= ~LISTED_FIRST;
      }
      Arrays.sort(current.values, 0, current.size);
      for (int k = 0; k < current.size; k++) {
        int i = current.values[k];
        if ((pixels[i] & SET) != 0) {
          removeIfSuperfluous(pixels, i, offsets, width, superfluous, list);
        }
      }
    }
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] &= SET;
    }
  }

  private static void removeIfSuperfluous(
      byte[] pixels, int i, int[] offsets, int width, boolean[] superfluous, IntList changed) {
    if (!superfluous[code(pixels, i, offsets, width)]) {
      return;
    }
    pixels[i] &= ~SET;
    for (int d = 0; d < 8; d++) {
      if ((pixels[i] & EDGE) != 0 && !inside(i, d, width, pixels.length)) {
        continue;
      }
      int j = i + offsets[d];
      if ((pixels[j] & (SET | LISTED_FIRST)) == SET) {
        pixels[j] |= LISTED_FIRST;
        changed.add(j);
      }
    }
  }

  private static int code(byte[] pixels, int i, int[] offsets, int width) {
    if ((pixels[i] & EDGE) != 0) {
      int code = 0;
      for (int d = 0; d < 8; d++) {
        if (inside(i, d, width, pixels.length)) {
          code |= (pixels[i + offsets[d]] & 1) << d;
        }
      }
      return code;
    }
    int up = i - width;
    int down = i + width;
    return (pixels[up] & 1)
        | (pixels[up + 1] & 1) << 1
        | (pixels[i + 1] & 1) << 2
        | (pixels[down + 1] & 1) << 3
        | (pixels[down] & 1) << 4
        | (pixels[down - 1] & 1) << 5
        | (pixels[i - 1] & 1) << 6
        | (pixels[up - 1] & 1) << 7;
  }

  private static int[] offsets(int width) {
    return new int[] {-width, -width + 1, 1, width + 1, width, width - 1, -1, -width - 1};
  }

  /** Whether the neighbor of pixel {@code i} in direction {@code d} is inside of the image. */
  private static boolean inside(int i, int d, int width, int length) {
    int x = i % width;
    boolean north = d == 7 || d <= 1;
    boolean south = d >= 3 && d <= 5;
    boolean east = d >= 1 && d <= 3;
    boolean west = d >= 5;
    return !(north && i < width)
        && !(south && i >= length - width)
        && !(east && x == width - 1)
        && !(west && x == 0);
  }

  private static void markEdge(byte[] pixels, int width, int height) {
    for (int x = 0; x < width; x++) {
      pixels[x] |= EDGE;
      pixels[(height - 1) * width + x] |= EDGE;
    }
    for (int y = 0; y < height; y++) {
      pixels[y * width] |= EDGE;
      pixels[y * width + width - 1] |= EDGE;
    }
  }

  /** A growing list of pixel positions. */
  private static final class IntList {
    private int[] values = new int[1024];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size + (size >> 1));
      }
      values[size++] = value;
    }
  }
}
