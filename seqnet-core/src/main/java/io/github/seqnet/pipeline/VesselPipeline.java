// SPDX-License-Identifier: MIT
package io.github.seqnet.pipeline;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.pipeline.PipelineOptions.FieldOfViewMode;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.ProgressListener;
import java.util.Objects;
import java.util.Optional;

/**
 * Segments and labels the vessels of a photograph: locates the field of view, predicts probability
 * maps, and refines the labels.
 *
 * <p>Predictor and refiner work at the predictor's resolution, so options in pixels apply to
 * photographs of every size. {@link VesselAnalysis} resamples the results to the size of the
 * photograph on request.
 *
 * <p>Immutable. Thread-safe if predictor and refiner are.
 */
public final class VesselPipeline {
  private final VesselPredictor predictor;
  private final Optional<VesselRefiner> refiner;
  private final PipelineOptions options;

  private VesselPipeline(
      VesselPredictor predictor, Optional<VesselRefiner> refiner, PipelineOptions options) {
    this.predictor = predictor;
    this.refiner = refiner;
    this.options = options;
  }

  /** A pipeline without a refiner, with {@link PipelineOptions#defaults()}. */
  public static VesselPipeline of(VesselPredictor predictor) {
    return new VesselPipeline(
        Objects.requireNonNull(predictor, "predictor"),
        Optional.empty(),
        PipelineOptions.defaults());
  }

  /** This pipeline with a refiner. */
  public VesselPipeline withRefiner(VesselRefiner newRefiner) {
    return new VesselPipeline(
        predictor, Optional.of(Objects.requireNonNull(newRefiner, "newRefiner")), options);
  }

  /** This pipeline with other options. */
  public VesselPipeline withOptions(PipelineOptions newOptions) {
    return new VesselPipeline(predictor, refiner, Objects.requireNonNull(newOptions, "newOptions"));
  }

  /** As {@link #analyze(RgbImage, ProgressListener)} with {@link ProgressListener#NONE}. */
  public VesselAnalysis analyze(RgbImage image) {
    return analyze(image, ProgressListener.NONE);
  }

  /**
   * Analyzes a photograph in the field of view that the options choose.
   *
   * @param listener receives the stages {@code field of view}, {@code refine} and those of the
   *     predictor
   * @throws java.util.concurrent.CancellationException if the listener cancels
   */
  public VesselAnalysis analyze(RgbImage image, ProgressListener listener) {
    listener.checkCancelled();
    boolean search = options.fieldOfView() == FieldOfViewMode.FIND;
    FieldOfView fieldOfView =
        search
            ? FieldOfViewFinder.find(image)
            : FieldOfView.wholeImage(image.width(), image.height());
    listener.progress("field of view", 1, 1);
    return analyze(image, fieldOfView, search, listener);
  }

  /**
   * Analyzes a photograph in a given field of view.
   *
   * @param fieldOfView set inside the field of view, of the size of the image
   * @param listener receives the stage {@code refine} and those of the predictor
   * @throws IllegalArgumentException if the mask has another size than the image or is empty
   * @throws java.util.concurrent.CancellationException if the listener cancels
   */
  public VesselAnalysis analyze(RgbImage image, BinaryMask fieldOfView, ProgressListener listener) {
    if (fieldOfView.width() != image.width() || fieldOfView.height() != image.height()) {
      throw new IllegalArgumentException(
          "field of view must be "
              + image.width()
              + " x "
              + image.height()
              + " pixels as the image, got "
              + fieldOfView.width()
              + " x "
              + fieldOfView.height());
    }
    if (fieldOfView.count() == 0) {
      throw new IllegalArgumentException(
          "field of view must have at least one pixel, got an empty mask");
    }
    return analyze(image, new FieldOfView(fieldOfView, FieldOfView.Source.GIVEN), false, listener);
  }

  private VesselAnalysis analyze(
      RgbImage image, FieldOfView fieldOfView, boolean searched, ProgressListener listener) {
    listener.checkCancelled();
    VesselMaps prediction =
        searched
            ? predictor.predict(image, fieldOfView, listener)
            : predictor.predict(image, listener);
    listener.checkCancelled();
    int width = prediction.width();
    int height = prediction.height();
    VesselMaps masked = prediction.maskedBy(Resampler.resize(fieldOfView.mask(), width, height));
    Optional<ArteryVeinMap> refined = Optional.empty();
    if (refiner.isPresent()) {
      ArteryVeinMap labels =
          refiner.get().refine(masked, () -> Resampler.resize(image, width, height));
      if (labels.width() != width || labels.height() != height) {
        throw new IllegalStateException(
            "the refiner's labels must be " + width + " x " + height + " pixels, got " + labels);
      }
      refined = Optional.of(labels);
      listener.progress("refine", 1, 1);
    }
    return new VesselAnalysis(fieldOfView, prediction, masked, refined, options.vesselThreshold());
  }
}
