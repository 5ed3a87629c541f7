// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.VesselLabel;

/**
 * The content of an annotation.
 *
 * @param vessels whether any pixel is a vessel
 * @param classes whether any pixel is an artery, a vein or a crossing
 */
record LabelContent(boolean vessels, boolean classes) {
  static LabelContent of(ArteryVeinMap labels) {
    boolean vessels = false;
    for (byte code : labels.toArray()) {
      if (code != VesselLabel.BACKGROUND.code()) {
        vessels = true;
        if (code != VesselLabel.UNKNOWN.code()) {
          return new LabelContent(true, true);
        }
      }
    }
    return new LabelContent(vessels, false);
  }
}
