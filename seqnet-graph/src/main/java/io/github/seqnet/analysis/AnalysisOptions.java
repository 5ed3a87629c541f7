// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.biomarker.BiomarkerOptions;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.quality.Gradability;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.pipeline.PipelineOptions;
import java.io.Serializable;
import java.util.Objects;

/**
 * Options of {@link RetinaAnalyzer} and {@link VesselMapAnalyzer}. Immutable.
 *
 * @param pipeline field of view and vessel threshold
 * @param refinement the refinement of artery/vein labels at the working resolution of the predictor
 * @param tidying the artifacts of the vessel map to remove
 * @param thinning the thinning algorithm
 * @param caliberLevel the level of the vessel probability map at which the edges of a vessel are
 *     measured, above 0 and below 1; does not apply to maps from another source
 * @param biomarkers how biomarkers are measured, and the size of a pixel
 * @param minimumQuality photographs with a lower {@linkplain Gradability#score() score} are marked
 *     as not gradable, 0..1; their biomarkers are still measured
 */
public record AnalysisOptions(
    PipelineOptions pipeline,
    RefinementMode refinement,
    Tidying tidying,
    ThinningMethod thinning,
    double caliberLevel,
    BiomarkerOptions biomarkers,
    double minimumQuality)
    implements Serializable {
  private static final long serialVersionUID = 1;

  private static final AnalysisOptions DEFAULTS =
      new AnalysisOptions(
          PipelineOptions.defaults(),
          RefinementMode.STABLE,
          Tidying.defaults(),
          ThinningMethod.CENTER_LINE,
          0.4,
          BiomarkerOptions.defaults(),
          Gradability.DEFAULT_MINIMUM);

  /**
   * @throws IllegalArgumentException if the level or the minimum quality is out of its range
   */
  public AnalysisOptions {
    Objects.requireNonNull(pipeline, "pipeline");
    Objects.requireNonNull(refinement, "refinement");
    Objects.requireNonNull(tidying, "tidying");
    Objects.requireNonNull(thinning, "thinning");
    Objects.requireNonNull(biomarkers, "biomarkers");
    if (!(caliberLevel > 0 && caliberLevel < 1)) {
      throw new IllegalArgumentException(
          "caliberLevel must be above 0 and below 1, got " + caliberLevel);
    }
    if (!(minimumQuality >= 0 && minimumQuality <= 1)) {
      throw new IllegalArgumentException("minimumQuality must be in 0..1, got " + minimumQuality);
    }
  }

  /**
   * The defaults of the command line: the field of view is located in the photograph, labels are
   * refined by stable propagation, and small artifacts are removed ({@link Tidying#defaults()}).
   */
  public static AnalysisOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with other pipeline options. */
  public AnalysisOptions withPipeline(PipelineOptions value) {
    return new AnalysisOptions(
        value, refinement, tidying, thinning, caliberLevel, biomarkers, minimumQuality);
  }

  /** Returns these options with another refinement. */
  public AnalysisOptions withRefinement(RefinementMode value) {
    return new AnalysisOptions(
        pipeline, value, tidying, thinning, caliberLevel, biomarkers, minimumQuality);
  }

  /** Returns these options with another tidying. */
  public AnalysisOptions withTidying(Tidying value) {
    return new AnalysisOptions(
        pipeline, refinement, value, thinning, caliberLevel, biomarkers, minimumQuality);
  }

  /** Returns these options with another thinning algorithm. */
  public AnalysisOptions withThinning(ThinningMethod value) {
    return new AnalysisOptions(
        pipeline, refinement, tidying, value, caliberLevel, biomarkers, minimumQuality);
  }

  /** Returns these options with another level for calibers. */
  public AnalysisOptions withCaliberLevel(double value) {
    return new AnalysisOptions(
        pipeline, refinement, tidying, thinning, value, biomarkers, minimumQuality);
  }

  /** Returns these options with other options for biomarkers. */
  public AnalysisOptions withBiomarkers(BiomarkerOptions value) {
    return new AnalysisOptions(
        pipeline, refinement, tidying, thinning, caliberLevel, value, minimumQuality);
  }

  /** Returns these options with another minimum quality. */
  public AnalysisOptions withMinimumQuality(double value) {
    return new AnalysisOptions(
        pipeline, refinement, tidying, thinning, caliberLevel, biomarkers, value);
  }
}
