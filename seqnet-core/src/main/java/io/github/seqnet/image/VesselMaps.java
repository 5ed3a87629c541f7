package io.github.seqnet.image;

/**
 * The three final maps of the network for one image, all of one size: how likely each pixel is a
 * vessel, an artery, a vein. Artery and vein are independent of each other (both may be high at a
 * crossing) and mean something only where the vessel map is high.
 *
 * @param vessel the segmentation
 * @param artery the artery branch of the classification
 * @param vein the vein branch of the classification
 */
public record VesselMaps(ProbabilityMap vessel, ProbabilityMap artery, ProbabilityMap vein) {
  /**
   * @throws IllegalArgumentException if the sizes differ
   */
  public VesselMaps {
    ImageChecks.checkSameSize(
        "artery map", vessel.width(), vessel.height(), artery.width(), artery.height());
    ImageChecks.checkSameSize(
        "vein map", vessel.width(), vessel.height(), vein.width(), vein.height());
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
   * The network's own choice: artery where {@code artery >= vein}, else vein, at the pixels with a
   * vessel probability above {@code threshold}; background elsewhere.
   */
  public ArteryVeinMap labels(double threshold) {
    float[] v = vessel.toArray();
    float[] a = artery.toArray();
    float[] e = vein.toArray();
    byte[] codes = new byte[v.length];
    for (int i = 0; i < codes.length; i++) {
      if (v[i] > threshold) {
        codes[i] = (a[i] >= e[i] ? VesselLabel.ARTERY : VesselLabel.VEIN).code();
      }
    }
    return ArteryVeinMap.wrap(width(), height(), codes);
  }
}
