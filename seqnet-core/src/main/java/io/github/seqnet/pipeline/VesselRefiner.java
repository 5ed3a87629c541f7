package io.github.seqnet.pipeline;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import java.util.function.Supplier;

/** Makes one artery/vein label per vessel pixel of the network's maps. */
@FunctionalInterface
public interface VesselRefiner {
  /**
   * Labels the vessels.
   *
   * @param maps the network's maps, 0 outside of the field of view
   * @param photograph makes the photograph at the size of the maps, anew with each call; a large
   *     one takes a while to resample, and is not where nobody asks
   * @return labels of the size of the maps
   */
  ArteryVeinMap refine(VesselMaps maps, Supplier<RgbImage> photograph);
}
