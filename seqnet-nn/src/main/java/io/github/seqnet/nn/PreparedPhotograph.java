// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.preprocess.WorkingFrame;
import org.jspecify.annotations.Nullable;

/**
 * A photograph prepared for a network: the crop that the network sees, and its position in the
 * photograph.
 *
 * @param frame maps results back to the photograph
 * @param image the crop of the frame, preprocessed
 */
record PreparedPhotograph(WorkingFrame frame, RgbImage image) {
  /**
   * Frames and preprocesses a photograph.
   *
   * @param view its field of view; null to search it where the framing needs it
   * @param strategy whose working sizes are taken as they are
   */
  static PreparedPhotograph of(
      RgbImage photograph,
      @Nullable FieldOfView view,
      WindowStrategy strategy,
      Preprocessing preprocessing) {
    if (strategy.framing() == Framing.WHOLE_FRAME) {
      WorkingFrame frame =
          WorkingFrame.squeezed(photograph.width(), photograph.height(), strategy.workingSize());
      return new PreparedPhotograph(frame, preprocessing.apply(frame.crop(photograph)));
    }
    FieldOfView known = view == null ? FieldOfViewFinder.find(photograph) : view;
    WorkingFrame frame = WorkingFrame.of(known, strategy.workingSize());
    return new PreparedPhotograph(
        frame, preprocessing.apply(frame.crop(photograph), frame.crop(known)));
  }
}
