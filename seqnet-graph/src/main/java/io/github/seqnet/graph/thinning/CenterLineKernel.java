package io.github.seqnet.graph.thinning;

import io.github.seqnet.graph.distance.DistanceMap;
import io.github.seqnet.graph.distance.Outside;
import io.github.seqnet.image.BinaryMask;
import java.util.Arrays;

/*
 * Distance-ordered homotopic thinning, in a frame one pixel wider than the image on each side.
 *
 * 1. The squared Euclidean distance of each vessel pixel to the background.
 * 2. Pixels are visited by ascending distance. A simple pixel (one whose removal changes neither
 *    the components nor the holes) goes unless it is the end of a line on the medial axis. The end
 *    of a line is off the medial axis where the distance rises by more than MAXIMUM_RISE per pixel toward
 *    a neighbor: this is so at the rim of a vessel and in its corners, but not on its center line.
 * 3. Branches that reach hardly farther than the disc at their base are removed.
 * 4. Lines that end before a straight cut are continued to the cut.
 */
final class CenterLineKernel {
  /** The rise of the distance per pixel that tells the rim (1) and corners (0.71) from the axis. */
  private static final double MAXIMUM_RISE = 0.6;

  /** Branches that protrude less from the disc at their base are removed, in pixels. */
  private static final double PROTRUSION_PX = 1.5;

  /** The same as a part of the branch's length; 0.29 in a right-angled corner. */
  private static final double PROTRUSION = 0.45;

  /** Where the end of a vessel is compared with its middle, in radii to the side. */
  private static final double[] SIDES = {-0.8, -0.6, 0.6, 0.8};

  /** By how many radii an end retreats at these sides: 0.3 for a half disc, 0 for a cut. */
  private static final double ROUND = 0.21;

  private static final double CUT = 0.13;

  /** From this radius on, in pixels, the shape of an end shows. */
  private static final double SHAPED = 2.25;

  /** From this column distance on, distances come from the linear-time transform. */
  private static final int FAR = 64;

  private final int width;
  private final int[] offsets;
  private final byte[] set;
  private final int[] squared;
  private int[] stack = new int[256];

  private CenterLineKernel(BinaryMask mask) {
    width = mask.width() + 2;
    offsets = new int[] {-width, -width + 1, 1, width + 1, width, width - 1, -1, -width - 1};
    set = new byte[width * (mask.height() + 2)];
    byte[] pixels = mask.toArray();
    for (int y = 0; y < mask.height(); y++) {
      System.arraycopy(pixels, y * mask.width(), set, (y + 1) * width + 1, mask.width());
    }
    squared = squaredDistances(mask);
  }

  /** The skeleton of a mask: 0 and 1, row by row. */
  static byte[] thin(BinaryMask mask) {
    CenterLineKernel kernel = new CenterLineKernel(mask);
    byte[] vessel = kernel.set.clone();
    int[] order = kernel.byDistance();
    kernel.removeSimple(order);
    int[] line = kernel.remaining(order);
    kernel.prune(line);
    kernel.straightenEnds(line);
    kernel.extendEnds(line, vessel);
    byte[] result = new byte[mask.width() * mask.height()];
    for (int y = 0; y < mask.height(); y++) {
      System.arraycopy(
          kernel.set, (y + 1) * kernel.width + 1, result, y * mask.width(), mask.width());
    }
    return result;
  }

  private int[] squaredDistances(BinaryMask mask) {
    int[] column = new int[set.length];
    int most = 0;
    for (int i = width; i < set.length; i++) {
      column[i] = set[i] == 0 ? 0 : column[i - width] + 1;
    }
    for (int i = set.length - width - 1; i >= 0; i--) {
      column[i] = Math.min(column[i], column[i + width] + 1);
      most = Math.max(most, column[i]);
    }
    int[] result = new int[set.length];
    if (most > FAR) {
      DistanceMap map = DistanceMap.of(mask, Outside.BACKGROUND);
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

  /** The vessel pixels by ascending distance, and in scan order where it is the same. */
  private int[] byDistance() {
    int most = 0;
    int count = 0;
    for (int value : squared) {
      most = Math.max(most, value);
      count += value > 0 ? 1 : 0;
    }
    int[] next = new int[most + 2];
    for (int value : squared) {
      if (value > 0) {
        next[value + 1]++;
      }
    }
    for (int value = 1; value <= most + 1; value++) {
      next[value] += next[value - 1];
    }
    int[] order = new int[count];
    for (int i = 0; i < squared.length; i++) {
      if (squared[i] > 0) {
        order[next[squared[i]]++] = i;
      }
    }
    return order;
  }

  private void removeSimple(int[] order) {
    for (int i : order) {
      int size = 0;
      stack[size++] = i;
      int level = squared[i];
      while (size > 0) {
        int p = stack[--size];
        if (set[p] == 0 || !isRemovable(p)) {
          continue;
        }
        set[p] = 0;
        // Pixels that were needed before may have become simple.
        for (int d = 0; d < 8; d++) {
          int q = p + offsets[d];
          if (set[q] != 0 && (squared[q] < level || (squared[q] == level && q < i))) {
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
        return protrusion <= Math.max(PROTRUSION_PX, 0.5 + PROTRUSION * away) ? k + 1 : excess;
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

  private boolean isSide(int p, int q) {
    int step = Math.abs(p - q);
    return step == 1 || step == width;
  }

  /** A line that ends with a hook of one pixel ends straight instead. */
  private void straightenEnds(int[] line) {
    for (int tip : line) {
      if (set[tip] == 0 || Neighborhood.DEGREE[code(tip)] != 1) {
        continue;
      }
      int second = next(tip, -1);
      if (!isSide(tip, second) || Neighborhood.DEGREE[code(second)] != 2) {
        continue;
      }
      int third = next(second, tip);
      if (Integer.bitCount(code(tip)) != 2 || !touches(tip, third)) {
        continue;
      }
      if (Neighborhood.DEGREE[code(third)] != 2) {
        continue;
      }
      int fourth = next(third, second);
      // The line from the fourth pixel through the third: which of the two continues it better?
      if (fourth >= 0 && deviation(fourth, third, second) <= deviation(fourth, third, tip)) {
        set[tip] = 0;
      } else {
        set[second] = 0;
      }
    }
  }

  private boolean touches(int p, int q) {
    int dx = Math.abs(p % width - q % width);
    int dy = Math.abs(p / width - q / width);
    return Math.max(dx, dy) == 1;
  }

  private double deviation(int a, int b, int c) {
    double ux = b % width - a % width;
    double uy = b / width - a / width;
    double vx = c % width - b % width;
    double vy = c / width - b / width;
    return Math.abs(Math.atan2(ux * vy - uy * vx, ux * vx + uy * vy));
  }

  /** Continues lines that end before a straight cut up to the cut. */
  private void extendEnds(int[] line, byte[] vessel) {
    for (int tip : line) {
      if (set[tip] != 0 && Neighborhood.DEGREE[code(tip)] == 1) {
        extendEnd(tip, vessel);
      }
    }
  }

  private void extendEnd(int tip, byte[] vessel) {
    double radius = Math.sqrt(squared[tip]) - 0.5;
    int reach = (int) Math.ceil(Math.max(4, 2 * radius));
    int before = tip;
    int p = next(tip, -1);
    for (int k = 1; k < reach; k++) {
      radius = Math.max(radius, Math.sqrt(squared[p]) - 0.5);
      if (Neighborhood.DEGREE[code(p)] != 2) {
        break;
      }
      int next = next(p, before);
      before = p;
      p = next;
    }
    int column = tip % width;
    int row = tip / width;
    double x = column;
    double y = row;
    double dx = column - p % width;
    double dy = row - p / width;
    double length = Math.hypot(dx, dy);
    dx /= length;
    dy /= length;
    // The tip may have turned to a corner: look ahead from the middle of the vessel.
    double right = forward(vessel, x, y, -dy, dx, 2 * radius);
    double left = forward(vessel, x, y, dy, -dx, 2 * radius);
    double shiftX = -dy * (right - left) / 2;
    double shiftY = dx * (right - left) / 2;
    if (Math.hypot(shiftX, shiftY) <= radius) {
      x += shiftX;
      y += shiftY;
    }
    // How far the vessel goes on, in the middle and beside it.
    double middle = forward(vessel, x, y, dx, dy, 2 * radius + 2);
    double beside = 0;
    for (double side : SIDES) {
      double shift = side * radius;
      beside += forward(vessel, x - shift * dy, y + shift * dx, dx, dy, 2 * radius + 2);
    }
    double retreat = (middle - beside / SIDES.length) / radius;
    // Thin vessels have too few pixels to tell a round end from a cut: they get 0.7 of the way.
    double part =
        radius < SHAPED ? 0.7 : Math.max(0, Math.min(1, (ROUND - retreat) / (ROUND - CUT)));
    double extension = part * middle;
    double toX = x + extension * dx - column;
    double toY = y + extension * dy - row;
    int last = tip;
    double most = Math.max(Math.abs(toX), Math.abs(toY));
    for (int k = 1; k <= most; k++) {
      int q = rounded(row + k * toY / most) * width + rounded(column + k * toX / most);
      if (vessel[q] == 0 || set[q] != 0 || !isFree(q, last)) {
        break;
      }
      set[q] = 1;
      last = q;
    }
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

  /** How far the vessel reaches from a point in a direction, in pixels. */
  private double forward(byte[] vessel, double x, double y, double ux, double uy, double most) {
    double t = 0;
    while (t < most && isVessel(vessel, x + (t + 0.25) * ux, y + (t + 0.25) * uy)) {
      t += 0.25;
    }
    return t;
  }

  private boolean isVessel(byte[] vessel, double x, double y) {
    int column = rounded(x);
    int row = rounded(y);
    int position = row * width + column;
    return x >= 0 && y >= 0 && column < width && position < vessel.length && vessel[position] != 0;
  }

  private static int rounded(double value) {
    return (int) (value + 0.5);
  }
}
