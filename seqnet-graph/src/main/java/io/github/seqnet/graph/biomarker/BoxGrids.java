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

  /** In cells: larger than errors of rounding, and much smaller than a pixel. */
  private static final double ROUNDING = 1e-6;

  private final double smallestSide;

  /** The cells along both axes, for each way of rounding. */
  private final List<Axis> columnAxes;

  private final List<Axis> rowAxes;

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
    this.smallestSide = smallestSide;
    int largestBox = SHIFTS << (sizes - 1);
    columnAxes = Axis.of(width, smallestSide / SHIFTS, largestBox);
    rowAxes = Axis.of(height, smallestSide / SHIFTS, largestBox);
    int across = columnAxes.get(0).cells / SHIFTS + 3;
    inBoxes = new int[across * (rowAxes.get(0).cells / SHIFTS + 3)];
    best = new Best[sizes];
    Arrays.setAll(best, size -> new Best());
  }

  /**
   * Counts the boxes of all grids that start at one corner.
   *
   * @param corner 0..{@link #CORNERS} - 1
   * @param x the columns of the pattern's pixels in its bounding box
   * @param y their rows
   */
  void count(int corner, int[] x, int[] y) {
    boolean fromRight = (corner & 1) != 0;
    boolean fromBottom = (corner & 2) != 0;
    for (Axis columns : columnAxes) {
      for (Axis rows : rowAxes) {
        int across = columns.cells + 1;
        int[] columnOf = fromRight ? columns.reversed() : columns.cellOf;
        int[] rowOf = fromBottom ? rows.reversed() : rows.cellOf;
        int[] sums = new int[across * (rows.cells + 1)];
        for (int k = 0; k < x.length; k++) {
          sums[(rowOf[y[k]] + 1) * across + columnOf[x[k]] + 1]++;
        }
        boolean first = columns == columnAxes.get(0) && rows == rowAxes.get(0);
        count(sums, columns, rows, first ? SHIFTS : 1, x.length);
      }
    }
    for (Best each : best) {
      each.endCorner();
    }
  }

  /**
   * Counts the boxes of all sizes.
   *
   * @param sums the number of pixels in each cell, after a row and a column of zeros; becomes their
   *     sums from the corner
   * @param shifts the number of positions of a grid along each side
   */
  private void count(int[] sums, Axis columns, Axis rows, int shifts, int total) {
    int across = columns.cells + 1;
    for (int y = 1; y <= rows.cells; y++) {
      int inRow = 0;
      for (int x = 1, i = y * across + 1; x < across; x++, i++) {
        inRow += sums[i];
        sums[i] = inRow + sums[i - across];
      }
    }
    for (int size = 0; size < best.length; size++) {
      for (int down = 0; down < shifts; down++) {
        for (int right = 0; right < shifts; right++) {
          count(sums, columns, rows, size, right << size, down << size, total);
        }
      }
    }
  }

  /** Counts the boxes of a grid that starts a number of cells before the corner. */
  private void count(
      int[] sums, Axis columns, Axis rows, int size, int right, int down, int total) {
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
    best[size].mostFull = Math.max(best[size].mostFull, full);
    if (right == 0 && down == 0) {
      best[size].add(occupied, inBoxes, total);
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

    /**
     * A pixel whose center lies on the edge of a cell belongs to either side.
     *
     * @return one axis if there is no such pixel, or one for each side
     */
    static List<Axis> of(int pixels, double cell, int margin) {
      Axis far = new Axis(pixels, cell, margin, ROUNDING);
      Axis near = new Axis(pixels, cell, margin, -ROUNDING);
      return Arrays.equals(far.cellOf, near.cellOf) ? List.of(far) : List.of(far, near);
    }

    private Axis(int pixels, double cell, int margin, double shift) {
      this.margin = margin;
      cellOf = new int[pixels];
      for (int k = 0; k < pixels; k++) {
        cellOf[k] = cell(k, cell, shift);
      }
      cells = cellOf[pixels - 1] + 1;
      before = new int[cells + 2 * margin + 1];
      int outside = (int) Math.ceil(margin * cell) + 1;
      for (int k = -outside; k < pixels + outside; k++) {
        int at = cell(k, cell, shift) + margin + 1;
        if (at > 0 && at < before.length) {
          before[at]++;
        }
      }
      Arrays.parallelPrefix(before, Integer::sum);
    }

    /** The cells of the pixels from the last to the first. */
    int[] reversed() {
      int[] reversed = new int[cellOf.length];
      for (int k = 0; k < reversed.length; k++) {
        reversed[k] = cellOf[reversed.length - 1 - k];
      }
      return reversed;
    }

    /** The cell of a pixel. The center of a pixel decides. */
    private static int cell(int pixel, double cell, double shift) {
      return (int) Math.floor((pixel + 0.5) / cell + shift);
    }

    /** The number of pixel centers in a row of cells, inside and outside of the bounding box. */
    int room(int from, int count) {
      return before[from + count + margin] - before[from + margin];
    }
  }

  /** The counts of one box size. */
  private static final class Best {
    private int mostFull;

    /** Boxes, information and correlation of the grids that start at each corner. */
    private final List<double[]> ofCorners = new ArrayList<>();

    private double[] ofCorner = worst();

    private static double[] worst() {
      return new double[] {
        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
      };
    }

    /** Of several ways of rounding, the one that needs the fewest and the fullest boxes counts. */
    void add(int occupied, int[] inBoxes, int total) {
      if (occupied > ofCorner[0]) {
        return;
      }
      if (occupied < ofCorner[0]) {
        ofCorner = worst();
      }
      double information = 0;
      double squares = 0;
      for (int k = 0; k < occupied; k++) {
        double pixels = inBoxes[k];
        squares += pixels * pixels;
        information += pixels * Math.log(pixels);
      }
      double logTotal = Math.log(total);
      ofCorner[0] = occupied;
      ofCorner[1] = Math.max(ofCorner[1], information / total - logTotal);
      ofCorner[2] = Math.max(ofCorner[2], Math.log(squares) - 2 * logTotal);
    }

    void endCorner() {
      ofCorners.add(ofCorner);
      ofCorner = worst();
    }

    BoxCount count(double side) {
      return new BoxCount(side, average(0), mostFull, average(1), average(2));
    }

    /** Summed in ascending order, so that the order of the corners does not matter. */
    private double average(int value) {
      double sum = 0;
      for (double each : ofCorners.stream().mapToDouble(each -> each[value]).sorted().toArray()) {
        sum += each;
      }
      return sum / ofCorners.size();
    }
  }
}
