// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.image.VesselLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Makes a {@link VesselGraph} of nodes and segments. Nodes are sorted by their first pixel when the
 * graph is built, segments stay in the order in which they are added. Not thread-safe.
 */
public final class VesselGraphBuilder {
  private final int width;
  private final int height;
  private final List<NodeDraft> nodes = new ArrayList<>();
  private final List<SegmentDraft> segments = new ArrayList<>();

  /** The pixels that belong to a node or a segment. */
  private final BitSet taken = new BitSet();

  private static final class NodeDraft {
    private final NodeKind kind;
    private final int[] pixels;
    private final int number;

    NodeDraft(NodeKind kind, int[] pixels, int number) {
      this.kind = kind;
      this.pixels = pixels;
      this.number = number;
    }
  }

  private static final class SegmentDraft {
    private final int start;
    private final int end;
    private final int[] path;
    private final float[] calibers;
    private double threshold = Double.NaN;
    private VesselLabel label = VesselLabel.UNKNOWN;
    private double confidence = Double.NaN;
    private int startContinuation = -1;
    private int endContinuation = -1;

    SegmentDraft(int start, int end, int[] path, float[] calibers) {
      this.start = start;
      this.end = end;
      this.path = path;
      this.calibers = calibers;
    }

    void continueIn(boolean atStart, int end) {
      if (atStart) {
        startContinuation = end;
      } else {
        endContinuation = end;
      }
    }
  }

  VesselGraphBuilder(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a graph's image must be at least 1 x 1 pixels, got " + width + " x " + height);
    }
    if ((long) width * height > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a graph's image of " + width + " x " + height + " pixels is larger than one Java array");
    }
    this.width = width;
    this.height = height;
  }

  /**
   * Adds a node.
   *
   * @param kind what it is
   * @param positions its pixels as {@code y * width + x}, in any order, at least one
   * @return its number for {@link #addSegment}, counted from 0
   * @throws IllegalArgumentException if there is no pixel, one is not inside of the image, named
   *     twice or part of another node or segment, or a node that is neither a junction nor a
   *     crossing has more than one
   */
  public int addNode(NodeKind kind, int... positions) {
    int number = nodes.size();
    if (positions.length == 0) {
      throw new IllegalArgumentException("node " + number + " needs at least one pixel");
    }
    if (kind != NodeKind.JUNCTION && kind != NodeKind.CROSSING && positions.length > 1) {
      throw new IllegalArgumentException(
          "node " + number + " (" + kind + ") has one pixel, got " + positions.length);
    }
    int[] pixels = positions.clone();
    Arrays.sort(pixels);
    for (int k = 0; k < pixels.length; k++) {
      checkPosition("node " + number, pixels[k]);
      if (k > 0 && pixels[k] == pixels[k - 1]) {
        throw new IllegalArgumentException(
            "node " + number + " names the pixel at position " + pixels[k] + " twice");
      }
      checkFree("node " + number, pixels[k]);
    }
    take(pixels, 0, pixels.length);
    nodes.add(new NodeDraft(kind, pixels, number));
    return number;
  }

  /**
   * Adds a segment without label and confidence.
   *
   * @param start the number of the node where the path begins
   * @param end the number of the node where the path ends
   * @param path the pixels as {@code y * width + x}: first one of the start, then the segment's
   *     own, last one of the end; each next to the one before
   * @param calibersPx the vessel's caliber at each pixel of the path, 0 or more
   * @return its number, counted from 0
   * @throws IllegalArgumentException if a node does not exist, the path has less than two pixels,
   *     is torn, does not begin and end at its nodes, or has a pixel between them that is part of
   *     another node or segment, or the calibers do not fit
   */
  public int addSegment(int start, int end, int[] path, float[] calibersPx) {
    int number = segments.size();
    String what = "segment " + number;
    if (start < 0 || start >= nodes.size() || end < 0 || end >= nodes.size()) {
      throw new IllegalArgumentException(
          what
              + " joins the nodes "
              + start
              + " and "
              + end
              + ", but there are only 0.."
              + (nodes.size() - 1));
    }
    if (path.length < 2 || calibersPx.length != path.length) {
      throw new IllegalArgumentException(
          what
              + " needs a path of at least 2 pixels and as many calibers, got "
              + path.length
              + " and "
              + calibersPx.length);
    }
    for (int k = 0; k < path.length; k++) {
      checkPosition(what, path[k]);
      if (!(calibersPx[k] >= 0 && calibersPx[k] < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            what + ": caliber must be 0 or more pixels, got " + calibersPx[k]);
      }
      if (k > 0 && !adjacent(path[k - 1], path[k])) {
        throw new IllegalArgumentException(
            what + " is torn between the positions " + path[k - 1] + " and " + path[k]);
      }
    }
    checkEnd(what, start, path[0]);
    checkEnd(what, end, path[path.length - 1]);
    for (int k = 1; k < path.length - 1; k++) {
      checkFree(what, path[k]);
    }
    take(path, 1, path.length - 1);
    segments.add(new SegmentDraft(start, end, path.clone(), calibersPx.clone()));
    return number;
  }

  /**
   * Sets the threshold at which a segment was found, see {@link Segment#threshold}.
   *
   * @throws IllegalArgumentException if it is not in 0..1
   * @throws IndexOutOfBoundsException if there is no such segment
   */
  public VesselGraphBuilder threshold(int segment, double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold must be in 0..1, got " + threshold);
    }
    segments.get(segment).threshold = threshold;
    return this;
  }

  /**
   * Sets the label of a segment.
   *
   * @throws IllegalArgumentException if it is none of artery, vein, unknown
   * @throws IndexOutOfBoundsException if there is no such segment
   */
  public VesselGraphBuilder label(int segment, VesselLabel label) {
    segments.get(segment).label = checkLabel(label);
    return this;
  }

  /**
   * Sets the confidence of a segment, see {@link Segment#confidence}.
   *
   * @throws IllegalArgumentException if it is not finite
   * @throws IndexOutOfBoundsException if there is no such segment
   */
  public VesselGraphBuilder confidence(int segment, double confidence) {
    segments.get(segment).confidence = checkConfidence(confidence);
    return this;
  }

  /**
   * Pairs two ends of segments that continue each other through a crossing.
   *
   * @param segment the number of one segment
   * @param atStart which of its ends: the start of its path or its end
   * @param other the number of the other segment, or of the same one
   * @param otherAtStart which end of the other segment
   * @throws IllegalArgumentException if the ends are not at one {@link NodeKind#CROSSING}, are the
   *     same, or one is paired already
   * @throws IndexOutOfBoundsException if there is no such segment
   */
  public VesselGraphBuilder continuation(
      int segment, boolean atStart, int other, boolean otherAtStart) {
    SegmentDraft a = segments.get(segment);
    SegmentDraft b = segments.get(other);
    int node = atStart ? a.start : a.end;
    String what = "continuation of segment " + segment + " in segment " + other;
    if (node != (otherAtStart ? b.start : b.end)
        || nodes.get(node).kind != NodeKind.CROSSING
        || (segment == other && atStart == otherAtStart)) {
      throw new IllegalArgumentException(what + ": must join two ends at one crossing");
    }
    if ((atStart ? a.startContinuation : a.endContinuation) >= 0
        || (otherAtStart ? b.startContinuation : b.endContinuation) >= 0) {
      throw new IllegalArgumentException(what + ": one of the ends already has a continuation");
    }
    a.continueIn(atStart, 2 * other + (otherAtStart ? 0 : 1));
    b.continueIn(otherAtStart, 2 * segment + (atStart ? 0 : 1));
    return this;
  }

  /**
   * Adds all nodes and segments of another graph of the same size, with what is known of them.
   *
   * @throws IllegalArgumentException if the sizes differ or a pixel is part of a node or segment
   *     that was added before
   */
  public VesselGraphBuilder addAll(VesselGraph graph) {
    if (graph.width() != width || graph.height() != height) {
      throw new IllegalArgumentException(
          "graph must be "
              + width
              + " x "
              + height
              + " pixels, got "
              + graph.width()
              + " x "
              + graph.height());
    }
    int first = nodes.size();
    int firstSegment = segments.size();
    for (Node node : graph.nodes()) {
      addNode(node.kind(), node.positions());
    }
    for (Segment segment : graph.segments()) {
      int number =
          addSegment(
              first + segment.start().index(),
              first + segment.end().index(),
              segment.path(),
              segment.calibers());
      SegmentDraft draft = segments.get(number);
      draft.threshold = segment.threshold().orElse(Double.NaN);
      draft.label = segment.label();
      draft.confidence = segment.confidence().orElse(Double.NaN);
      int startPartner = graph.continuation(2 * segment.index());
      int endPartner = graph.continuation(2 * segment.index() + 1);
      draft.startContinuation = startPartner < 0 ? -1 : 2 * firstSegment + startPartner;
      draft.endContinuation = endPartner < 0 ? -1 : 2 * firstSegment + endPartner;
    }
    return this;
  }

  /**
   * The graph; the builder may be used further.
   *
   * @throws IllegalStateException if an end of a segment at a crossing has no continuation
   */
  public VesselGraph build() {
    checkContinuations();
    List<NodeDraft> sorted = new ArrayList<>(nodes);
    sorted.sort(Comparator.comparingInt(node -> node.pixels[0]));
    int[] newNumber = new int[nodes.size()];
    NodeKind[] kinds = new NodeKind[nodes.size()];
    int[] nodePixelOffsets = new int[nodes.size() + 1];
    for (int n = 0; n < kinds.length; n++) {
      NodeDraft node = sorted.get(n);
      newNumber[node.number] = n;
      kinds[n] = node.kind;
      nodePixelOffsets[n + 1] = nodePixelOffsets[n] + node.pixels.length;
    }
    int[] nodePixels = new int[nodePixelOffsets[kinds.length]];
    for (int n = 0; n < kinds.length; n++) {
      int[] pixels = sorted.get(n).pixels;
      System.arraycopy(pixels, 0, nodePixels, nodePixelOffsets[n], pixels.length);
    }
    int count = segments.size();
    int[] starts = new int[count];
    int[] ends = new int[count];
    int[] pathOffsets = new int[count + 1];
    double[] thresholds = new double[count];
    VesselLabel[] labels = new VesselLabel[count];
    double[] confidences = new double[count];
    int[] continuations = new int[2 * count];
    for (int s = 0; s < count; s++) {
      SegmentDraft segment = segments.get(s);
      starts[s] = newNumber[segment.start];
      ends[s] = newNumber[segment.end];
      pathOffsets[s + 1] = pathOffsets[s] + segment.path.length;
      thresholds[s] = segment.threshold;
      labels[s] = segment.label;
      confidences[s] = segment.confidence;
      continuations[2 * s] = segment.startContinuation;
      continuations[2 * s + 1] = segment.endContinuation;
    }
    int[] paths = new int[pathOffsets[count]];
    float[] calibers = new float[paths.length];
    for (int s = 0; s < count; s++) {
      SegmentDraft segment = segments.get(s);
      System.arraycopy(segment.path, 0, paths, pathOffsets[s], segment.path.length);
      System.arraycopy(segment.calibers, 0, calibers, pathOffsets[s], segment.path.length);
    }
    return new VesselGraph(
        width,
        height,
        kinds,
        nodePixelOffsets,
        nodePixels,
        starts,
        ends,
        pathOffsets,
        paths,
        calibers,
        thresholds,
        labels,
        confidences,
        continuations);
  }

  private void checkContinuations() {
    for (int s = 0; s < segments.size(); s++) {
      SegmentDraft segment = segments.get(s);
      checkContinuation(s, segment.start, segment.startContinuation);
      checkContinuation(s, segment.end, segment.endContinuation);
    }
  }

  private void checkContinuation(int segment, int node, int continuation) {
    if (nodes.get(node).kind == NodeKind.CROSSING && continuation < 0) {
      throw new IllegalStateException(
          "segment " + segment + " ends at crossing " + node + " and needs a continuation there");
    }
  }

  static VesselLabel checkLabel(VesselLabel label) {
    if (label != VesselLabel.ARTERY && label != VesselLabel.VEIN && label != VesselLabel.UNKNOWN) {
      throw new IllegalArgumentException(
          "a segment's label must be ARTERY, VEIN or UNKNOWN, got " + label);
    }
    return label;
  }

  static double checkConfidence(double confidence) {
    if (!Double.isFinite(confidence)) {
      throw new IllegalArgumentException(
          "a segment's confidence must be finite, got " + confidence);
    }
    return confidence;
  }

  private void checkPosition(String what, int position) {
    if (position < 0 || position >= width * height) {
      throw new IllegalArgumentException(
          what
              + ": position must be in 0.."
              + (width * height - 1)
              + " for an image of "
              + width
              + " x "
              + height
              + " pixels, got "
              + position);
    }
  }

  private void checkFree(String what, int position) {
    if (taken.get(position)) {
      throw new IllegalArgumentException(
          what + ": the pixel at position " + position + " is part of another node or segment");
    }
  }

  private void take(int[] positions, int from, int to) {
    for (int k = from; k < to; k++) {
      taken.set(positions[k]);
    }
  }

  private void checkEnd(String what, int node, int position) {
    if (Arrays.binarySearch(nodes.get(node).pixels, position) < 0) {
      throw new IllegalArgumentException(
          what
              + ": its path ends at position "
              + position
              + ", which is not a pixel of node "
              + node);
    }
  }

  private boolean adjacent(int a, int b) {
    return a != b && Math.abs(a % width - b % width) <= 1 && Math.abs(a / width - b / width) <= 1;
  }
}
