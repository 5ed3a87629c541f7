package io.github.seqnet.dataset;

import io.github.seqnet.image.VesselLabel;

/**
 * What a crossing or an unknown vessel teaches the artery and vein branches. Both are vessels for
 * the segmentation under every policy. Immutable.
 */
public enum LabelPolicy {
  /** Neither artery nor vein is asked for there: the pixel does not count. */
  IGNORE,
  /** An artery and a vein at once. */
  BOTH,
  /** An artery, as in the published program. */
  ARTERY;

  /** Whether a pixel with this label is to be called artery. */
  public boolean artery(VesselLabel label) {
    return label == VesselLabel.ARTERY || (this != IGNORE && uncertain(label));
  }

  /** Whether a pixel with this label is to be called vein. */
  public boolean vein(VesselLabel label) {
    return label == VesselLabel.VEIN || (this == BOTH && uncertain(label));
  }

  /** Whether a pixel with this label says anything about artery and vein. */
  public boolean counts(VesselLabel label) {
    return this != IGNORE || !uncertain(label);
  }

  private static boolean uncertain(VesselLabel label) {
    return label == VesselLabel.CROSSING || label == VesselLabel.UNKNOWN;
  }
}
