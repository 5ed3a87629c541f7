package io.github.seqnet.graph.thinning;

/** How a mask is worn down to its skeleton. All peel both sides of a vessel in parallel sweeps. */
public enum ThinningMethod {
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
