// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.io.Serializable;
import java.util.Objects;

/**
 * The probability maps that a model predicts for one image, all of one size: vessel, artery and
 * vein. Artery and vein probabilities are independent of each other (both may be high at a
 * crossing) and are meaningful only where the vessel probability is high. Immutable.
 *
 * <p>The artery and vein maps of a model that predicts vessels only are 0 everywhere.
 *
 * @param vessel the segmentation
 * @param artery the artery map
 * @param vein the vein map
 */
public record VesselMaps(ProbabilityMap vessel, ProbabilityMap artery, ProbabilityMap vein)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if the sizes differ
   */
  public VesselMaps {
    Objects.requireNonNull(vessel, "vessel");
    Objects.requireNonNull(artery, "artery");
    Objects.requireNonNull(vein, "vein");
    ImageChecks.checkSameSize(
        "artery map", vessel.width(), vessel.height(), artery.width(), artery.height());
    ImageChecks.checkSameSize(
        "vein map", vessel.width(), vessel.height(), vein.width(), vein.height());
  }

  /** The maps of a model that predicts vessels only: artery and vein maps are 0. */
  public static VesselMaps vesselsOnly(ProbabilityMap vessel) {
    ProbabilityMap none =
        ProbabilityMap.wrap(
            vessel.width(), vessel.height(), new float[vessel.width() * vessel.height()]);
    return new VesselMaps(vessel, none, none);
  }

  /**
   * Whether there are artery and vein maps: false where both are 0 everywhere, as those of a model
   * that predicts vessels only.
   */
  public boolean separatesArteriesAndVeins() {
    return artery.hasValues() || vein.hasValues();
  }

  /** The number of columns of each map. */
  public int width() {
    return vessel.width();
  }

  /** The number of rows of each map. */
  public int height() {
    return vessel.height();
  }

  /** The same maps with 0 wherever {@code mask} is not set. */
  public VesselMaps maskedBy(BinaryMask mask) {
    return new VesselMaps(vessel.maskedBy(mask), artery.maskedBy(mask), vein.maskedBy(mask));
  }

  /**
   * Labels each pixel with a vessel probability above {@code threshold}: artery where {@code artery
   * >= vein}, else vein; unknown where both are 0. Other pixels are background.
   */
  public ArteryVeinMap labels(double threshold) {
    float[] v = vessel.toArray();
    float[] a = artery.toArray();
    float[] e = vein.toArray();
    byte[] codes = new byte[v.length];
    for (int i = 0; i < codes.length; i++) {
      if (v[i] > threshold) {
        VesselLabel label = a[i] >= e[i] ? VesselLabel.ARTERY : VesselLabel.VEIN;
        codes[i] = (a[i] == 0 && e[i] == 0 ? VesselLabel.UNKNOWN : label).code();
      }
    }
    return ArteryVeinMap.wrap(width(), height(), codes);
  }
}
