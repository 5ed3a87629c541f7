package io.github.seqnet.pipeline;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;

/** Makes one artery/vein label per vessel pixel of the network's maps. */
@FunctionalInterface
public interface VesselRefiner {
  /**
   * Labels the vessels.
   *
   * @param maps the network's maps, 0 outside of the field of view
   * @param image the photograph at the size of the maps
   * @return labels of the size of the maps
   */
  ArteryVeinMap refine(VesselMaps maps, RgbImage image);
}
