// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.io.Serializable;

/**
 * Which sizes of boxes {@link BoxCounting} uses: {@code largestFraction} of the pattern's longer
 * side and its halves, as long as they are at least {@code smallestBoxPx} and 1/64 of the longer
 * side. Immutable.
 *
 * @param smallestBoxPx the least side of the smallest box, at least 1; below it a digital pattern
 *     has no structure of its own
 * @param largestFraction above 0, at most 1
 */
public record BoxCountingOptions(int smallestBoxPx, double largestFraction)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public BoxCountingOptions {
    if (smallestBoxPx < 1) {
      throw new IllegalArgumentException("smallestBoxPx must be at least 1, got " + smallestBoxPx);
    }
    if (!(largestFraction > 0 && largestFraction <= 1)) {
      throw new IllegalArgumentException(
          "largestFraction must be above 0 and at most 1, got " + largestFraction);
    }
  }

  /** Boxes from a quarter down to 1/64 of the pattern, but no smaller than 2 px. */
  public static BoxCountingOptions defaults() {
    return new BoxCountingOptions(2, 0.25);
  }

  /** Returns these options with another smallest box. */
  public BoxCountingOptions withSmallestBoxPx(int side) {
    return new BoxCountingOptions(side, largestFraction);
  }

  /** Returns these options with another largest box. */
  public BoxCountingOptions withLargestFraction(double fraction) {
    return new BoxCountingOptions(smallestBoxPx, fraction);
  }
}
