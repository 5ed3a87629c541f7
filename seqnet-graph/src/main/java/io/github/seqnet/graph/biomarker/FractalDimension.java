package io.github.seqnet.graph.biomarker;

import java.util.List;

/**
 * A box-counting dimension and how well the counts lie on a line. Immutable.
 *
 * @param dimension the negative slope of log(boxes) over log(side)
 * @param standardError the standard error of that slope; 0 for a perfect line
 * @param rSquared the share of the variance of log(boxes) that the line explains, 0..1
 * @param counts what was counted, from the smallest box on, at least three
 */
public record FractalDimension(
    double dimension, double standardError, double rSquared, List<BoxCount> counts) {
  /** Copies the list. */
  public FractalDimension {
    counts = List.copyOf(counts);
  }

  /**
   * The number of boxes of one size that hold at least one pixel of the pattern.
   *
   * @param sidePx the side of the box in pixels
   * @param boxes at least 1
   */
  public record BoxCount(int sidePx, int boxes) {}
}
