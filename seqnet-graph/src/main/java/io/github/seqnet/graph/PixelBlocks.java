// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.graph.thinning.Orientation;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import java.util.Arrays;

/**
 * The equal square blocks of a map that was enlarged by repeating its pixels (nearest neighbor).
 * Such a map has no detail finer than its blocks, so that it is traced with one pixel for each
 * block. The staircases of the blocks would otherwise look like spurs, holes and bends.
 *
 * <p>A map consists of blocks if all of its edges lie on a grid of that spacing, and if there are
 * edges at half of the lines of the grid at least, in both directions. The second condition tells
 * enlarged maps from drawings of a few level bars, whose edges may be multiples of a number by
 * chance. Immutable.
 */
public final class PixelBlocks {
  /** The fewest lines of the grid that have an edge, in each direction. */
  private static final int FEWEST_LINES = 10;

  private static final double LEAST_PART = 0.5;

  private final int width;
  private final int height;
  private final int side;
  private final int left;
  private final int top;

  /** The pixel of a block that stands for its center, from the block's first row and column. */
  private final int middleX;

  private final int middleY;

  /** Whether the content of the map orders blocks row by row, or column by column. */
  private final boolean rowsFirst;

  private PixelBlocks(
      int width,
      int height,
      int side,
      int left,
      int top,
      int middleX,
      int middleY,
      boolean rowsFirst) {
    this.width = width;
    this.height = height;
    this.side = side;
    this.left = left;
    this.top = top;
    this.middleX = middleX;
    this.middleY = middleY;
    this.rowsFirst = rowsFirst;
  }

  /** Finds the blocks of a mask. Cost: a few rows of most masks, all pixels of enlarged ones. */
  public static PixelBlocks of(BinaryMask mask) {
    return of(mask.toArray(), mask.width(), mask.height());
  }

  /** Finds the blocks of equal labels of a map, at the cost of {@link #of(BinaryMask)}. */
  public static PixelBlocks of(ArteryVeinMap map) {
    return of(map.toArray(), map.width(), map.height());
  }

  /**
   * The blocks of a map of small numbers.
   *
   * @param values row by row, 0 in the background
   */
  static PixelBlocks of(byte[] values, int width, int height) {
    PixelBlocks none = new PixelBlocks(width, height, 1, 0, 0, 0, 0, true);
    boolean[] columns = new boolean[width];
    int first = -1;
    int side = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 1, i = y * width + 1; x < width; x++, i++) {
        if (values[i] != values[i - 1] && !columns[x]) {
          columns[x] = true;
          first = first < 0 ? x : first;
          side = divisor(side, Math.abs(x - first));
          if (side == 1) {
            return none;
          }
        }
      }
    }
    boolean[] rows = new boolean[height];
    int top = -1;
    for (int y = 1; y < height; y++) {
      for (int i = y * width; i < (y + 1) * width && !rows[y]; i++) {
        rows[y] = values[i] != values[i - width];
      }
      if (rows[y]) {
        top = top < 0 ? y : top;
        side = divisor(side, y - top);
        if (side == 1) {
          return none;
        }
      }
    }
    if (side < 2 || !isGrid(columns, side) || !isGrid(rows, side)) {
      return none;
    }
    int middle = (side - 1) / 2;
    PixelBlocks blocks =
        new PixelBlocks(width, height, side, first % side, top % side, middle, middle, true);
    return blocks.marginIsEmpty(values) ? blocks.withMiddles(values) : none;
  }

  /**
   * The center of a block with an even side lies between pixels. Which of them stands for it
   * follows from the content of the map, so that turned maps have turned graphs.
   */
  private PixelBlocks withMiddles(byte[] values) {
    if (side % 2 == 1) {
      return this;
    }
    byte[] vessels = reduced(values);
    for (int i = 0; i < vessels.length; i++) {
      vessels[i] = (byte) (vessels[i] != 0 ? 1 : 0);
    }
    Orientation orientation = Orientation.of(BinaryMask.wrap(columns(), rows(), vessels));
    boolean swapped = orientation.transposed();
    boolean lastX = swapped ? orientation.mirroredY() : orientation.mirroredX();
    boolean lastY = swapped ? orientation.mirroredX() : orientation.mirroredY();
    return new PixelBlocks(
        width,
        height,
        side,
        left,
        top,
        middleX + (lastX ? 1 : 0),
        middleY + (lastY ? 1 : 0),
        !swapped);
  }

  private static int divisor(int a, int b) {
    int x = a;
    int y = b;
    while (y != 0) {
      int rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }

  /** Whether there are edges at enough of the lines of the grid. */
  private static boolean isGrid(boolean[] edges, int side) {
    int first = -1;
    int last = -1;
    int count = 0;
    for (int k = 0; k < edges.length; k++) {
      if (edges[k]) {
        first = first < 0 ? k : first;
        last = k;
        count++;
      }
    }
    return count >= FEWEST_LINES && count >= LEAST_PART * ((last - first) / side + 1);
  }

  /** Whether the blocks that the image cuts off are background. */
  private boolean marginIsEmpty(byte[] values) {
    int right = left + columns() * side;
    int bottom = top + rows() * side;
    for (int y = 0; y < height; y++) {
      boolean row = y < top || y >= bottom;
      for (int x = 0; x < width; x++) {
        if ((row || x < left || x >= right) && values[y * width + x] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** The side of a block in pixels; 1 for all but enlarged maps. */
  public int side() {
    return side;
  }

  private int columns() {
    return (width - left) / side;
  }

  private int rows() {
    return (height - top) / side;
  }

  /**
   * Reduces a mask to one pixel for each block.
   *
   * @throws IllegalArgumentException if the mask does not have the size of the map
   */
  public BinaryMask reduce(BinaryMask mask) {
    requireSize(mask.width(), mask.height(), width, height);
    return BinaryMask.wrap(columns(), rows(), reduced(mask.toArray()));
  }

  /**
   * Reduces a map of labels to one pixel for each block.
   *
   * @throws IllegalArgumentException if the labels do not have the size of the map
   */
  public ArteryVeinMap reduce(ArteryVeinMap map) {
    requireSize(map.width(), map.height(), width, height);
    return ArteryVeinMap.wrap(columns(), rows(), reduced(map.toArray()));
  }

  private static void requireSize(int width, int height, int expectedWidth, int expectedHeight) {
    if (width != expectedWidth || height != expectedHeight) {
      throw new IllegalArgumentException(
          "must have %d x %d pixels, got %d x %d"
              .formatted(expectedWidth, expectedHeight, width, height));
    }
  }

  private byte[] reduced(byte[] values) {
    byte[] reduced = new byte[columns() * rows()];
    for (int i = 0; i < reduced.length; i++) {
      reduced[i] = values[corner(i)];
    }
    return reduced;
  }

  /** The map with one pixel for each block. */
  ProbabilityMap reduce(ProbabilityMap map) {
    float[] values = map.toArray();
    float[] reduced = new float[columns() * rows()];
    for (int i = 0; i < reduced.length; i++) {
      reduced[i] = values[corner(i)];
    }
    return ProbabilityMap.wrap(columns(), rows(), reduced);
  }

  /** The first pixel of a block. */
  private int corner(int block) {
    return (top + block / columns() * side) * width + left + block % columns() * side;
  }

  /**
   * Enlarges a map of labels with one pixel for each block to the size of the map. The inverse of
   * {@link #reduce(ArteryVeinMap)}.
   *
   * @throws IllegalArgumentException if there is not one pixel for each block
   */
  public ArteryVeinMap enlarge(ArteryVeinMap map) {
    requireSize(map.width(), map.height(), columns(), rows());
    byte[] codes = map.toArray();
    byte[] enlarged = new byte[width * height];
    for (int y = 0; y < rows() * side; y++) {
      for (int x = 0; x < columns() * side; x++) {
        enlarged[(top + y) * width + left + x] = codes[y / side * columns() + x / side];
      }
    }
    return ArteryVeinMap.wrap(width, height, enlarged);
  }

  /**
   * Converts a graph of the reduced map to pixels of the map, with its labels and its segments in
   * the same order. Paths run through the centers of the blocks.
   *
   * @throws IllegalArgumentException if the graph does not have one pixel for each block
   */
  public VesselGraph enlarge(VesselGraph graph) {
    requireSize(graph.width(), graph.height(), columns(), rows());
    VesselGraphBuilder builder = VesselGraph.builder(width, height);
    for (Node node : graph.nodes()) {
      builder.addNode(node.kind(), enlarged(node.positions()));
    }
    for (Segment segment : graph.segments()) {
      int[] path = segment.path();
      int size = (path.length - 1) * side + 1;
      int[] positions = new int[size];
      for (int k = 0; k < size; k++) {
        int before = Math.min(k / side, path.length - 2);
        positions[k] = between(path[before], path[before + 1], k - before * side);
      }
      int number =
          builder.addSegment(
              segment.start().index(), segment.end().index(), positions, calibers(segment, size));
      builder.label(number, segment.label());
      segment.threshold().ifPresent(threshold -> builder.threshold(number, threshold));
      segment.confidence().ifPresent(confidence -> builder.confidence(number, confidence));
    }
    graph.forEachContinuation(builder::continuation);
    return builder.build();
  }

  /**
   * The calibers of an enlarged path: each as often as a block is wide. An enlarged path has up to
   * {@code side - 1} pixels more between its ends, in the blocks of its nodes. They get calibers on
   * the segment's least-squares line, and the pixel in the middle makes up for them, so that mean
   * and taper stay.
   */
  private float[] calibers(Segment segment, int size) {
    float[] calibers = new float[size];
    calibers[0] = (float) (side * segment.caliberPx(0));
    calibers[size - 1] = (float) (side * segment.caliberPx(segment.pathSize() - 1));
    int own = segment.pixelCount();
    boolean forward = isForward(segment);
    if (own == 0) {
      for (int k = 1; k < size - 1; k++) {
        calibers[k] = calibers[block(k, forward) == 0 ? 0 : size - 1];
      }
      return calibers;
    }
    double mean = segment.meanCaliberPx();
    double middle = (own + 1) / 2.0;
    double xx = 0;
    double xy = 0;
    for (int i = 1; i <= own; i++) {
      xx += (i - middle) * (i - middle);
      xy += (i - middle) * (segment.caliberPx(i) - mean);
    }
    double gradient = xx == 0 ? 0 : xy / xx;
    double added = 0;
    for (int k = 1; k < size - 1; k++) {
      int block = block(k, forward);
      boolean inNode = block < 1 || block > own;
      double trend = gradient * ((double) k / side - middle);
      double beyond = inNode ? Math.max(-mean / 2, Math.min(mean / 2, trend)) : 0;
      added += beyond;
      calibers[k] = (float) (side * (inNode ? mean + beyond : segment.caliberPx(block)));
    }
    for (int k : new int[] {(size - 1) / 2, size / 2}) {
      calibers[k] = (float) Math.max(0, calibers[k] - side * added / 2);
    }
    return calibers;
  }

  /**
   * The index, on a path, of the block that is nearest to a pixel of the enlarged path. Of two
   * equally near ones it is always the one before, or always the one after the pixel, so that each
   * block counts equally often.
   */
  private int block(int k, boolean forward) {
    return (2 * k + side - (forward ? 1 : 0)) / (2 * side);
  }

  /** One of the two directions of a path, chosen by the content of the map. */
  private boolean isForward(Segment segment) {
    int from = 0;
    int to = segment.pathSize() - 1;
    while (from < to - 1 && segment.position(from) == segment.position(to)) {
      from++;
      to--;
    }
    return order(segment.x(from), segment.y(from)) < order(segment.x(to), segment.y(to));
  }

  private int order(int x, int y) {
    int u = 2 * middleX < side ? x : columns() - 1 - x;
    int v = 2 * middleY < side ? y : rows() - 1 - y;
    return rowsFirst ? v * columns() + u : u * rows() + v;
  }

  /** The centers of the blocks of a node, and the pixels between neighbors. */
  private int[] enlarged(int[] positions) {
    int[] result = new int[positions.length * (1 + 4 * (side - 1))];
    int size = 0;
    for (int position : positions) {
      result[size++] = between(position, position, 0);
    }
    for (int p : positions) {
      for (int q : positions) {
        int dx = q % columns() - p % columns();
        int dy = q / columns() - p / columns();
        // Of a square of four blocks, the sides alone connect all.
        boolean beside = (dx == 1 && dy == 0) || (dx == 0 && dy == 1);
        boolean corner =
            dy == 1
                && Math.abs(dx) == 1
                && !contains(positions, p + dx)
                && !contains(positions, p + columns());
        if (beside || corner) {
          for (int step = 1; step < side; step++) {
            result[size++] = between(p, q, step);
          }
        }
      }
    }
    return Arrays.copyOf(result, size);
  }

  private static boolean contains(int[] positions, int position) {
    for (int p : positions) {
      if (p == position) {
        return true;
      }
    }
    return false;
  }

  /** The pixel between the centers of two neighboring blocks. */
  private int between(int from, int to, int step) {
    int x = from % columns();
    int y = from / columns();
    int dx = to % columns() - x;
    int dy = to / columns() - y;
    int row = top + y * side + middleY + step * dy;
    return row * width + left + x * side + middleX + step * dx;
  }
}
