package io.github.seqnet.pipeline;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.progress.ProgressListener;

/**
 * Makes vessel, artery and vein maps of a fundus photograph. Implementations say whether they are
 * safe to call from several threads.
 */
@FunctionalInterface
public interface VesselPredictor {
  /**
   * Predicts at the predictor's own working resolution (576 x 576 for SeqNet), whatever the size of
   * the image.
   *
   * @throws java.util.concurrent.CancellationException if the listener cancels
   */
  VesselMaps predict(RgbImage image, ProgressListener listener);

  /** As {@link #predict(RgbImage, ProgressListener)} with {@link ProgressListener#NONE}. */
  default VesselMaps predict(RgbImage image) {
    return predict(image, ProgressListener.NONE);
  }
}
