// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.thinning;

/** The algorithms that reduce a mask to its skeleton. */
public enum ThinningMethod {
  /**
   * Distance-ordered homotopic thinning, the default: pixels are removed by ascending Euclidean
   * distance to the background where this changes neither the components nor the holes, so that the
   * skeleton lies on the center line of a vessel at any angle. Compare Pudney, "Distance-ordered
   * homotopic thinning", Computer Vision and Image Understanding 72(3), 1998,
   * doi:10.1006/cviu.1998.0680.
   *
   * <p>Lines end at the center of a round end and at the middle of a straight cut. A side branch
   * counts if it protrudes from the vessel by more than half of the vessel's radius, and by more
   * than 1.5 px.
   *
   * <p>A mask turned or mirrored gives the same skeleton turned or mirrored, unless the mask is
   * symmetric itself.
   */
  CENTER_LINE,
  /**
   * Zhang and Suen, "A fast parallel algorithm for thinning digital patterns", Communications of
   * the ACM 27(3), 1984, doi:10.1145/357994.358023, with the corrections of scikit-image: the same
   * pixels as its {@code skeletonize(method="zhang")}. Unlike the algorithm as printed, it removes
   * the corners of most steps and does not erase squares of 2 x 2 pixels. A straight bar within a
   * degree of 45 degrees may be worn down from its ends, by a third of its length or, at 45 degrees
   * and with some widths, to one pixel: seen in drawn masks, not in annotated photographs.
   */
  ZHANG_SUEN,
  /**
   * Guo and Hall, "Parallel thinning with two-subiteration algorithms", Communications of the ACM
   * 32(3), 1989, doi:10.1145/62065.62074 (algorithm A1). Fewer spurs on diagonal vessels, and
   * almost always one pixel wide.
   */
  GUO_HALL
}
