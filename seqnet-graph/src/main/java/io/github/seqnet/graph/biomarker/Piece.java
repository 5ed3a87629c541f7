package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.SmoothedPath;
import java.util.Arrays;

/** The part of a segment's path from one index to another, both included, at least one pixel. */
record Piece(Segment segment, int from, int to) {
  int pixels() {
    return to - from + 1;
  }

  /** Whether it is the whole of a segment that comes back to its node. */
  boolean isClosed() {
    return segment.isLoop() && from == 0 && to == segment.pathSize() - 1;
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
    return SmoothedPath.of(segment, from, to, halfWindow);
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

  /** Sorts the values. */
  static double median(double[] values) {
    Arrays.sort(values);
    int n = values.length;
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
  }
}
