// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * The generalized fractal dimensions of a pattern, and how well the box counts lie on a line.
 * Immutable.
 *
 * @param dimension the capacity dimension D0: the negative gradient of log(boxes + fullBoxes) over
 *     log(side)
 * @param standardError the standard error of that gradient; 0 for a perfect line
 * @param rSquared the share of the variance of these logarithms that the line explains, 0..1
 * @param informationDimension D1: the gradient of sum(p log p) over log(side), where p is the share
 *     of the pattern in a box
 * @param correlationDimension D2: the gradient of log(sum(p^2)) over log(side)
 * @param counts the counts from the smallest box on, at least three
 */
public record FractalDimension(
    double dimension,
    double standardError,
    double rSquared,
    double informationDimension,
    double correlationDimension,
    List<BoxCount> counts)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Copies the list. */
  public FractalDimension {
    counts = List.copyOf(Objects.requireNonNull(counts, "counts"));
  }

  /**
   * The boxes of one size.
   *
   * @param sidePx the side of a box in pixels
   * @param boxes the number of boxes with at least one pixel of the pattern, averaged over four
   *     grids; at least 1
   * @param fullBoxes the number of boxes that the pattern fills, in the grid where it is greatest;
   *     0..{@code boxes}
   * @param information sum(p log p), averaged over four grids
   * @param correlation log(sum(p^2)), averaged over four grids
   */
  public record BoxCount(
      double sidePx, double boxes, double fullBoxes, double information, double correlation)
      implements Serializable {
    private static final long serialVersionUID = 2;
  }
}
