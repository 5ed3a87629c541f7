package io.github.seqnet.preprocess;

import io.github.seqnet.image.RgbImage;

/** What a network wants done to a photograph, once it has the network's working size. */
public enum Preprocessing {
  /** Nothing, as in the published programs. */
  NONE,
  /**
   * {@link Illumination#even(RgbImage)}, which looks for the field of view by itself: one that is
   * given to a pipeline says where results count, not what the network sees.
   */
  ILLUMINATION_CORRECTION;

  /** The photograph as the network sees it, of the same size. */
  public RgbImage apply(RgbImage image) {
    return this == NONE ? image : Illumination.even(image);
  }
}
