// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

/** What the annotations of a data set tell about vessels. */
public enum LabelKind {
  /** Arteries and veins, drawn with the width of the vessels. */
  ARTERY_VEIN,
  /**
   * Arteries and veins, drawn with strokes that do not have the width of the vessels. Classes and
   * center lines can be used. Metrics of pixels and widths are undefined for such annotations.
   */
  ARTERY_VEIN_STROKES,
  /** Vessels only; every vessel pixel is {@link io.github.seqnet.image.VesselLabel#UNKNOWN}. */
  VESSEL;

  /** Whether the annotations tell arteries from veins. */
  public boolean hasClasses() {
    return this != VESSEL;
  }
}
