// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.io.Serializable;
import java.util.Objects;

/**
 * One of the two ends of a segment. Immutable.
 *
 * @param segment the segment
 * @param atStart whether this is the start of the segment's path
 */
public record SegmentEnd(Segment segment, boolean atStart) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rejects a null segment. */
  public SegmentEnd {
    Objects.requireNonNull(segment, "segment");
  }

  /** The node at this end. */
  public Node node() {
    return atStart ? segment.start() : segment.end();
  }

  /** The segment's other end. */
  public SegmentEnd opposite() {
    return new SegmentEnd(segment, !atStart);
  }

  /** The number of this end: {@code 2 * segment}, plus 1 at the end of the path. */
  int index() {
    return 2 * segment.index() + (atStart ? 0 : 1);
  }
}
