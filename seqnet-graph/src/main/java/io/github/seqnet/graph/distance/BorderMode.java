// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.distance;

/** How a distance transform treats the outside of the image. */
public enum BorderMode {
  /** Distances are to background pixels of the image only, as in SciPy. */
  IGNORED,
  /** The outside is background, which starts one pixel beyond the edge. */
  BACKGROUND
}
