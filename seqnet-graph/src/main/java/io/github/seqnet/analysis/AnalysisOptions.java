package io.github.seqnet.analysis;

import io.github.seqnet.graph.biomarker.BiomarkerOptions;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.pipeline.PipelineOptions;
import java.io.Serializable;
import java.util.Objects;

/**
 * Options of {@link RetinaAnalyzer} and {@link VesselMapAnalyzer}. Immutable.
 *
 * @param pipeline field of view and vessel threshold
 * @param refinement how artery/vein labels are made consistent at the working resolution of the
 *     predictor
 * @param tidying which artifacts of the vessel map are removed
 * @param thinning the algorithm for the center lines
 * @param biomarkers how biomarkers are measured, and the size of a pixel
 */
public record AnalysisOptions(
    PipelineOptions pipeline,
    RefinementMode refinement,
    Tidying tidying,
    ThinningMethod thinning,
    BiomarkerOptions biomarkers)
    implements Serializable {
  private static final long serialVersionUID = 1;

  private static final AnalysisOptions DEFAULTS =
      new AnalysisOptions(
          PipelineOptions.defaults(),
          RefinementMode.STABLE,
          Tidying.defaults(),
          ThinningMethod.CENTER_LINE,
          BiomarkerOptions.defaults());

  /** Rejects null. */
  public AnalysisOptions {
    Objects.requireNonNull(pipeline, "pipeline");
    Objects.requireNonNull(refinement, "refinement");
    Objects.requireNonNull(tidying, "tidying");
    Objects.requireNonNull(thinning, "thinning");
    Objects.requireNonNull(biomarkers, "biomarkers");
  }

  /**
   * The defaults of the command line: the field of view is located in the photograph, labels are
   * refined by stable propagation, and small artifacts are removed ({@link Tidying#defaults()}).
   */
  public static AnalysisOptions defaults() {
    return DEFAULTS;
  }

  /** These options with other pipeline options. */
  public AnalysisOptions withPipeline(PipelineOptions value) {
    return new AnalysisOptions(value, refinement, tidying, thinning, biomarkers);
  }

  /** These options with another refinement. */
  public AnalysisOptions withRefinement(RefinementMode value) {
    return new AnalysisOptions(pipeline, value, tidying, thinning, biomarkers);
  }

  /** These options with another tidying. */
  public AnalysisOptions withTidying(Tidying value) {
    return new AnalysisOptions(pipeline, refinement, value, thinning, biomarkers);
  }

  /** These options with another thinning algorithm. */
  public AnalysisOptions withThinning(ThinningMethod value) {
    return new AnalysisOptions(pipeline, refinement, tidying, value, biomarkers);
  }

  /** These options with other options for biomarkers. */
  public AnalysisOptions withBiomarkers(BiomarkerOptions value) {
    return new AnalysisOptions(pipeline, refinement, tidying, thinning, value);
  }
}
