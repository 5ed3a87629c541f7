// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.GraphTracer;
import io.github.seqnet.graph.ThresholdOptions;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.biomarker.BiomarkerInput;
import io.github.seqnet.graph.biomarker.BiomarkerMeasurer;
import io.github.seqnet.graph.biomarker.BiomarkerOptions;
import io.github.seqnet.graph.biomarker.BiomarkerResults;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.landmark.OpticDiscLocator;
import io.github.seqnet.graph.landmark.OpticDiscOptions;
import io.github.seqnet.graph.landmark.OpticDiscSearch;
import io.github.seqnet.graph.propagation.FrozenRegion;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.LabelOverrides;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.propagation.RefinementResult;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.pipeline.PipelineOptions.FieldOfViewMode;
import io.github.seqnet.pipeline.VesselAnalysis;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import io.github.seqnet.progress.ProgressListener;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Analyzes vessel maps from any source, such as an annotation or another network: tidied labels,
 * graph, landmarks and biomarkers in one {@link RetinaReport}. {@link RetinaAnalyzer} does the same
 * for photographs.
 *
 * <p>The field of view is the known one, else the one located in the photograph, else the whole
 * image. The optic disc is the known one, else the one located in the photograph, else unknown. The
 * eye is the known one, else the one that the file states, else the one that disc, fovea and field
 * of view show clearly. Photographs are rated for their quality. Labels stay as they are unless
 * {@link #withRefinement} asks for propagation.
 *
 * <p>Immutable and thread-safe if the biomarkers are. Heap: about 60 bytes per pixel of the map
 * besides the input.
 */
public final class VesselMapAnalyzer {
  private final AnalysisOptions options;
  private final BiomarkerSet biomarkers;
  private final RefinementMode refinement;

  private VesselMapAnalyzer(
      AnalysisOptions options, BiomarkerSet biomarkers, RefinementMode refinement) {
    this.options = options;
    this.biomarkers = biomarkers;
    this.refinement = refinement;
  }

  /**
   * An analyzer with these options and the {@linkplain BiomarkerSet#available() available}
   * biomarkers. {@link AnalysisOptions#refinement()} does not apply to maps.
   */
  public static VesselMapAnalyzer with(AnalysisOptions options) {
    return new VesselMapAnalyzer(
        Objects.requireNonNull(options, "options"), BiomarkerSet.available(), RefinementMode.NONE);
  }

  /** This analyzer with another set of biomarkers. */
  public VesselMapAnalyzer withBiomarkers(BiomarkerSet set) {
    return new VesselMapAnalyzer(options, Objects.requireNonNull(set, "set"), refinement);
  }

  /** This analyzer with label propagation along the graph of the map. */
  public VesselMapAnalyzer withRefinement(RefinementMode mode) {
    return new VesselMapAnalyzer(options, biomarkers, Objects.requireNonNull(mode, "mode"));
  }

  /** The options. */
  public AnalysisOptions options() {
    return options;
  }

  /** Analyzes a map without further knowledge. */
  public RetinaReport analyze(ArteryVeinMap map) {
    return analyze(VesselMapInput.of(map), KnownFacts.none(), ProgressListener.NONE);
  }

  /**
   * Analyzes a map.
   *
   * @param known what the caller knows about the image
   * @param listener receives no stages, but may cancel
   * @throws IllegalArgumentException if the known field of view has another size, a corrected label
   *     is of no segment, or labels of a map without artery and vein are to be refined
   * @throws java.util.concurrent.CancellationException if the listener cancels
   */
  public RetinaReport analyze(VesselMapInput input, KnownFacts known, ProgressListener listener) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(known, "known");
    Objects.requireNonNull(listener, "listener");
    return analyze(input, known, fieldOfView(input, known), null, listener);
  }

  private FieldOfView fieldOfView(VesselMapInput input, KnownFacts known) {
    ArteryVeinMap map = input.map();
    Optional<BinaryMask> mask = known.fieldOfView();
    if (mask.isPresent()) {
      if (mask.get().width() != map.width() || mask.get().height() != map.height()) {
        throw new IllegalArgumentException(
            String.format(
                "the field of view must have the size of the map, %d x %d pixels, got %d x %d",
                map.width(), map.height(), mask.get().width(), mask.get().height()));
      }
      return new FieldOfView(mask.get(), FieldOfView.Source.GIVEN);
    }
    return options.pipeline().fieldOfView() == FieldOfViewMode.FIND
            && input.photograph().isPresent()
        ? FieldOfViewFinder.find(input.photograph().get())
        : FieldOfView.wholeImage(map.width(), map.height());
  }

  /**
   * Everything after the vessels of a photograph are known.
   *
   * @param analysis what the predictor found, or null for a map from another source
   */
  RetinaReport analyze(
      VesselMapInput input,
      KnownFacts known,
      FieldOfView fieldOfView,
      @Nullable VesselAnalysis analysis,
      ProgressListener listener) {
    listener.checkCancelled();
    ArteryVeinMap cleaned = options.tidying().cleaner(fieldOfView).clean(input.map());
    RefinementResult result = corrected(graph(input, cleaned), known.labelOverrides());
    if (analysis != null) {
      VesselGraph measured =
          ProbabilityCalibers.measure(result.graph(), analysis, options.caliberLevel());
      result =
          new RefinementResult(
              result.labels(),
              result.unified(),
              measured,
              result.audits(),
              result.sweeps(),
              result.converged());
    }
    listener.checkCancelled();
    OpticDiscSearch search =
        known.opticDisc().isPresent() || input.photograph().isEmpty()
            ? null
            : OpticDiscLocator.with(OpticDiscOptions.defaults())
                .locate(input.photograph().get(), fieldOfView, result.labels().vessels());
    OpticDisc disc = known.opticDisc().orElse(search == null ? null : search.disc().orElse(null));
    listener.checkCancelled();
    BiomarkerOptions measuring = options.biomarkers().withScale(scale(known));
    BiomarkerInput measured = BiomarkerInput.of(result.graph(), result.labels(), fieldOfView);
    if (disc != null) {
      measured = measured.withOpticDisc(disc);
    }
    PhotographFindings findings =
        input.photograph().isEmpty()
            ? PhotographFindings.NONE
            : PhotographFindings.of(
                input.photograph().get(), fieldOfView, disc, search, result.labels().vessels());
    Laterality eye = known.givenOrStatedLaterality().orElse(findings.reliableLaterality());
    if (eye != null) {
      measured = measured.withLaterality(eye);
    }
    BiomarkerResults results =
        BiomarkerMeasurer.with(measuring).withBiomarkers(biomarkers).measure(measured);
    if (analysis != null) {
      results = PhotographReliability.mark(results);
    }
    return new RetinaReport(
        known,
        options.withBiomarkers(measuring),
        fieldOfView,
        analysis,
        result,
        disc,
        search,
        findings,
        results,
        input.photograph().orElse(null));
  }

  /** The size of a pixel of this photograph, else of all photographs, else the file's. */
  private Scale scale(KnownFacts known) {
    Scale ofAll = options.biomarkers().scale();
    if (known.pixelSize().isPresent()) {
      return known.pixelSize().get();
    }
    return ofAll.isPhysical() ? ofAll : known.statedPixelSize().orElse(ofAll);
  }

  private RefinementResult graph(VesselMapInput input, ArteryVeinMap map) {
    GraphRefiner refiner = refiner();
    if (input.artery().isPresent()) {
      return refiner.refine(
          new VesselMaps(
              ProbabilityMap.certain(map.vessels()),
              input.artery().orElseThrow(),
              input.vein().orElseThrow()));
    }
    boolean labeled =
        map.pixels(VesselLabel.ARTERY).count() + map.pixels(VesselLabel.VEIN).count() > 0;
    if (labeled) {
      return refiner.refine(map);
    }
    if (!refinement.equals(RefinementMode.NONE)) {
      throw new IllegalArgumentException(
          "labels cannot be refined: the map has no artery and no vein; pass an artery/vein map or"
              + " artery and vein probabilities");
    }
    BinaryMask mask = map.vessels();
    VesselGraph graph =
        GraphTracer.with(options.tidying().tracing()).trace(mask, options.thinning());
    return new RefinementResult(map, graph, graph, List.of(), 0, true);
  }

  /** Propagates the labels again from those that a person has corrected. */
  private RefinementResult corrected(RefinementResult result, LabelOverrides overrides) {
    if (overrides.entries().isEmpty()) {
      return result;
    }
    RefinementMode mode =
        Stream.of(refinement, options.refinement())
            .filter(each -> !each.equals(RefinementMode.NONE))
            .findFirst()
            .orElse(RefinementMode.UNIFY);
    return refiner(mode)
        .refine(result.labels(), FrozenRegion.none(), overrides.resolve(result.graph()));
  }

  private GraphRefiner refiner() {
    return refiner(refinement);
  }

  /** A refiner for binary vessel maps, traced at one threshold. */
  private GraphRefiner refiner(RefinementMode mode) {
    RefinementOptions defaults = RefinementOptions.defaults();
    ThresholdOptions tracing =
        defaults
            .tracing()
            .withThresholds(List.of(defaults.vesselThreshold()))
            .withThinning(options.thinning())
            .withTracing(options.tidying().tracing());
    return GraphRefiner.with(defaults.withMode(mode).withTracing(tracing));
  }
}
