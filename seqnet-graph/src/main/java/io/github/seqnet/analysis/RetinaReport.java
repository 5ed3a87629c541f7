// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.biomarker.BiomarkerResults;
import io.github.seqnet.graph.landmark.Fovea;
import io.github.seqnet.graph.landmark.LateralityEstimate;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.landmark.OpticDiscSearch;
import io.github.seqnet.graph.propagation.RefinementResult;
import io.github.seqnet.graph.quality.Gradability;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.pipeline.VesselAnalysis;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@link RetinaAnalyzer} found in one photograph, or {@link VesselMapAnalyzer} in
 * one vessel map. Labels, graph and landmarks are in pixels of the photograph. Immutable and safe
 * to share between threads.
 */
public final class RetinaReport implements Serializable {
  private static final long serialVersionUID = 1;

  private final KnownFacts known;
  private final AnalysisOptions options;
  private final FieldOfView fieldOfView;
  private final @Nullable VesselAnalysis analysis;
  private final RefinementResult result;
  private final @Nullable OpticDisc disc;
  private final @Nullable OpticDiscSearch search;
  private final PhotographFindings findings;
  private final BiomarkerResults biomarkers;

  /** Not part of the serialized form, which would be several times as large with it. */
  private final transient @Nullable RgbImage photograph;

  RetinaReport(
      KnownFacts known,
      AnalysisOptions options,
      FieldOfView fieldOfView,
      @Nullable VesselAnalysis analysis,
      RefinementResult result,
      @Nullable OpticDisc disc,
      @Nullable OpticDiscSearch search,
      PhotographFindings findings,
      BiomarkerResults biomarkers,
      @Nullable RgbImage photograph) {
    this.known = known;
    this.options = options;
    this.fieldOfView = fieldOfView;
    this.analysis = analysis;
    this.result = result;
    this.disc = disc;
    this.search = search;
    this.findings = findings;
    this.biomarkers = biomarkers;
    this.photograph = photograph;
  }

  /** The facts that the caller knew, among them the name of the photograph. */
  public KnownFacts known() {
    return known;
  }

  /** The options that apply, with the pixel size of this photograph. */
  public AnalysisOptions options() {
    return options;
  }

  /** Columns of the photograph. */
  public int width() {
    return fieldOfView.mask().width();
  }

  /** Rows of the photograph. */
  public int height() {
    return fieldOfView.mask().height();
  }

  /** The part of the photograph that shows retina, and where it comes from. */
  public FieldOfView fieldOfView() {
    return fieldOfView;
  }

  /** The artery/vein map at the size of the photograph, tidied. */
  public ArteryVeinMap labels() {
    return result.labels();
  }

  /** The graph that the biomarkers were measured on. */
  public VesselGraph graph() {
    return result.graph();
  }

  /** The graph with the audit trail of its labels. */
  public RefinementResult refinement() {
    return result;
  }

  /**
   * The maps and labels at the working resolution of the predictor; empty for a vessel map from
   * another source.
   */
  public Optional<VesselAnalysis> analysis() {
    return Optional.ofNullable(analysis);
  }

  /** The optic disc, given or located; empty if it is unknown. */
  public Optional<OpticDisc> opticDisc() {
    return Optional.ofNullable(disc);
  }

  /** The search for the optic disc; empty if the disc was given or there was no photograph. */
  public Optional<OpticDiscSearch> opticDiscSearch() {
    return Optional.ofNullable(search);
  }

  /** The fovea; empty if there is no photograph or optic disc, or if no fovea stands out. */
  public Optional<Fovea> fovea() {
    return Optional.ofNullable(findings.fovea());
  }

  /**
   * The eye: the known one, else the one that the file states, else the one estimated with a
   * confidence of at least 0.5; empty if it is unknown.
   */
  public Optional<Laterality> laterality() {
    return known
        .givenOrStatedLaterality()
        .or(() -> Optional.ofNullable(findings.reliableLaterality()));
  }

  /**
   * The eye estimated from optic disc, fovea and field of view, with its confidence; empty if the
   * optic disc or the photograph is unknown.
   */
  public Optional<LateralityEstimate> lateralityEstimate() {
    return Optional.ofNullable(findings.laterality());
  }

  /** The quality of the photograph; empty for a vessel map without one. */
  public Optional<Gradability> gradability() {
    return Optional.ofNullable(findings.gradability());
  }

  /**
   * The photograph; empty for a vessel map without one, and after deserialization: the photograph
   * is not part of the serialized form.
   */
  public Optional<RgbImage> photograph() {
    return Optional.ofNullable(photograph);
  }

  /** The biomarkers. */
  public BiomarkerResults biomarkers() {
    return biomarkers;
  }

  /**
   * The row of the results table: the columns of {@link ReportTable#columns()} in order, each with
   * a {@link String}, {@link Long} or {@link Double}, or null where a value is missing. The remarks
   * give the reasons.
   */
  public Map<String, Object> toRow() {
    return ReportTable.row(this);
  }

  /**
   * Writes this report as a self-contained HTML page, which opens from disk without a network.
   * {@link HtmlReport} has more options.
   *
   * @throws IOException if the file cannot be written; names it and leaves nothing behind
   */
  public void writeHtml(Path file) throws IOException {
    HtmlReport.standalone().write(this, file);
  }

  @Override
  public String toString() {
    return "RetinaReport["
        + known.name()
        + ", "
        + width()
        + " x "
        + height()
        + ", "
        + graph().segmentCount()
        + " segments, "
        + biomarkers
        + "]";
  }
}
