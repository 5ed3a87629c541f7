// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.SmoothedPath;
import java.io.Serializable;
import java.util.Objects;

/**
 * The part of a segment's path that lies in a region, at least one pixel. Immutable.
 *
 * @param segment the whole segment
 * @param from the index of the first pixel on the segment's path
 * @param to the index of the last pixel, included
 */
public record SegmentPart(Segment segment, int from, int to) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if the indices are not on the path or in the wrong order
   */
  public SegmentPart {
    Objects.requireNonNull(segment, "segment");
    if (from < 0 || to < from || to >= segment.pathSize()) {
      throw new IllegalArgumentException(
          "from and to must be in 0.." + (segment.pathSize() - 1) + ", got " + from + ".." + to);
    }
  }

  /** The number of pixels. */
  public int pixels() {
    return to - from + 1;
  }

  /** Whether this is a whole segment that returns to its own node. */
  public boolean isClosed() {
    return segment.isLoop() && from == 0 && to == segment.pathSize() - 1;
  }

  /**
   * The length along the smoothed path, in pixels, up to the edge of the pixel at an end point; 0
   * for a single pixel.
   */
  public double lengthPx() {
    return segment.lengthPx(from, to);
  }

  /** The part as a smooth curve, with the window of {@link Segment#smoothed()}. */
  public SmoothedPath smoothed() {
    return SmoothedPath.of(segment, from, to, segment.halfWindowPx());
  }

  /**
   * The part as a smooth curve with evenly spaced points, as {@link SmoothedPath#evenly}.
   *
   * @param halfWindow the smoothing window in pixels to each side, at least 1
   */
  public SmoothedPath smoothed(double halfWindow) {
    return SmoothedPath.evenly(segment, from, to, halfWindow);
  }

  /**
   * The calibers in pixels at the pixels of the part. Pixels of a node are left out unless the part
   * has no others.
   */
  public double[] calibersPx() {
    int first = Math.max(from, 1);
    int last = Math.min(to, segment.pathSize() - 2);
    if (first > last) {
      first = from;
      last = to;
    }
    double[] calibers = new double[last - first + 1];
    for (int k = 0; k < calibers.length; k++) {
      calibers[k] = segment.caliberPx(first + k);
    }
    return calibers;
  }
}
