// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.image.VesselLabel;
import java.util.Locale;

/** The vessels that a biomarker describes. Immutable. */
public enum VesselGroup {
  /** Every vessel, regardless of its label. */
  ALL,
  /** The vessels labeled artery. */
  ARTERIES,
  /** The vessels labeled vein. */
  VEINS;

  /** The name in files: {@code all}, {@code arteries} or {@code veins}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether pixels or segments of this label belong to the group: arteries are {@link
   * VesselLabel#ARTERY} and {@link VesselLabel#CROSSING}, veins {@link VesselLabel#VEIN} and {@link
   * VesselLabel#CROSSING}, all is everything but {@link VesselLabel#BACKGROUND}.
   */
  public boolean contains(VesselLabel label) {
    return switch (this) {
      case ALL -> label != VesselLabel.BACKGROUND;
      case ARTERIES -> label == VesselLabel.ARTERY || label == VesselLabel.CROSSING;
      case VEINS -> label == VesselLabel.VEIN || label == VesselLabel.CROSSING;
    };
  }
}
