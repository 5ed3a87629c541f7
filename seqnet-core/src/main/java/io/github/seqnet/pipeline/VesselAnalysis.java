// SPDX-License-Identifier: MIT
package io.github.seqnet.pipeline;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.preprocess.Resampler;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a {@link VesselPipeline} for one photograph: field of view, probability maps and
 * labels. Maps and labels are stored at the working resolution of the predictor. {@link #maps()}
 * and {@link #labels()} resample them to the size of the photograph on every call. Immutable and
 * safe to share between threads.
 */
public final class VesselAnalysis implements Serializable {
  private static final long serialVersionUID = 1L;

  private final FieldOfView fieldOfView;
  private final VesselMaps prediction;
  private final VesselMaps workingMaps;
  private final @Nullable ArteryVeinMap refinedLabels;
  private final double vesselThreshold;

  VesselAnalysis(
      FieldOfView fieldOfView,
      VesselMaps prediction,
      VesselMaps workingMaps,
      Optional<ArteryVeinMap> refinedLabels,
      double vesselThreshold) {
    this.fieldOfView = fieldOfView;
    this.prediction = prediction;
    this.workingMaps = workingMaps;
    this.refinedLabels = refinedLabels.orElse(null);
    this.vesselThreshold = vesselThreshold;
  }

  /** Columns of the photograph. */
  public int width() {
    return fieldOfView.mask().width();
  }

  /** Rows of the photograph. */
  public int height() {
    return fieldOfView.mask().height();
  }

  /** The field of view, at the size of the photograph. */
  public FieldOfView fieldOfView() {
    return fieldOfView;
  }

  /** The predictor's maps at its working resolution, not masked by the field of view. */
  public VesselMaps prediction() {
    return prediction;
  }

  /**
   * The maps at the working resolution, 0 outside of the field of view. If the predictor squeezes a
   * photograph to a square, pixels are not square, and lengths, widths and angles are distorted.
   * Build a graph that is to be measured from {@link #labels()}, at the size of the photograph.
   */
  public VesselMaps workingMaps() {
    return workingMaps;
  }

  /**
   * The refiner's labels at the working resolution of {@link #workingMaps()}; empty without a
   * refiner.
   */
  public Optional<ArteryVeinMap> refinedLabels() {
    return Optional.ofNullable(refinedLabels);
  }

  /** Resamples the maps to the size of the photograph; 0 outside of the field of view. */
  public VesselMaps maps() {
    return new VesselMaps(
            atFullSize(prediction.vessel()),
            atFullSize(prediction.artery()),
            atFullSize(prediction.vein()))
        .maskedBy(fieldOfView.mask());
  }

  /**
   * The labels at the size of the photograph. A pixel is a vessel where the resampled vessel map is
   * above the threshold, inside of the field of view. It takes the refiner's label of the nearest
   * labeled pixel at the working resolution, within the 3 x 3 pixels around its position, or else
   * the predictor's own label: artery where {@code artery >= vein}.
   */
  public ArteryVeinMap labels() {
    ArteryVeinMap own = maps().labels(vesselThreshold);
    if (refinedLabels == null) {
      return own;
    }
    byte[] codes = own.toArray();
    LabelKernel.relabel(
        codes, width(), height(), refinedLabels.toArray(), prediction.width(), prediction.height());
    return ArteryVeinMap.wrap(width(), height(), codes);
  }

  private ProbabilityMap atFullSize(ProbabilityMap map) {
    return Resampler.resize(map, width(), height());
  }
}
