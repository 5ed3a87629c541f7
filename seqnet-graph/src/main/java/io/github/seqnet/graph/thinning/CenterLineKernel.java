// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.thinning;

import io.github.seqnet.graph.distance.BorderMode;
import io.github.seqnet.graph.distance.DistanceMap;
import io.github.seqnet.image.BinaryMask;
import java.util.Arrays;

/*
 * Distance-ordered homotopic thinning, in a frame one pixel wider than the image on each side.
 *
 * 1. The squared Euclidean distance of each vessel pixel to the background.
 * 2. Pixels are visited by ascending mean distance of their neighborhood: the distance alone counts
 *    whole pixels, so that its ridge runs up to a pixel off the middle. A simple pixel (one whose removal changes neither
 *    the components nor the holes) goes unless it is the end of a line on the medial axis. The end
 *    of a line is off the medial axis where the distance rises by more than MAXIMUM_RISE per pixel toward
 *    a neighbor: this is so at the rim of a vessel and in its corners, but not on its center line.
 * 3. Branches that reach hardly farther than the disc at their base are removed.
 * 4. The last stretch of each line is drawn anew, because the medial axis of a cut leads to its
 *    corners: straight on to the center of a round end, or to the middle of a cut (VesselEnd).
 */
final class CenterLineKernel {
  /** The rise of the distance per pixel that tells the rim (1) and corners (0.71) from the axis. */
  private static final double MAXIMUM_RISE = 0.6;

  /** Branches that protrude less from the disc at their base are removed, in pixels. */
  private static final double PROTRUSION_PX = 1.5;

  /** The same as a part of the branch's length; 0.29 in a right-angled corner. */
  private static final double PROTRUSION = 0.45;

  /** How far an end is looked at, in radii and pixels. */
  private static final double WALK_RADII = 6;

  private static final int WALK_PX = 8;

  /** Lines of fewer pixels than this keep their ends. */
  private static final int FEWEST = 5;

  /**
   * From this distance on along rows and columns, distances come from the linear-time transform.
   */
  private static final int FAR = 64;

  /**
   * The parts of a pixel in which smoothed distances are counted, and how often they are smoothed.
   */
  private static final int PARTS = 64;

  private static final int PASSES = 1;

  private final int width;
  private final int[] offsets;
  private final byte[] set;
  private final int[] squared;
  private final int[] rank;
  private int[] stack = new int[256];
  private int[] walk = new int[64];

  private CenterLineKernel(BinaryMask mask) {
    width = mask.width() + 2;
    offsets = new int[] {-width, -width + 1, 1, width + 1, width, width - 1, -1, -width - 1};
    set = new byte[width * (mask.height() + 2)];
    byte[] pixels = mask.toArray();
    for (int y = 0; y < mask.height(); y++) {
      System.arraycopy(pixels, y * mask.width(), set, (y + 1) * width + 1, mask.width());
    }
    squared = squaredDistances(mask);
    rank = smoothedDistances();
  }

  /** The skeleton of a mask: 0 and 1, row by row. */
  static byte[] thin(BinaryMask mask) {
    CenterLineKernel kernel = new CenterLineKernel(mask);
    byte[] vessel = kernel.set.clone();
    int[] order = kernel.byDistance();
    kernel.removeSimple(order);
    int[] line = kernel.remaining(order);
    kernel.prune(line);
    kernel.settleEnds(line, vessel);
    byte[] result = new byte[mask.width() * mask.height()];
    for (int y = 0; y < mask.height(); y++) {
      System.arraycopy(
          kernel.set, (y + 1) * kernel.width + 1, result, y * mask.width(), mask.width());
    }
    return result;
  }

  private int[] squaredDistances(BinaryMask mask) {
    int[] column = new int[set.length];
    for (int i = width; i < set.length; i++) {
      column[i] = set[i] == 0 ? 0 : column[i - width] + 1;
    }
    for (int i = set.length - width - 1; i >= 0; i--) {
      column[i] = Math.min(column[i], column[i + width] + 1);
    }
    int most = deepest(column);
    int[] result = new int[set.length];
    if (most > FAR) {
      DistanceMap map = DistanceMap.of(mask, BorderMode.BACKGROUND);
      for (int y = 0; y < mask.height(); y++) {
        for (int x = 0; x < mask.width(); x++) {
          result[(y + 1) * width + x + 1] = (int) Math.min(Integer.MAX_VALUE, map.squared(x, y));
        }
      }
      return result;
    }
    for (int i = 0; i < set.length; i++) {
      if (set[i] != 0) {
        int best = column[i] * column[i];
        for (int d = 1; d * d < best; d++) {
          int left = column[i - d];
          int right = column[i + d];
          int near = Math.min(left, right);
          best = Math.min(best, d * d + near * near);
        }
        result[i] = best;
      }
    }
    return result;
  }

  /** The most steps that a pixel is from the background along its row or its column. */
  private int deepest(int[] column) {
    int most = 0;
    int[] left = new int[width];
    for (int row = width; row < set.length; row += width) {
      for (int x = 1; x < width; x++) {
        left[x] = set[row + x] == 0 ? 0 : left[x - 1] + 1;
      }
      int right = 0;
      for (int x = width - 1; x > 0; x--) {
        right = set[row + x] == 0 ? 0 : right + 1;
        most = Math.max(most, Math.min(column[row + x], Math.min(left[x], right)));
      }
    }
    return most;
  }

  /** The distances smoothed by a binomial filter, in parts of a pixel; 0 in the background. */
  private int[] smoothedDistances() {
    int[] distances = new int[squared.length];
    int[] known = new int[FAR * FAR + 1];
    for (int i = 0; i < squared.length; i++) {
      int value = squared[i];
      if (value > FAR * FAR) {
        distances[i] = (int) (PARTS * Math.sqrt(value));
      } else if (value > 0) {
        if (known[value] == 0) {
          known[value] = (int) (PARTS * Math.sqrt(value));
        }
        distances[i] = known[value];
      }
    }
    int[] result = distances;
    for (int pass = 0; pass < PASSES; pass++) {
      int[] smooth = new int[squared.length];
      for (int i = width + 1; i < squared.length - width - 1; i++) {
        if (squared[i] > 0) {
          int above = result[i - width - 1] + 2 * result[i - width] + result[i - width + 1];
          int level = result[i - 1] + 2 * result[i] + result[i + 1];
          int below = result[i + width - 1] + 2 * result[i + width] + result[i + width + 1];
          smooth[i] = Math.max(1, (above + 2 * level + below) >> 4);
        }
      }
      result = smooth;
    }
    return result;
  }

  /** The vessel pixels by ascending rank, and in scan order where it is the same. */
  private int[] byDistance() {
    int most = 0;
    int count = 0;
    for (int value : rank) {
      most = Math.max(most, value);
      count += value > 0 ? 1 : 0;
    }
    int[] next = new int[most + 2];
    for (int value : rank) {
      if (value > 0) {
        next[value + 1]++;
      }
    }
    for (int value = 1; value <= most + 1; value++) {
      next[value] += next[value - 1];
    }
    int[] order = new int[count];
    for (int i = 0; i < rank.length; i++) {
      if (rank[i] > 0) {
        order[next[rank[i]]++] = i;
      }
    }
    return order;
  }

  private void removeSimple(int[] order) {
    for (int i : order) {
      int size = 0;
      stack[size++] = i;
      int level = rank[i];
      while (size > 0) {
        int p = stack[--size];
        if (set[p] == 0 || !isRemovable(p)) {
          continue;
        }
        set[p] = 0;
        // Pixels that were needed before may have become simple.
        for (int d = 0; d < 8; d++) {
          int q = p + offsets[d];
          if (set[q] != 0 && (rank[q] < level || (rank[q] == level && q < i))) {
            if (size == stack.length) {
              stack = Arrays.copyOf(stack, 2 * size);
            }
            stack[size++] = q;
          }
        }
      }
    }
  }

  private boolean isRemovable(int p) {
    int code = code(p);
    return Neighborhood.SIMPLE[code]
        && (Neighborhood.DEGREE[code] >= 2 || (Neighborhood.DEGREE[code] == 1 && !isOnAxis(p)));
  }

  /** Whether no neighbor is much deeper inside of the vessel. */
  private boolean isOnAxis(int p) {
    double distance = Math.sqrt(squared[p]);
    for (int d = 0; d < 8; d++) {
      double rise = MAXIMUM_RISE * ((d & 1) == 0 ? 1 : Math.sqrt(2));
      int q = p + offsets[d];
      if (squared[q] == 0) {
        continue;
      }
      if (squared[q] > (distance + rise) * (distance + rise)
          || squared[q + offsets[d]] > (distance + 2 * rise) * (distance + 2 * rise)) {
        return false;
      }
    }
    return true;
  }

  private int code(int p) {
    int up = p - width;
    int down = p + width;
    return set[up]
        | set[up + 1] << 1
        | set[p + 1] << 2
        | set[down + 1] << 3
        | set[down] << 4
        | set[down - 1] << 5
        | set[p - 1] << 6
        | set[up - 1] << 7;
  }

  private int[] remaining(int[] order) {
    int count = 0;
    for (int p : order) {
      count += set[p];
    }
    int[] line = new int[count];
    int n = 0;
    for (int p : order) {
      if (set[p] != 0) {
        line[n++] = p;
      }
    }
    Arrays.sort(line);
    return line;
  }

  /**
   * Cuts the ends of lines back to the medial axis, all at once, and again until nothing changes. A
   * branch that is cut back to its junction is removed.
   */
  private void prune(int[] line) {
    double deepest = 0;
    for (int p : line) {
      deepest = Math.max(deepest, squared[p]);
    }
    int longest = (int) (2 * Math.sqrt(deepest)) + 4;
    int[] branch = new int[longest + 1];
    int[] doomed = new int[64];
    boolean changed = true;
    while (changed) {
      int count = 0;
      for (int tip : line) {
        if (set[tip] != 0 && Neighborhood.DEGREE[code(tip)] == 1) {
          int size = excess(tip, branch);
          if (count + size > doomed.length) {
            doomed = Arrays.copyOf(doomed, 2 * (count + size));
          }
          System.arraycopy(branch, 0, doomed, count, size);
          count += size;
        }
      }
      for (int k = 0; k < count; k++) {
        set[doomed[k]] = 0;
      }
      changed = count > 0;
      if (changed) {
        removeSuperfluous(line);
      }
    }
  }

  /** How many pixels from a tip on are off the medial axis; writes them. */
  private int excess(int tip, int[] branch) {
    double tipDistance = Math.sqrt(squared[tip]);
    int excess = 0;
    int before = -1;
    int p = tip;
    for (int k = 0; k < branch.length; k++) {
      branch[k] = p;
      int next = next(p, before);
      if (next < 0) {
        return excess;
      }
      before = p;
      p = next;
      double away = distance(tip, p);
      double rise = Math.sqrt(squared[p]) - tipDistance;
      int degree = Neighborhood.DEGREE[code(p)];
      if (degree >= 3) {
        double protrusion = away - rise;
        return protrusion <= Math.max(PROTRUSION_PX, 1 + PROTRUSION * away) ? k + 1 : excess;
      }
      if (degree == 1) {
        return excess;
      }
      if (rise >= MAXIMUM_RISE * away) {
        excess = k + 1;
      }
    }
    return excess;
  }

  private double distance(int p, int q) {
    return Math.hypot(p % width - q % width, p / width - q / width);
  }

  private void removeSuperfluous(int[] line) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int p : line) {
        if (set[p] != 0) {
          int code = code(p);
          if (Neighborhood.SIMPLE[code] && Neighborhood.DEGREE[code] >= 2) {
            set[p] = 0;
            changed = true;
          }
        }
      }
    }
  }

  /** The neighbor on a line other than the one before; -1 at its end. */
  private int next(int p, int before) {
    int links = Neighborhood.LINKS[code(p)];
    for (; links != 0; links &= links - 1) {
      int q = p + offsets[Integer.numberOfTrailingZeros(links)];
      if (q != before) {
        return q;
      }
    }
    return -1;
  }

  private boolean touches(int p, int q) {
    int dx = Math.abs(p % width - q % width);
    int dy = Math.abs(p / width - q / width);
    return Math.max(dx, dy) == 1;
  }

  /** Ends every line at the center of a round end or in the middle of a cut. */
  private void settleEnds(int[] line, byte[] vessel) {
    int[] tips =
        Arrays.stream(line).filter(p -> set[p] != 0 && Neighborhood.DEGREE[code(p)] == 1).toArray();
    for (int tip : tips) {
      if (set[tip] != 0 && Neighborhood.DEGREE[code(tip)] == 1) {
        settleEnd(tip, vessel);
      }
    }
  }

  private void settleEnd(int tip, byte[] vessel) {
    int count = walkInward(tip);
    if (count < FEWEST) {
      return;
    }
    // The part near the end may lead to a corner: it is measured farther inside.
    double[] depths = new double[count];
    for (int k = 0; k < count; k++) {
      depths[k] = Math.sqrt(squared[walk[k]]) - 0.5;
    }
    double[] inner = Arrays.copyOfRange(depths, count / 3, count);
    Arrays.sort(inner);
    double depth = inner[inner.length / 2];
    int anchor = anchor(depths, depth);
    VesselEnd end = VesselEnd.at(this, vessel, walk, count, anchor, depth);
    if (end == null) {
      return;
    }
    for (int k = 0; k <= anchor; k++) {
      set[walk[k]] = 0;
    }
    int last = walk[anchor + 1];
    int[] pixels = end.pixels();
    if (!touches(pixels[0], last)) {
      set[walk[anchor]] = 1;
      last = walk[anchor];
    }
    int[] drawn = new int[pixels.length];
    int size = 0;
    for (int k = 0; k < pixels.length; k++) {
      int q = pixels[k];
      // A pixel is superfluous if the one after it touches the one before.
      if (q == last || (k + 1 < pixels.length && touches(pixels[k + 1], last))) {
        continue;
      }
      if (vessel[q] == 0 || set[q] != 0 || !isFree(q, last)) {
        break;
      }
      set[q] = 1;
      last = q;
      drawn[size++] = q;
    }
    // Where the new end leaves the line at an angle, a pixel may have become superfluous.
    removeSuperfluous(Arrays.copyOf(drawn, size));
  }

  /** Collects the pixels of a line from its tip inward, up to a junction; returns how many. */
  private int walkInward(int tip) {
    int count = 0;
    double deepest = 0;
    int before = -1;
    int p = tip;
    while (p >= 0 && Neighborhood.DEGREE[code(p)] <= 2) {
      deepest = Math.max(deepest, Math.sqrt(squared[p]) - 0.5);
      if (count >= WALK_RADII * deepest + WALK_PX) {
        return count;
      }
      if (count == walk.length) {
        walk = Arrays.copyOf(walk, 2 * count);
      }
      walk[count++] = p;
      int next = next(p, before);
      before = p;
      p = next;
    }
    // Near a junction the line is deeper inside than the vessel's own center line.
    return p < 0 ? count : count - (int) Math.ceil(deepest);
  }

  /** The index of the last pixel of a walk that is certainly on the center line. */
  private static int anchor(double[] depths, double depth) {
    int most = Math.min(depths.length - 3, (int) Math.ceil(3 * depth) + 2);
    double least = depth - Math.max(0.5, 0.08 * depth);
    int anchor = 0;
    for (int k = 0; k <= most; k++) {
      if (depths[k] < least) {
        anchor = k;
      }
    }
    return Math.max(1, Math.min(most, anchor + 1 + (int) Math.ceil(0.4 * depth)));
  }

  /** Whether a pixel touches nothing of the skeleton but one pixel and its neighbors. */
  private boolean isFree(int q, int last) {
    for (int d = 0; d < 8; d++) {
      int n = q + offsets[d];
      if (n != last && set[n] != 0 && !touches(n, last)) {
        return false;
      }
    }
    return true;
  }

  int width() {
    return width;
  }
}
