// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * The vessels of an image as a graph: nodes are bifurcations, crossings and end points, and
 * segments are the vessels between them. There may be several segments between two nodes, and
 * loops. Each pixel of the skeleton belongs to exactly one node or segment, and {@link #redraw}
 * restores the skeleton, except for removed spurs ({@link TracingOptions#spurWidths}).
 *
 * <p>Made of a mask by {@link #of}, with options by {@link GraphTracer}, or piece by piece by
 * {@link #builder}. Nodes are ordered by their first pixel, row by row; segments by threshold and
 * then as they were traced. Coordinates: x right, y down, the center of the uppermost, leftmost
 * pixel is (0, 0); a position is {@code y * width + x}.
 *
 * <p>Stored in a few flat arrays (compressed sparse rows); {@link Node} and {@link Segment} are
 * views of an index. Immutable and safe to share between threads.
 */
public final class VesselGraph implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final int height;
  private final NodeKind[] nodeKinds;
  private final int[] nodePixelOffsets;
  private final int[] nodePixels;
  private final int[] incidenceOffsets;
  private final int[] incidences;
  private final int[] startNodes;
  private final int[] endNodes;
  private final int[] pathOffsets;
  private final int[] paths;
  private final float[] calibers;

  /** {@link #unitPx()}; 0 until its first use. */
  private transient float unitPx;

  private final double[] thresholds;
  private final VesselLabel[] labels;
  private final double[] confidences;

  /** By end of a segment, 2 s and 2 s + 1: the end in which it continues at a crossing, or -1. */
  private final int[] continuations;

  /** Takes over all arrays; the incidences are derived. */
  VesselGraph(
      int width,
      int height,
      NodeKind[] nodeKinds,
      int[] nodePixelOffsets,
      int[] nodePixels,
      int[] startNodes,
      int[] endNodes,
      int[] pathOffsets,
      int[] paths,
      float[] calibers,
      double[] thresholds,
      VesselLabel[] labels,
      double[] confidences,
      int[] continuations) {
    this.width = width;
    this.height = height;
    this.nodeKinds = nodeKinds;
    this.nodePixelOffsets = nodePixelOffsets;
    this.nodePixels = nodePixels;
    this.startNodes = startNodes;
    this.endNodes = endNodes;
    this.pathOffsets = pathOffsets;
    this.paths = paths;
    this.calibers = calibers;
    this.thresholds = thresholds;
    this.labels = labels;
    this.confidences = confidences;
    this.continuations = continuations;
    this.incidenceOffsets = new int[nodeKinds.length + 1];
    this.incidences = new int[2 * startNodes.length];
    for (int s = 0; s < startNodes.length; s++) {
      incidenceOffsets[startNodes[s] + 1]++;
      incidenceOffsets[endNodes[s] + 1]++;
    }
    for (int n = 0; n < nodeKinds.length; n++) {
      incidenceOffsets[n + 1] += incidenceOffsets[n];
    }
    int[] next = incidenceOffsets.clone();
    for (int s = 0; s < startNodes.length; s++) {
      incidences[next[startNodes[s]]++] = s;
      incidences[next[endNodes[s]]++] = s;
    }
  }

  /**
   * Creates the graph of a mask: fills the holes that open where two vessels meet at an acute
   * angle, thins the mask to its center lines, and traces them with the default options.
   *
   * <p>Such a hole has up to 4 pixels and a vessel of two or more pixels at one of its sides. A
   * ring that is one pixel wide stays a ring, however small.
   *
   * @param mask the vessels
   */
  public static VesselGraph of(BinaryMask mask) {
    return GraphTracer.with(TracingOptions.defaults())
        .trace(mask, ThinningMethod.CENTER_LINE, true);
  }

  /** The graph of an image without vessels. */
  public static VesselGraph empty(int width, int height) {
    return builder(width, height).build();
  }

  /**
   * Starts a graph for an image of the given size.
   *
   * @throws IllegalArgumentException if a side is below 1 or the image is larger than one Java
   *     array
   */
  public static VesselGraphBuilder builder(int width, int height) {
    return new VesselGraphBuilder(width, height);
  }

  /** The number of columns of the image. */
  public int width() {
    return width;
  }

  /** The number of rows of the image. */
  public int height() {
    return height;
  }

  /** The number of nodes. */
  public int nodeCount() {
    return nodeKinds.length;
  }

  /** The number of segments. */
  public int segmentCount() {
    return startNodes.length;
  }

  /**
   * A node by its number.
   *
   * @throws IndexOutOfBoundsException if there is no such node
   */
  public Node node(int index) {
    return new Node(this, checked(index, nodeCount()));
  }

  /**
   * A segment by its number.
   *
   * @throws IndexOutOfBoundsException if there is no such segment
   */
  public Segment segment(int index) {
    return new Segment(this, checked(index, segmentCount()));
  }

  /** All nodes in order, as an unmodifiable view. */
  public List<Node> nodes() {
    return new View<>(nodeCount()) {
      @Override
      public Node get(int index) {
        return node(index);
      }
    };
  }

  /** All segments in order, as an unmodifiable view. */
  public List<Segment> segments() {
    return new View<>(segmentCount()) {
      @Override
      public Segment get(int index) {
        return segment(index);
      }
    };
  }

  /**
   * The segment nearest to a point, such as a mouse click: the segment with the nearest pixel
   * center on its path, end pixels included. The first one of several at the same distance.
   *
   * <p>Cost: linear in the number of pixels of all paths.
   *
   * @param x column of the point in pixels, also between pixels or outside of the image
   * @param y row of the point in pixels
   * @param withinPx the largest distance in pixels, 0 or more
   * @return empty if no segment is within the distance
   * @throws IllegalArgumentException if the point is not finite, or the distance negative or NaN
   */
  public Optional<Segment> nearest(double x, double y, double withinPx) {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException("the point must be finite, got x=" + x + ", y=" + y);
    }
    if (!(withinPx >= 0)) {
      throw new IllegalArgumentException("withinPx must be 0 or more, got " + withinPx);
    }
    double best = withinPx * withinPx;
    int nearest = -1;
    for (int s = 0; s < segmentCount(); s++) {
      for (int k = pathOffsets[s]; k < pathOffsets[s + 1]; k++) {
        int column = paths[k] % width;
        int row = paths[k] / width;
        double distance = (column - x) * (column - x) + (row - y) * (row - y);
        if (distance < best || (nearest < 0 && distance == best)) {
          best = distance;
          nearest = s;
        }
      }
    }
    return nearest < 0 ? Optional.empty() : Optional.of(segment(nearest));
  }

  /** The skeleton: every pixel of every node and segment. */
  public BinaryMask redraw() {
    byte[] pixels = new byte[width * height];
    for (int position : nodePixels) {
      pixels[position] = 1;
    }
    for (int position : paths) {
      pixels[position] = 1;
    }
    return BinaryMask.wrap(width, height, pixels);
  }

  /**
   * This graph with other labels.
   *
   * @param labels artery, vein or unknown for each segment
   * @param confidences for each segment, see {@link Segment#confidence}; NaN where it is missing,
   *     as in {@code segment.confidence().orElse(Double.NaN)}
   * @throws IllegalArgumentException if there is not one of each for each segment, a label is
   *     another one, or a confidence is infinite
   */
  public VesselGraph withLabels(List<VesselLabel> labels, double[] confidences) {
    if (labels.size() != segmentCount() || confidences.length != segmentCount()) {
      throw new IllegalArgumentException(
          "a graph of "
              + segmentCount()
              + " segments needs as many labels and confidences, got "
              + labels.size()
              + " and "
              + confidences.length);
    }
    for (VesselLabel label : labels) {
      VesselGraphBuilder.checkLabel(label);
    }
    for (double confidence : confidences) {
      if (!Double.isNaN(confidence)) {
        VesselGraphBuilder.checkConfidence(confidence);
      }
    }
    return new VesselGraph(
        width,
        height,
        nodeKinds,
        nodePixelOffsets,
        nodePixels,
        startNodes,
        endNodes,
        pathOffsets,
        paths,
        calibers,
        thresholds,
        labels.toArray(VesselLabel[]::new),
        confidences.clone(),
        continuations);
  }

  /**
   * This graph with other widths.
   *
   * @param widths for each segment, the vessel's width at each pixel of its path, 0 or more
   * @throws IllegalArgumentException if there is not one width for each pixel, or one is negative
   *     or not finite
   */
  public VesselGraph withCalibers(float[][] widths) {
    float[] all = new float[calibers.length];
    if (widths.length != segmentCount()) {
      throw new IllegalArgumentException(
          "a graph of " + segmentCount() + " segments needs as many widths, got " + widths.length);
    }
    for (int s = 0; s < widths.length; s++) {
      int size = pathOffsets[s + 1] - pathOffsets[s];
      if (widths[s].length != size) {
        throw new IllegalArgumentException(
            "segment " + s + " has " + size + " pixels, got " + widths[s].length + " widths");
      }
      for (int k = 0; k < size; k++) {
        if (!(widths[s][k] >= 0 && widths[s][k] < Float.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "a width must be 0 or more and finite, got " + widths[s][k]);
        }
        all[pathOffsets[s] + k] = widths[s][k];
      }
    }
    return new VesselGraph(
        width,
        height,
        nodeKinds,
        nodePixelOffsets,
        nodePixels,
        startNodes,
        endNodes,
        pathOffsets,
        paths,
        all,
        thresholds,
        labels,
        confidences,
        continuations);
  }

  static int checked(int index, int size) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("index must be in 0.." + (size - 1) + ", got " + index);
    }
    return index;
  }

  NodeKind nodeKind(int node) {
    return nodeKinds[node];
  }

  int nodePixelOffset(int node) {
    return nodePixelOffsets[node];
  }

  int nodePixel(int at) {
    return nodePixels[at];
  }

  int incidenceOffset(int node) {
    return incidenceOffsets[node];
  }

  int incidence(int at) {
    return incidences[at];
  }

  /** The end in which an end continues at a crossing, or -1. */
  int continuation(int end) {
    return continuations[end];
  }

  int startNode(int segment) {
    return startNodes[segment];
  }

  int endNode(int segment) {
    return endNodes[segment];
  }

  double lengthPx(int segment) {
    return PixelPath.lengthPx(width, paths, pathOffsets[segment], pathOffsets[segment + 1]);
  }

  /**
   * The unit of small distances: a third of the median caliber of all pixels of the paths, at least
   * 1 px. Limits that allow for the grid of pixels are multiples of it, so that they follow the
   * scale of an enlarged map. It is about 1 px in maps of DRIVE.
   */
  double unitPx() {
    if (unitPx == 0) {
      float[] sorted = calibers.clone();
      Arrays.sort(sorted);
      unitPx = sorted.length == 0 ? 1 : Math.max(1, sorted[sorted.length / 2] / 3);
    }
    return unitPx;
  }

  int pathOffset(int segment) {
    return pathOffsets[segment];
  }

  int pathPixel(int at) {
    return paths[at];
  }

  float caliber(int at) {
    return calibers[at];
  }

  double threshold(int segment) {
    return thresholds[segment];
  }

  VesselLabel label(int segment) {
    return labels[segment];
  }

  double confidence(int segment) {
    return confidences[segment];
  }

  /** Equal by size, nodes, segments, continuations, labels and confidences. */
  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof VesselGraph graph
            && graph.width == width
            && graph.height == height
            && Arrays.equals(graph.nodeKinds, nodeKinds)
            && Arrays.equals(graph.nodePixelOffsets, nodePixelOffsets)
            && Arrays.equals(graph.nodePixels, nodePixels)
            && Arrays.equals(graph.startNodes, startNodes)
            && Arrays.equals(graph.endNodes, endNodes)
            && Arrays.equals(graph.pathOffsets, pathOffsets)
            && Arrays.equals(graph.paths, paths)
            && Arrays.equals(graph.calibers, calibers)
            && Arrays.equals(graph.thresholds, thresholds)
            && Arrays.equals(graph.continuations, continuations)
            && Arrays.equals(graph.labels, labels)
            && Arrays.equals(graph.confidences, confidences));
  }

  @Override
  public int hashCode() {
    return (Arrays.hashCode(nodePixels) * 31 + Arrays.hashCode(paths)) * 31
        + Arrays.hashCode(confidences);
  }

  @Override
  public String toString() {
    return "VesselGraph["
        + width
        + " x "
        + height
        + ", "
        + nodeCount()
        + " nodes, "
        + segmentCount()
        + " segments]";
  }

  private abstract static class View<T> extends AbstractList<T> implements RandomAccess {
    private final int size;

    View(int size) {
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }
  }

  /** Receives two ends of segments, by index, that continue each other through a crossing. */
  @FunctionalInterface
  interface ContinuationVisitor {
    void visit(int first, boolean firstAtStart, int second, boolean secondAtStart);
  }

  /** Visits each continuation once, in the order of the lower segment. */
  void forEachContinuation(ContinuationVisitor visitor) {
    for (Segment segment : segments()) {
      int s = segment.index();
      for (boolean atStart : new boolean[] {true, false}) {
        segment
            .continuation(atStart)
            .filter(next -> s < next.segment().index() || (s == next.segment().index() && atStart))
            .ifPresent(next -> visitor.visit(s, atStart, next.segment().index(), next.atStart()));
      }
    }
  }
}
