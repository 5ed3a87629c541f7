// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import io.github.seqnet.image.VesselLabel;

/**
 * The training target of the artery and vein outputs at crossings and unknown vessels. For the
 * segmentation output, both are vessels under every policy.
 */
public enum LabelPolicy {
  /** The pixel does not count for the artery and vein outputs. */
  IGNORE,
  /** Both an artery and a vein. */
  BOTH,
  /** An artery, as in the published training program. */
  ARTERY;

  /** Whether the target of a pixel with this label is artery. */
  public boolean artery(VesselLabel label) {
    return label == VesselLabel.ARTERY || (this != IGNORE && uncertain(label));
  }

  /** Whether the target of a pixel with this label is vein. */
  public boolean vein(VesselLabel label) {
    return label == VesselLabel.VEIN || (this == BOTH && uncertain(label));
  }

  /** Whether a pixel with this label counts for the artery and vein outputs. */
  public boolean counts(VesselLabel label) {
    return this != IGNORE || !uncertain(label);
  }

  private static boolean uncertain(VesselLabel label) {
    return label == VesselLabel.CROSSING || label == VesselLabel.UNKNOWN;
  }
}
