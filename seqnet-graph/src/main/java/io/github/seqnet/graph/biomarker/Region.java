// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.util.Locale;

/**
 * The part of the retina that a biomarker describes. The zones are rings around the optic disc,
 * counted from the disc's center in disc diameters (Hubbard et al. 1999, <a
 * href="https://doi.org/10.1016/S0161-6420(99)90525-0">doi:10.1016/S0161-6420(99)90525-0</a>; zone
 * C as in Cheung et al. 2010, <a
 * href="https://doi.org/10.1111/j.1549-8719.2010.00048.x">doi:10.1111/j.1549-8719.2010.00048.x</a>).
 * Immutable.
 */
public enum Region {
  /**
   * The whole image. The density counts the pixels of the field of view; all other biomarkers
   * describe the whole graph, which must come from vessels clipped to the field of view.
   */
  FIELD_OF_VIEW(0, Double.POSITIVE_INFINITY),
  /** From 0.5 to 1 disc diameter beyond the disc's margin. */
  ZONE_B(1.0, 1.5),
  /** From 0.5 to 2 disc diameters beyond the disc's margin: zone B and the ring around it. */
  ZONE_C(1.0, 2.5);

  private final double innerDiameters;
  private final double outerDiameters;

  Region(double innerDiameters, double outerDiameters) {
    this.innerDiameters = innerDiameters;
    this.outerDiameters = outerDiameters;
  }

  /** The name in files: {@code field_of_view}, {@code zone_b} or {@code zone_c}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inner radius of the ring, from the disc's center, in disc diameters. */
  public double innerDiameters() {
    return innerDiameters;
  }

  /** The outer radius of the ring, from the disc's center, in disc diameters. */
  public double outerDiameters() {
    return outerDiameters;
  }
}
