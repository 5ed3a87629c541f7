// SPDX-License-Identifier: MIT
package io.github.seqnet.pipeline;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import java.util.function.Supplier;

/**
 * Turns the probability maps of a network into one artery/vein label per vessel pixel.
 * Implementations state whether they are thread-safe.
 */
@FunctionalInterface
public interface VesselRefiner {
  /**
   * Labels the vessels.
   *
   * @param maps the network's maps, 0 outside of the field of view
   * @param photograph returns the photograph at the size of the maps; each call resamples it again,
   *     so call it only if needed
   * @return labels of the size of the maps
   */
  ArteryVeinMap refine(VesselMaps maps, Supplier<RgbImage> photograph);
}
