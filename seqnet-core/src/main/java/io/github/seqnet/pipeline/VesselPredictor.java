// SPDX-License-Identifier: MIT
package io.github.seqnet.pipeline;

import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.progress.ProgressListener;

/**
 * Predicts vessel, artery and vein maps of a fundus photograph. Implementations state whether they
 * are thread-safe.
 */
@FunctionalInterface
public interface VesselPredictor {
  /**
   * Predicts at the predictor's own working resolution, whatever the size of the image.
   *
   * @return maps that show the whole image, often with fewer pixels
   * @throws java.util.concurrent.CancellationException if the listener cancels
   */
  VesselMaps predict(RgbImage image, ProgressListener listener);

  /**
   * Predicts for a photograph whose field of view is known, so that the predictor need not search
   * for it. The default ignores it and calls {@link #predict(RgbImage, ProgressListener)}.
   *
   * @param view the field of view, of the size of the image
   * @throws java.util.concurrent.CancellationException if the listener cancels
   */
  default VesselMaps predict(RgbImage image, FieldOfView view, ProgressListener listener) {
    return predict(image, listener);
  }

  /** As {@link #predict(RgbImage, ProgressListener)} with {@link ProgressListener#NONE}. */
  default VesselMaps predict(RgbImage image) {
    return predict(image, ProgressListener.NONE);
  }
}
