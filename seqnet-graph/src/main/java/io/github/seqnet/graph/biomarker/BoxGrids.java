// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.biomarker.FractalDimension.BoxCount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Box counts of a pattern over many grids. Grids of one box size differ by half a box and by the
 * corner of the pattern's bounding box from which they start.
 *
 * <p>All edges of all boxes lie on multiples of a cell, half of the smallest box. Sums over the
 * cells give the number of pixels in any box.
 */
final class BoxGrids {
  /** The number of corners of a bounding box. */
  static final int CORNERS = 4;

  /** The number of positions of a grid along each side, a fraction of a box apart. */
  private static final int SHIFTS = 2;

  private final int width;
  private final int height;
  private final double smallestSide;
  private final Axis columns;
  private final Axis rows;
  private final Best[] best;

  /** The numbers of pixels in the occupied boxes of the current grid. */
  private final int[] inBoxes;

  /**
   * Without a count.
   *
   * @param width the width of the pattern's bounding box in pixels
   * @param height its height
   * @param smallestSide the side of the smallest box in pixels
   * @param sizes the number of box sizes, each twice as large as the one before
   */
  BoxGrids(int width, int height, double smallestSide, int sizes) {
    this.width = width;
    this.height = height;
    this.smallestSide = smallestSide;
    int largestBox = SHIFTS << (sizes - 1);
    columns = new Axis(width, smallestSide / SHIFTS, largestBox);
    rows = new Axis(height, smallestSide / SHIFTS, largestBox);
    inBoxes = new int[(columns.cells / SHIFTS + 2) * (rows.cells / SHIFTS + 2)];
    best = new Best[sizes];
    Arrays.setAll(best, size -> new Best());
  }

  /**
   * Counts the boxes of all grids that start at one corner.
   *
   * @param corner 0..{@link #CORNERS} - 1
   * @param positions the pixels of the pattern, {@code y * imageWidth + x}
   * @param left the column at which the bounding box begins
   * @param top its row
   */
  void count(int corner, int[] positions, int imageWidth, int left, int top) {
    boolean fromRight = (corner & 1) != 0;
    boolean fromBottom = (corner & 2) != 0;
    int across = columns.cells + 1;
    int[] sums = new int[across * (rows.cells + 1)];
    for (int position : positions) {
      int x = position % imageWidth - left;
      int y = position / imageWidth - top;
      int column = columns.cellOf[fromRight ? width - 1 - x : x];
      int row = rows.cellOf[fromBottom ? height - 1 - y : y];
      sums[(row + 1) * across + column + 1]++;
    }
    for (int y = 1; y <= rows.cells; y++) {
      int inRow = 0;
      for (int x = 1, i = y * across + 1; x < across; x++, i++) {
        inRow += sums[i];
        sums[i] = inRow + sums[i - across];
      }
    }
    for (int size = 0; size < best.length; size++) {
      for (int down = 0; down < SHIFTS; down++) {
        for (int right = 0; right < SHIFTS; right++) {
          count(sums, size, right << size, down << size, positions.length);
        }
      }
    }
  }

  /** Counts the boxes of a grid that starts a number of cells before the corner. */
  private void count(int[] sums, int size, int right, int down, int total) {
    int side = SHIFTS << size;
    int across = columns.cells + 1;
    int occupied = 0;
    int full = 0;
    for (int y = -down; y < rows.cells; y += side) {
      int upper = Math.max(0, y) * across;
      int lower = Math.min(rows.cells, y + side) * across;
      int room = rows.room(y, side);
      for (int x = -right; x < columns.cells; x += side) {
        int from = Math.max(0, x);
        int to = Math.min(columns.cells, x + side);
        int pixels = sums[lower + to] - sums[lower + from] - sums[upper + to] + sums[upper + from];
        if (pixels > 0) {
          inBoxes[occupied++] = pixels;
          full += pixels == room * columns.room(x, side) ? 1 : 0;
        }
      }
    }
    best[size].add(occupied, full);
    if (right == 0 && down == 0) {
      best[size].addCorner(occupied, inBoxes, total);
    }
  }

  /** The counts of all sizes, from the smallest box on. */
  List<BoxCount> counts() {
    List<BoxCount> counts = new ArrayList<>();
    for (int size = 0; size < best.length; size++) {
      counts.add(best[size].count(Math.scalb(smallestSide, size)));
    }
    return counts;
  }

  /** The cells along one side of the bounding box. */
  private static final class Axis {
    final int cells;

    /** The cell of each pixel of the bounding box. */
    final int[] cellOf;

    private final int margin;

    /** For each cell, from a margin before the first, the number of pixel centers before it. */
    private final int[] before;

    Axis(int pixels, double cell, int margin) {
      this.margin = margin;
      cellOf = new int[pixels];
      for (int k = 0; k < pixels; k++) {
        cellOf[k] = cell(k, cell);
      }
      cells = cellOf[pixels - 1] + 1;
      before = new int[cells + 2 * margin + 1];
      int outside = (int) Math.ceil(margin * cell) + 1;
      for (int k = -outside; k < pixels + outside; k++) {
        int at = cell(k, cell) + margin + 1;
        if (at > 0 && at < before.length) {
          before[at]++;
        }
      }
      Arrays.parallelPrefix(before, Integer::sum);
    }

    /** The cell of a pixel. The center of a pixel decides. */
    private static int cell(int pixel, double cell) {
      return (int) Math.floor((pixel + 0.5) / cell);
    }

    /** The number of pixel centers in a row of cells, inside and outside of the bounding box. */
    int room(int from, int count) {
      return before[from + count + margin] - before[from + margin];
    }
  }

  /** The counts of one box size over all grids. */
  private static final class Best {
    private int fewest = Integer.MAX_VALUE;
    private int mostFull;

    /** Information and correlation of the grids that start at a corner. */
    private final List<double[]> ofCorners = new ArrayList<>();

    void add(int occupied, int full) {
      fewest = Math.min(fewest, occupied);
      mostFull = Math.max(mostFull, full);
    }

    void addCorner(int occupied, int[] inBoxes, int total) {
      double information = 0;
      double squares = 0;
      for (int k = 0; k < occupied; k++) {
        double pixels = inBoxes[k];
        squares += pixels * pixels;
        information += pixels * Math.log(pixels);
      }
      double logTotal = Math.log(total);
      ofCorners.add(
          new double[] {information / total - logTotal, Math.log(squares) - 2 * logTotal});
    }

    BoxCount count(double side) {
      return new BoxCount(side, fewest, mostFull, average(0), average(1));
    }

    /** Summed in ascending order, so that the order of the grids does not matter. */
    private double average(int value) {
      double sum = 0;
      for (double each : ofCorners.stream().mapToDouble(each -> each[value]).sorted().toArray()) {
        sum += each;
      }
      return sum / ofCorners.size();
    }
  }
}
