package io.github.seqnet.graph.thinning;

/** How a mask is worn down to its skeleton. All peel both sides of a vessel in parallel sweeps. */
public enum ThinningMethod {
  /**
   * Zhang and Suen, "A fast parallel algorithm for thinning digital patterns", Communications of
   * the ACM 27(3), 1984, doi:10.1145/357994.358023. The same pixels as scikit-image's {@code
   * skeletonize(method="zhang")}. It erases squares of 2 x 2 pixels and leaves corners of stairs in
   * place, so that its skeleton is not everywhere one pixel wide.
   */
  ZHANG_SUEN(ThinningKernel.zhangSuen()),
  /**
   * Guo and Hall, "Parallel thinning with two-subiteration algorithms", Communications of the ACM
   * 32(3), 1989, doi:10.1145/62065.62074 (algorithm A1). Fewer spurs on diagonal vessels, and
   * almost always one pixel wide.
   */
  GUO_HALL(ThinningKernel.guoHall());

  private final byte[] table;

  ThinningMethod(byte[] table) {
    this.table = table;
  }

  /** For each neighbourhood code: bit 0 (bit 1) set where the first (second) sweep removes. */
  byte[] table() {
    return table;
  }
}
