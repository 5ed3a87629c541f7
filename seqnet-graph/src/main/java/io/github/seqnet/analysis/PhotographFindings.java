// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.landmark.Fovea;
import io.github.seqnet.graph.landmark.FoveaLocator;
import io.github.seqnet.graph.landmark.LateralityEstimate;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.landmark.OpticDiscSearch;
import io.github.seqnet.graph.quality.Gradability;
import io.github.seqnet.graph.quality.GradabilityAssessor;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.RgbImage;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Findings in a photograph besides vessels and optic disc. Immutable.
 *
 * @param fovea null if it is unknown
 * @param laterality the estimate, null if the optic disc is unknown
 * @param gradability null if there is no photograph
 */
record PhotographFindings(
    @Nullable Fovea fovea,
    @Nullable LateralityEstimate laterality,
    @Nullable Gradability gradability)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** A laterality estimated with less confidence is treated as unknown. */
  static final double LEAST_CONFIDENCE = 0.5;

  /** The findings without a photograph. */
  static final PhotographFindings NONE = new PhotographFindings(null, null, null);

  /**
   * Examines a photograph.
   *
   * @param disc the optic disc, given or found; null if it is unknown
   * @param search how the disc was found; null if there was no search
   * @param vessels null if they are not from this photograph
   */
  static PhotographFindings of(
      RgbImage photograph,
      FieldOfView fieldOfView,
      @Nullable OpticDisc disc,
      @Nullable OpticDiscSearch search,
      @Nullable BinaryMask vessels) {
    Gradability gradability = GradabilityAssessor.assess(photograph, fieldOfView, search, vessels);
    if (disc == null) {
      return new PhotographFindings(null, null, gradability);
    }
    Fovea fovea = FoveaLocator.locate(photograph, fieldOfView, disc).orElse(null);
    return new PhotographFindings(
        fovea, LateralityEstimate.of(disc, fovea, fieldOfView), gradability);
  }

  /** The estimated eye; null if it is unknown or uncertain. */
  @Nullable Laterality reliableLaterality() {
    return laterality != null && laterality.confidence() >= LEAST_CONFIDENCE
        ? laterality.laterality()
        : null;
  }
}
