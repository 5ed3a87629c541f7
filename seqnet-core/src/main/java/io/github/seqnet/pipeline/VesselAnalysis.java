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
 * What {@link VesselPipeline} found in one photograph. It holds the maps and labels at the working
 * resolution of the predictor; {@link #maps()} and {@link #labels()} make those at the size of the
 * photograph anew at each call. Immutable and safe to share between threads.
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

  /** The part of the photograph that counts, at its size, and where that comes from. */
  public FieldOfView fieldOfView() {
    return fieldOfView;
  }

  /** The maps as the predictor made them, at its working resolution, outside of the retina too. */
  public VesselMaps prediction() {
    return prediction;
  }

  /**
   * The maps at the working resolution, 0 outside of the field of view. A predictor may squeeze a
   * photograph that is not square to a square: pixels are not square then, and lengths, widths and
   * angles are not those of the vessels. Make a graph that is to be measured of {@link #labels()},
   * at the size of the photograph.
   */
  public VesselMaps workingMaps() {
    return workingMaps;
  }

  /**
   * The refiner's labels at the working resolution, as {@link #workingMaps()}; empty if there was
   * no refiner.
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
   * The labels at the size of the photograph: a pixel is a vessel where the resampled vessel map is
   * above the threshold, inside the field of view. Its label is the refiner's at the nearest
   * labeled pixel of the working resolution, out of the one below it and its eight neighbors, or
   * else the predictor's own: artery where {@code artery >= vein}.
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
