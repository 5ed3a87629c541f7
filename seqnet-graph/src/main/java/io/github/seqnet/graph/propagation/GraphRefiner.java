// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.PixelBlocks;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.ThresholdOptions;
import io.github.seqnet.graph.ThresholdTracer;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.pipeline.VesselRefiner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * SeqNet's post-processing (Li et al., MIDL 2020, arXiv:2005.13337): traces the vessels of a
 * network's map at several thresholds, gives each segment one label, lets neighboring segments
 * agree, and paints the labels back onto the vessels' full width. Vessels that no segment reaches
 * keep the network's choice.
 *
 * <p><b>Photographs that are not square.</b> The maps of a predictor at its working resolution are
 * squeezed then, and so is the graph that a refiner makes of them: it is there for its labels, and
 * not to be measured. A graph to be measured, or to be shown above the photograph and corrected by
 * hand, is made at the size of the photograph, of {@code labels = analysis.labels()} and {@code
 * maps = analysis.maps()} of a {@link io.github.seqnet.pipeline.VesselAnalysis}:
 *
 * <pre>{@code
 * graph = LabelUnification.unify(VesselGraph.of(labels.vessels()), maps.artery(), maps.vein());
 * result = LabelPropagation.stable(options).propagate(graph, frozen, fixed);
 * labels = LabelPainter.paint(result.graph(), labels.vessels(), labels);
 * }</pre>
 *
 * <p>Immutable and safe to share between threads.
 */
public final class GraphRefiner implements VesselRefiner {
  private final RefinementOptions options;

  /** Replaces the rule of the mode. */
  private final @Nullable LabelPropagation rule;

  private GraphRefiner(RefinementOptions options, @Nullable LabelPropagation rule) {
    this.options = options;
    this.rule = rule;
  }

  /** A refiner with these options. */
  public static GraphRefiner with(RefinementOptions options) {
    return new GraphRefiner(Objects.requireNonNull(options, "options"), null);
  }

  /**
   * A refiner with a custom propagation rule instead of the rule of the mode.
   *
   * @param options the options; the mode must be one that propagates
   * @param rule the rule
   * @throws IllegalArgumentException if the mode does not propagate
   */
  public static GraphRefiner with(RefinementOptions options, LabelPropagation rule) {
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(rule, "rule");
    if (!options.mode().propagates()) {
      throw new IllegalArgumentException(
          "mode must be one that propagates, such as stable, for the rule "
              + rule.id()
              + ", got "
              + options.mode());
    }
    return new GraphRefiner(options, rule);
  }

  /** The options of this refiner. */
  public RefinementOptions options() {
    return options;
  }

  /** Labels the vessels; the photograph is not used. */
  @Override
  public ArteryVeinMap refine(VesselMaps maps, Supplier<RgbImage> photograph) {
    return refine(maps).labels();
  }

  /**
   * Labels the vessels.
   *
   * @param maps the network's maps, 0 outside of the field of view; the graph of the result has
   *     their pixels, which are not square if the photograph was not
   */
  public RefinementResult refine(VesselMaps maps) {
    return refine(maps, FrozenRegion.none(), Map.of());
  }

  /**
   * Labels the vessels and keeps the given labels. Without propagation, nothing is frozen. The
   * graph contains the fixed labels in every mode, with the number of the segment's pixels as
   * confidence, and are painted but with {@link RefinementMode#NONE}, where the labels of the
   * pixels stay the network's.
   *
   * @param maps the network's maps, 0 outside of the field of view; the graph of the result has
   *     their pixels, which are not square if the photograph was not: correct labels by hand on a
   *     graph at the size of the photograph, as this class says above
   * @param frozen where propagation changes no label, such as the optic cup
   * @param fixed labels set by the caller, by the index of a segment in the graph of an earlier
   *     result with the same maps and the same tracing
   * @throws IllegalArgumentException as {@link LabelPropagation#propagate(VesselGraph,
   *     FrozenRegion, Map)}
   */
  public RefinementResult refine(
      VesselMaps maps, FrozenRegion frozen, Map<Integer, VesselLabel> fixed) {
    VesselGraph traced = ThresholdTracer.with(options.tracing()).trace(maps.vessel());
    ArteryVeinMap labels = maps.labels(options.vesselThreshold());
    // A model that predicts vessels only has no evidence about a segment: its label is unknown.
    return refine(
        maps.separatesArteriesAndVeins()
            ? LabelUnification.unify(traced, maps.artery(), maps.vein())
            : LabelUnification.unify(traced, labels),
        labels,
        frozen,
        fixed);
  }

  /**
   * Refines an artery/vein map made elsewhere, by a network or by hand: arteries and veins count as
   * certain, crossings and unknown vessels as undecided. Segments are labeled as by {@link
   * LabelUnification#unify(VesselGraph, ArteryVeinMap)}: without evidence for artery or vein, they
   * are unknown, and stay so unless propagation brings a label from elsewhere. Pixels that a
   * labeled segment reaches become artery or vein, but with {@link RefinementMode#NONE}; the others
   * stay as they are. A map that was enlarged by repeating its pixels ({@link PixelBlocks}) is
   * refined as the original: a block has one vote.
   *
   * @param map the labels
   */
  public RefinementResult refine(ArteryVeinMap map) {
    return refine(map, FrozenRegion.none(), Map.of());
  }

  /**
   * As {@link #refine(ArteryVeinMap)}, keeping some labels as they are.
   *
   * @param map the labels
   * @param frozen where propagation changes no label
   * @param fixed labels set by the caller, as in {@link #refine(VesselMaps, FrozenRegion, Map)}
   * @throws IllegalArgumentException as {@link #refine(VesselMaps, FrozenRegion, Map)}
   */
  public RefinementResult refine(
      ArteryVeinMap map, FrozenRegion frozen, Map<Integer, VesselLabel> fixed) {
    PixelBlocks blocks = PixelBlocks.of(map);
    if (blocks.side() == 1 || !frozen.equals(FrozenRegion.none())) {
      return refineAsItIs(map, frozen, fixed);
    }
    RefinementResult result = refineAsItIs(blocks.reduce(map), frozen, fixed);
    return new RefinementResult(
        blocks.enlarge(result.labels()),
        blocks.enlarge(result.unified()),
        blocks.enlarge(result.graph()),
        result.audits(),
        result.sweeps(),
        result.converged());
  }

  private RefinementResult refineAsItIs(
      ArteryVeinMap map, FrozenRegion frozen, Map<Integer, VesselLabel> fixed) {
    ProbabilityMap certain = ProbabilityMap.certain(map.vessels());
    VesselGraph traced = ThresholdTracer.with(forCertain(options.tracing())).trace(certain);
    return refine(LabelUnification.unify(traced, map), map, frozen, fixed);
  }

  /** In a map of 0 and 1 all thresholds below 1 find the same vessels: the first of them alone. */
  private static ThresholdOptions forCertain(ThresholdOptions tracing) {
    return tracing.thresholds().stream()
        .filter(threshold -> threshold < 1)
        .findFirst()
        .map(threshold -> tracing.withThresholds(List.of(threshold)))
        .orElse(tracing);
  }

  private RefinementResult refine(
      VesselGraph unified,
      ArteryVeinMap own,
      FrozenRegion frozen,
      Map<Integer, VesselLabel> fixed) {
    CouplingPropagation.checkFixed(unified, fixed);
    RefinementMode mode = options.mode();
    if (mode.equals(RefinementMode.NONE)) {
      return withoutPropagation(own, unified, withFixed(unified, fixed));
    }
    if (mode.equals(RefinementMode.UNIFY)) {
      VesselGraph graph = withFixed(unified, fixed);
      return withoutPropagation(LabelPainter.paint(graph, own.vessels(), own), unified, graph);
    }
    return propagate(rule != null ? rule : ruleOf(mode), unified, own, frozen, fixed);
  }

  private LabelPropagation ruleOf(RefinementMode mode) {
    if (mode.equals(RefinementMode.PAPER)) {
      return LabelPropagation.paper(options.paper());
    }
    return mode.equals(RefinementMode.STABLE)
        ? LabelPropagation.stable(options.stable())
        : LabelPropagation.named(mode.id());
  }

  private static RefinementResult withoutPropagation(
      ArteryVeinMap labels, VesselGraph unified, VesselGraph graph) {
    return new RefinementResult(labels, unified, graph, List.of(), 0, true);
  }

  private static VesselGraph withFixed(VesselGraph graph, Map<Integer, VesselLabel> fixed) {
    if (fixed.isEmpty()) {
      return graph;
    }
    List<VesselLabel> labels = new ArrayList<>(graph.segmentCount());
    double[] confidences = new double[graph.segmentCount()];
    for (Segment segment : graph.segments()) {
      VesselLabel label = fixed.get(segment.index());
      labels.add(label == null ? segment.label() : label);
      confidences[segment.index()] =
          label == null
              ? segment.confidence().orElseThrow()
              : CouplingPropagation.sure(segment, label);
    }
    return graph.withLabels(labels, confidences);
  }

  private static RefinementResult propagate(
      LabelPropagation propagation,
      VesselGraph unified,
      ArteryVeinMap own,
      FrozenRegion frozen,
      Map<Integer, VesselLabel> fixed) {
    PropagationResult result = propagation.propagate(unified, frozen, fixed);
    ArteryVeinMap labels = LabelPainter.paint(result.graph(), own.vessels(), own);
    return new RefinementResult(
        labels, unified, result.graph(), result.audits(), result.sweeps(), result.converged());
  }
}
