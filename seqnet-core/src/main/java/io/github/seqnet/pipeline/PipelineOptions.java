// SPDX-License-Identifier: MIT
package io.github.seqnet.pipeline;

import java.io.Serializable;
import java.util.Objects;

/**
 * Options of a {@link VesselPipeline}. Immutable.
 *
 * @param fieldOfView how the field of view is determined if the caller gives no mask
 * @param vesselThreshold the vessel probability above which a pixel is a vessel; at least 0 and
 *     below 1
 */
public record PipelineOptions(FieldOfViewMode fieldOfView, double vesselThreshold)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How the field of view is determined. */
  public enum FieldOfViewMode {
    /** It is located in the image; the whole image if none is found. */
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

  /** Locates the field of view; vessels have a probability above 0.5. */
  public static PipelineOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another field of view mode. */
  public PipelineOptions withFieldOfView(FieldOfViewMode mode) {
    return new PipelineOptions(mode, vesselThreshold);
  }

  /** Returns these options with another threshold. */
  public PipelineOptions withVesselThreshold(double threshold) {
    return new PipelineOptions(fieldOfView, threshold);
  }
}
