// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.image.VesselLabel;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A segment of a {@link VesselGraph}: the vessel between two nodes, as an ordered path of pixels,
 * each sharing a side or a corner with the one before. The first and the last pixel of the path
 * belong to the nodes, those between them to the segment. A cheap view; immutable, equal by graph
 * and index. Lengths are in pixels, a step by side counts 1 and a step by corner the square root of
 * 2.
 */
public final class Segment implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The number of path pixels over which the paper measures tangents. */
  static final int TANGENT_PIXELS = 5;

  private final VesselGraph graph;
  private final int index;

  Segment(VesselGraph graph, int index) {
    this.graph = graph;
    this.index = index;
  }

  /** The graph that this segment is of. */
  VesselGraph graph() {
    return graph;
  }

  /** The number of this segment, 0..{@link VesselGraph#segmentCount()} - 1. */
  public int index() {
    return index;
  }

  /** The node at the beginning of the path. */
  public Node start() {
    return new Node(graph, graph.startNode(index));
  }

  /** The node at the end of the path; the start for a loop. */
  public Node end() {
    return new Node(graph, graph.endNode(index));
  }

  /** Whether both ends are at one node. */
  public boolean isLoop() {
    return graph.startNode(index) == graph.endNode(index);
  }

  /** The number of pixels of the path with the one at each node, at least 2. */
  public int pathSize() {
    return graph.pathOffset(index + 1) - graph.pathOffset(index);
  }

  /** The number of pixels that belong to the segment itself: {@link #pathSize()} - 2. */
  public int pixelCount() {
    return pathSize() - 2;
  }

  /**
   * The index on the path of the first pixel that speaks for the segment: its first own pixel, 1,
   * or the one at the start, 0, if it has none.
   */
  public int firstOwn() {
    return pixelCount() > 0 ? 1 : 0;
  }

  /**
   * The index on the path of the last pixel that speaks for the segment: its last own pixel, or the
   * one at the end if it has none.
   */
  public int lastOwn() {
    return pathSize() - 1 - firstOwn();
  }

  /**
   * The position {@code y * width + x} of a pixel of the path.
   *
   * @param k 0..{@link #pathSize()} - 1
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public int position(int k) {
    return graph.pathPixel(graph.pathOffset(index) + VesselGraph.checked(k, pathSize()));
  }

  /**
   * The column of a pixel of the path.
   *
   * @param k 0..{@link #pathSize()} - 1
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public int x(int k) {
    return position(k) % graph.width();
  }

  /**
   * The row of a pixel of the path.
   *
   * @param k 0..{@link #pathSize()} - 1
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public int y(int k) {
    return position(k) / graph.width();
  }

  /** A copy of the path, as positions {@code y * width + x}. */
  public int[] path() {
    int[] path = new int[pathSize()];
    for (int k = 0; k < path.length; k++) {
      path[k] = position(k);
    }
    return path;
  }

  /** A copy of the calibers at the pixels of the path. */
  float[] calibers() {
    float[] calibers = new float[pathSize()];
    for (int k = 0; k < calibers.length; k++) {
      calibers[k] = (float) caliberPx(k);
    }
    return calibers;
  }

  /**
   * The vessel's caliber in pixels at a pixel of the path.
   *
   * @param k 0..{@link #pathSize()} - 1
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public double caliberPx(int k) {
    return graph.caliber(graph.pathOffset(index) + VesselGraph.checked(k, pathSize()));
  }

  /** The mean caliber in pixels over the segment's own pixels, or over both ends if it has none. */
  public double meanCaliberPx() {
    int first = firstOwn();
    int last = lastOwn();
    double sum = 0;
    for (int k = first; k <= last; k++) {
      sum += caliberPx(k);
    }
    return sum / (last - first + 1);
  }

  /** The length of the path in pixels, more than 0. */
  public double lengthPx() {
    return graph.lengthPx(index);
  }

  /** The distance of the path's first and last pixel in pixels, 0 for a ring. */
  public double chordPx() {
    int last = pathSize() - 1;
    return Math.hypot(x(last) - x(0), y(last) - y(0));
  }

  /** Chord over length, 1 for a straight path and 0 for a ring. */
  public double straightness() {
    return chordPx() / lengthPx();
  }

  /**
   * The window that smooths the path, to each side, in pixels: {@value
   * SmoothedPath#HALF_WINDOW_CALIBERS} mean calibers, at least {@value
   * SmoothedPath#SMALLEST_HALF_WINDOW_PX}.
   */
  public double halfWindowPx() {
    return Math.max(
        SmoothedPath.SMALLEST_HALF_WINDOW_PX, SmoothedPath.HALF_WINDOW_CALIBERS * meanCaliberPx());
  }

  /**
   * The path without the staircase of its pixels, smoothed with a window of {@link #halfWindowPx()}
   * to each side. Computed on every call, at a cost of {@code O(pixels x window)}.
   */
  public SmoothedPath smoothed() {
    return SmoothedPath.of(this, 0, pathSize() - 1, halfWindowPx());
  }

  /**
   * The length of the vessel in pixels, along the {@link #smoothed} path from edge to edge: the
   * vessel reaches half a pixel beyond the center of a pixel at an end point. Unlike {@link
   * #lengthPx()}, the length of a straight vessel hardly depends on its direction: by 0.5 % from 20
   * pixels on, 2 % below.
   */
  public double smoothedLengthPx() {
    return lengthPx(0, pathSize() - 1);
  }

  /**
   * As {@link #smoothedLengthPx()}, for a part of the path.
   *
   * @param from the index of its first pixel on the path, 0..{@code to}
   * @param to the index of its last pixel, included
   * @throws IndexOutOfBoundsException if there is no such pixel
   * @throws IllegalArgumentException if {@code to} is below {@code from}
   */
  public double lengthPx(int from, int to) {
    double length = SmoothedPath.of(this, from, to, halfWindowPx()).lengthPx();
    return length + (to == from ? 0 : tipSteps(from, to) * length / (to - from));
  }

  /**
   * The length of the vessel in pixels between the axes of the vessels that it connects. Center
   * lines bend toward a branch, so that {@link #smoothedLengthPx()} is up to a quarter of a caliber
   * shorter at each junction. Without a junction, or with branches too short for an axis, an end is
   * where it is for that length.
   */
  public double lengthBetweenAxesPx() {
    double length = smoothedLengthPx();
    for (boolean atStart : new boolean[] {true, false}) {
      SegmentEnd end = new SegmentEnd(this, atStart);
      if (end.node().kind() == NodeKind.JUNCTION) {
        length += JunctionAxes.extensionPx(end);
      }
    }
    return Math.max(0, length);
  }

  /**
   * By how many steps the vessel is longer than a part of its path: half a step at each tip and at
   * each cut, which lies between two pixels.
   */
  private double tipSteps(int from, int to) {
    double steps = 0;
    if (from > 0 || start().kind() == NodeKind.END_POINT) {
      steps += 0.5;
    }
    if (to < pathSize() - 1 || end().kind() == NodeKind.END_POINT) {
      steps += 0.5;
    }
    return steps;
  }

  /**
   * Length over chord of the {@link #smoothed} path, at least 1, which is straight; empty for loops
   * and rings, and where the ends are less than a pixel apart. On segments of a few pixels it says
   * little: the measures of a graph leave those below 10 pixels out by default.
   */
  public OptionalDouble tortuosity() {
    return isLoop() ? OptionalDouble.empty() : smoothed().tortuosity();
  }

  /** The direction from the start into the segment, to the fifth pixel of the path. */
  public Direction startDirection() {
    return startDirection(TANGENT_PIXELS);
  }

  /**
   * The direction from the start into the segment: to the given pixel of the path, or the last
   * before the path comes back to its start.
   *
   * @param pixels how far to look along the path, at least 1
   * @throws IllegalArgumentException if {@code pixels} is below 1
   */
  public Direction startDirection(int pixels) {
    return direction(0, 1, pixels);
  }

  /** The direction from the end into the segment, to the fifth pixel from the end. */
  public Direction endDirection() {
    return endDirection(TANGENT_PIXELS);
  }

  /**
   * As {@link #startDirection(int)}, from the end.
   *
   * @param pixels how far to look along the path, at least 1
   * @throws IllegalArgumentException if {@code pixels} is below 1
   */
  public Direction endDirection(int pixels) {
    return direction(pathSize() - 1, -1, pixels);
  }

  private Direction direction(int from, int step, int pixels) {
    if (pixels < 1) {
      throw new IllegalArgumentException("pixels must be at least 1, got " + pixels);
    }
    int reach = Math.min(pixels, pathSize() - 1);
    while (reach > 1 && position(from + step * reach) == position(from)) {
      reach--;
    }
    int to = from + step * reach;
    return Direction.between(x(from), y(from), x(to), y(to));
  }

  /**
   * The segment end in which this segment continues behind the crossing at one of its ends.
   *
   * @param atStart whether to look at the start of the path or at its end
   * @return empty if the node there is not a {@link NodeKind#CROSSING}
   */
  public Optional<SegmentEnd> continuation(boolean atStart) {
    int partner = graph.continuation(2 * index + (atStart ? 0 : 1));
    return partner < 0
        ? Optional.empty()
        : Optional.of(new SegmentEnd(new Segment(graph, partner >> 1), (partner & 1) == 0));
  }

  /**
   * The probability threshold at which this segment was found; empty if the graph does not come
   * from a probability map.
   */
  public OptionalDouble threshold() {
    return optional(graph.threshold(index));
  }

  /** Artery, vein, or unknown if the segment is not labeled. */
  public VesselLabel label() {
    return graph.label(index);
  }

  /**
   * The confidence of the label: positive for arteries, negative for veins; empty if it is not set.
   * Its unit depends on the method that set it.
   */
  public OptionalDouble confidence() {
    return optional(graph.confidence(index));
  }

  private static OptionalDouble optional(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Segment segment
        && segment.index == index
        && segment.graph.equals(graph);
  }

  @Override
  public int hashCode() {
    return index;
  }

  @Override
  public String toString() {
    return "Segment["
        + index
        + ", nodes "
        + graph.startNode(index)
        + " to "
        + graph.endNode(index)
        + ", "
        + pathSize()
        + " pixels, "
        + label()
        + "]";
  }
}
