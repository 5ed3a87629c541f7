// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.guide;

import io.github.seqnet.graph.GraphTracer;
import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.TracingOptions;
import io.github.seqnet.graph.VesselCleaner;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.biomarker.BiomarkerInput;
import io.github.seqnet.graph.biomarker.BiomarkerMeasurer;
import io.github.seqnet.graph.biomarker.BiomarkerOptions;
import io.github.seqnet.graph.biomarker.BiomarkerResults;
import io.github.seqnet.graph.biomarker.BiomarkerValue;
import io.github.seqnet.graph.biomarker.Region;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.biomarker.VesselGroup;
import io.github.seqnet.graph.io.AuditColumns;
import io.github.seqnet.graph.io.BiomarkerCsv;
import io.github.seqnet.graph.io.GraphCsv;
import io.github.seqnet.graph.io.GraphFormat;
import io.github.seqnet.graph.jgrapht.VesselGraphView;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.landmark.OpticDiscLocator;
import io.github.seqnet.graph.landmark.OpticDiscOptions;
import io.github.seqnet.graph.landmark.OpticDiscSearch;
import io.github.seqnet.graph.propagation.FrozenRegion;
import io.github.seqnet.graph.propagation.LabelPainter;
import io.github.seqnet.graph.propagation.LabelPropagation;
import io.github.seqnet.graph.propagation.LabelUnification;
import io.github.seqnet.graph.propagation.PropagationResult;
import io.github.seqnet.graph.propagation.StableOptions;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jgrapht.alg.connectivity.ConnectivityInspector;

/** The code of the module's guide, between its markers. */
@SuppressWarnings("UnusedVariable") // the guide shows how to get values, not what to do with them
final class GuideExamples {
  private GuideExamples() {}

  static VesselGraph graph(ArteryVeinMap map) {
    // begin: graph
    VesselGraph graph = VesselGraph.of(map.vessels());
    graph = LabelUnification.unify(graph, map);
    for (Segment segment : graph.segments()) {
      if (segment.label() == VesselLabel.ARTERY && segment.lengthPx() > 100) {
        double width = segment.meanCaliberPx();
        Node from = segment.start();
        Node to = segment.end();
      }
    }
    // end: graph
    return graph;
  }

  static VesselGraph tidy(ArteryVeinMap map) {
    // begin: tidy
    BinaryMask clean = new VesselCleaner(4, 4).clean(map.vessels());
    BinaryMask lines = Thinning.skeleton(clean, ThinningMethod.ZHANG_SUEN);
    VesselGraph tidy =
        GraphTracer.with(TracingOptions.defaults().withSpurWidths(1)).trace(lines, clean);
    // end: tidy
    return tidy;
  }

  static OpticDiscSearch disc(RgbImage photograph, FieldOfView fieldOfView) {
    // begin: disc
    OpticDiscSearch search =
        OpticDiscLocator.with(OpticDiscOptions.defaults()).locate(photograph, fieldOfView);
    String answer;
    if (search instanceof OpticDiscSearch.Found found) {
      answer = "disc of " + found.opticDisc().diameterPx() + " px";
    } else if (search instanceof OpticDiscSearch.NotFound notFound) {
      answer = "no disc: " + notFound.reason();
    }
    // end: disc
    return search;
  }

  static String measures(
      VesselGraph graph, ArteryVeinMap map, FieldOfView fieldOfView, OpticDisc disc, Path folder)
      throws IOException {
    // begin: measures
    BiomarkerOptions options = BiomarkerOptions.defaults().withScale(Scale.micrometers(4.2));
    BiomarkerInput input = BiomarkerInput.of(graph, map, fieldOfView).withOpticDisc(disc);
    BiomarkerResults results = BiomarkerMeasurer.with(options).measure(input);
    BiomarkerValue ratio = results.get("avr_knudtson", VesselGroup.ALL, Region.ZONE_B);
    String text =
        ratio.isPresent() ? "AVR " + ratio.value().getAsDouble() : "no AVR: " + ratio.remark();
    BiomarkerCsv.write(results, folder.resolve("eye.measures.csv"));
    // end: measures
    return text;
  }

  static PropagationResult propagation(VesselGraph graph, OpticDisc disc, Path folder)
      throws IOException {
    // begin: propagation
    FrozenRegion cup = FrozenRegion.circle(disc.centerX(), disc.centerY(), disc.radiusPx());
    LabelPropagation propagation = LabelPropagation.stable(StableOptions.defaults());
    PropagationResult result = propagation.propagate(graph, cup, Map.of());
    GraphCsv.writeSegments(
        result.graph(), AuditColumns.of(result), folder.resolve("eye.segments.csv"));

    // Set segment 12 to artery; its neighbors follow.
    result = propagation.propagate(graph, cup, Map.of(12, VesselLabel.ARTERY));
    List<Integer> changed = result.changedSegments();
    // end: propagation
    return result;
  }

  static ArteryVeinMap click(
      VesselGraph graph, ArteryVeinMap map, OpticDisc disc, double mouseX, double mouseY) {
    FrozenRegion cup = FrozenRegion.circle(disc.centerX(), disc.centerY(), disc.radiusPx());
    LabelPropagation propagation = LabelPropagation.stable(StableOptions.defaults());
    // begin: click
    Segment clicked = graph.nearest(mouseX, mouseY, 10).orElseThrow();
    OptionalDouble tortuosity = clicked.tortuosity();
    Map<Integer, VesselLabel> fixed = Map.of(clicked.index(), VesselLabel.VEIN);
    VesselGraph corrected = propagation.propagate(graph, cup, fixed).graph();
    ArteryVeinMap painted = LabelPainter.paint(corrected, map.vessels(), map);
    // end: click
    return painted;
  }

  static VesselGraph files(VesselGraph graph, Path folder) throws IOException {
    // begin: files
    GraphFormat.GRAPHML.write(graph, folder.resolve("eye.graphml"));
    GraphFormat.GEOJSON.write(graph, folder.resolve("eye.geojson"));
    GraphFormat.JSON.write(graph, folder.resolve("eye.json"));
    GraphCsv.writeSegments(graph, folder.resolve("eye.segments.csv"));
    GraphCsv.writeNodes(graph, folder.resolve("eye.nodes.csv"));

    VesselGraph same = GraphFormat.GRAPHML.read(folder.resolve("eye.graphml"));
    // end: files
    return same;
  }

  static List<Set<Node>> trees(VesselGraph graph) {
    // begin: jgrapht
    VesselGraphView view = VesselGraphView.of(graph);
    List<Set<Node>> trees = new ConnectivityInspector<>(view).connectedSets();
    // end: jgrapht
    return trees;
  }
}
