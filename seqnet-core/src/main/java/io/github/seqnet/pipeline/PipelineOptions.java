package io.github.seqnet.pipeline;

import java.io.Serializable;
import java.util.Objects;

/**
 * What {@link VesselPipeline} does around the predictor and the refiner.
 *
 * @param fieldOfView which part of an image counts where the caller gives no mask
 * @param vesselThreshold the vessel probability above which a pixel is a vessel; at least 0 and
 *     below 1
 */
public record PipelineOptions(FieldOfViewMode fieldOfView, double vesselThreshold)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Which part of an image counts. */
  public enum FieldOfViewMode {
    /** The field of view is found in the image; the whole image where none is found. */
    FIND,
    /** The whole image. */
    WHOLE_IMAGE
  }

  private static final PipelineOptions DEFAULTS = new PipelineOptions(FieldOfViewMode.FIND, 0.5);

  /**
   * @throws IllegalArgumentException if the threshold is below 0, or 1 or above, or NaN
   */
  public PipelineOptions {
    Objects.requireNonNull(fieldOfView, "fieldOfView");
    if (!(vesselThreshold >= 0 && vesselThreshold < 1)) {
      throw new IllegalArgumentException(
          "vesselThreshold must be at least 0 and below 1, got " + vesselThreshold);
    }
  }

  /** The field of view is found; a vessel has a probability above 0.5. */
  public static PipelineOptions defaults() {
    return DEFAULTS;
  }

  /** These options with another choice of the field of view. */
  public PipelineOptions withFieldOfView(FieldOfViewMode mode) {
    return new PipelineOptions(mode, vesselThreshold);
  }

  /** These options with another threshold. */
  public PipelineOptions withVesselThreshold(double threshold) {
    return new PipelineOptions(fieldOfView, threshold);
  }
}
