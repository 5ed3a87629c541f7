package io.github.seqnet.graph.measure;

import io.github.seqnet.graph.Segment;
import java.util.Arrays;

/** The part of a segment's path from one index to another, both included, at least one pixel. */
record Piece(Segment segment, int from, int to) {
  int pixels() {
    return to - from + 1;
  }

  double lengthPx() {
    int straight = 0;
    int diagonal = 0;
    for (int k = from + 1; k <= to; k++) {
      if (segment.x(k) == segment.x(k - 1) || segment.y(k) == segment.y(k - 1)) {
        straight++;
      } else {
        diagonal++;
      }
    }
    return straight + Math.sqrt(2) * diagonal;
  }

  SmoothedPath smoothed(int halfWindow) {
    int[] x = new int[pixels()];
    int[] y = new int[pixels()];
    for (int k = 0; k < x.length; k++) {
      x[k] = segment.x(from + k);
      y[k] = segment.y(from + k);
    }
    return SmoothedPath.fit(x, y, halfWindow);
  }

  /** The thickness at the segment's own pixels of the piece, or at all if there are none. */
  double[] thicknessPx() {
    int first = Math.max(from, 1);
    int last = Math.min(to, segment.pathSize() - 2);
    if (first > last) {
      first = from;
      last = to;
    }
    double[] thickness = new double[last - first + 1];
    for (int k = 0; k < thickness.length; k++) {
      thickness[k] = segment.thicknessPx(first + k);
    }
    return thickness;
  }

  double medianThicknessPx() {
    return median(thicknessPx());
  }

  /** Sorts the values. */
  static double median(double[] values) {
    Arrays.sort(values);
    int n = values.length;
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
  }

  double innermost(Ring ring) {
    double least = Double.POSITIVE_INFINITY;
    for (int k = from; k <= to; k++) {
      least = Math.min(least, ring.radius(segment.x(k), segment.y(k)));
    }
    return least;
  }

  double outermost(Ring ring) {
    double most = 0;
    for (int k = from; k <= to; k++) {
      most = Math.max(most, ring.radius(segment.x(k), segment.y(k)));
    }
    return most;
  }

  /** Whether the piece reaches a node. */
  boolean touches(int node) {
    boolean atStart = from == 0 && segment.start().index() == node;
    boolean atEnd = to == segment.pathSize() - 1 && segment.end().index() == node;
    return atStart || atEnd;
  }

  /** Whether both pieces reach one node. */
  boolean meets(Piece other) {
    int start = segment.start().index();
    int end = segment.end().index();
    boolean atStart = touches(start) && other.touches(start);
    boolean atEnd = touches(end) && other.touches(end);
    return atStart || atEnd;
  }
}
