// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import io.github.seqnet.graph.Segment;
import java.util.Objects;
import java.util.function.Function;

/**
 * An additional column of the table of segments, such as the result of post-processing.
 *
 * @param header the column's name, with the unit at its end
 * @param value the text for a segment; may be empty
 */
public record SegmentColumn(String header, Function<Segment, String> value) {
  /**
   * @throws IllegalArgumentException if the header is blank
   */
  public SegmentColumn {
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(value, "value");
    if (header.isBlank()) {
      throw new IllegalArgumentException("a column needs a header, got \"" + header + "\"");
    }
  }
}
