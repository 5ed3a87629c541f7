package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.ThresholdTracer;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.pipeline.VesselRefiner;
import java.util.List;
import java.util.Map;

/**
 * SeqNet's post-processing (Li et al., MIDL 2020, arXiv:2005.13337): traces the vessels of a
 * network's map at several thresholds, gives each segment one label, lets neighbouring segments
 * agree, and paints the labels back onto the vessels' full width. Vessels that no segment reaches
 * keep the network's choice.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class GraphRefiner implements VesselRefiner {
  private final RefinementOptions options;

  private GraphRefiner(RefinementOptions options) {
    this.options = options;
  }

  /** A refiner with these options. */
  public static GraphRefiner with(RefinementOptions options) {
    return new GraphRefiner(options);
  }

  /** How this refiner works. */
  public RefinementOptions options() {
    return options;
  }

  /** Labels the vessels; the photograph is not used. */
  @Override
  public ArteryVeinMap refine(VesselMaps maps, RgbImage image) {
    return refine(maps).labels();
  }

  /**
   * Labels the vessels.
   *
   * @param maps the network's maps, 0 outside of the field of view
   */
  public RefinementResult refine(VesselMaps maps) {
    return refine(maps, FrozenRegion.none(), Map.of());
  }

  /**
   * Labels the vessels, keeping some labels as they are. With no propagation, nothing is frozen.
   *
   * @param maps the network's maps, 0 outside of the field of view
   * @param frozen where propagation changes no label, such as the optic cup
   * @param fixed labels set by the caller, by the index of a segment in the graph of an earlier
   *     result with the same maps and the same tracing
   * @throws IllegalArgumentException as {@link LabelPropagation#propagate(VesselGraph,
   *     FrozenRegion, Map)}
   */
  public RefinementResult refine(
      VesselMaps maps, FrozenRegion frozen, Map<Integer, VesselLabel> fixed) {
    return refine(maps, maps.labels(options.vesselThreshold()), frozen, fixed);
  }

  /**
   * Refines an artery/vein map made elsewhere, by a network or by hand: arteries and veins are
   * taken to be sure, crossings are both, and unknown vessels are neither. All vessel pixels that a
   * segment reaches become artery or vein, the others stay as they are.
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
    return refine(maps(map), map, frozen, fixed);
  }

  private RefinementResult refine(
      VesselMaps maps, ArteryVeinMap own, FrozenRegion frozen, Map<Integer, VesselLabel> fixed) {
    VesselGraph unified =
        LabelUnification.unify(
            ThresholdTracer.with(options.tracing()).trace(maps.vessel()),
            maps.artery(),
            maps.vein());
    return switch (options.mode()) {
      case NONE -> new RefinementResult(own, unified, unified, List.of(), 0, true);
      case UNIFY ->
          new RefinementResult(
              LabelPainter.paint(unified, own.vessels(), own),
              unified,
              unified,
              List.of(),
              0,
              true);
      case PAPER -> propagate(LabelPropagation.paper(options.paper()), unified, own, frozen, fixed);
      case STABLE ->
          propagate(LabelPropagation.stable(options.stable()), unified, own, frozen, fixed);
    };
  }

  /** The maps of a network that is sure of what an artery/vein map shows. */
  private static VesselMaps maps(ArteryVeinMap map) {
    byte[] codes = map.toArray();
    float[] vessel = new float[codes.length];
    float[] artery = new float[codes.length];
    float[] vein = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      VesselLabel label = VesselLabel.ofCode(codes[i]);
      vessel[i] = label == VesselLabel.BACKGROUND ? 0 : 1;
      artery[i] = label == VesselLabel.ARTERY || label == VesselLabel.CROSSING ? 1 : 0;
      vein[i] = label == VesselLabel.VEIN || label == VesselLabel.CROSSING ? 1 : 0;
    }
    int width = map.width();
    int height = map.height();
    return new VesselMaps(
        ProbabilityMap.wrap(width, height, vessel),
        ProbabilityMap.wrap(width, height, artery),
        ProbabilityMap.wrap(width, height, vein));
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
