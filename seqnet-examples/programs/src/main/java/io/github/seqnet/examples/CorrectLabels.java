// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.propagation.FrozenRegion;
import io.github.seqnet.graph.propagation.LabelPainter;
import io.github.seqnet.graph.propagation.LabelPropagation;
import io.github.seqnet.graph.propagation.LabelUnification;
import io.github.seqnet.graph.propagation.PropagationResult;
import io.github.seqnet.graph.propagation.StableOptions;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.pipeline.VesselAnalysis;
import io.github.seqnet.pipeline.VesselPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Corrects labels by hand, as a viewer does: the vessel nearest to a click gets the label that the
 * user chooses, labels are propagated to its neighbors, and the labels are painted at the size of
 * the photograph. A viewer keeps the graph and all labels that were set for the next click.
 *
 * <p>Arguments: the photograph, column and row of the click, the label, and the PNG file to write.
 */
public final class CorrectLabels {
  private CorrectLabels() {}

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(
        5, arguments, "CorrectLabels <photograph> <x> <y> <artery|vein> <result.png>");
    try {
      correct(arguments);
    } catch (IllegalArgumentException | SeqnetException e) {
      Arguments.end(e.getMessage());
    }
  }

  private static void correct(String[] arguments) throws IOException {
    RgbImage photograph = ImageFiles.readRgb(Path.of(arguments[0]));
    double x = Double.parseDouble(arguments[1]);
    double y = Double.parseDouble(arguments[2]);
    VesselLabel label = VesselLabel.valueOf(arguments[3].toUpperCase(Locale.ROOT));
    try (VesselModel network = SeqNet.pretrained()) {
      VesselAnalysis analysis = VesselPipeline.of(network).analyze(photograph);
      ArteryVeinMap labels = analysis.labels();
      VesselMaps maps = analysis.maps();
      // Not of the working maps: those of a photograph that is not square are squeezed.
      VesselGraph graph =
          LabelUnification.unify(VesselGraph.of(labels.vessels()), maps.artery(), maps.vein());
      Segment clicked =
          graph
              .nearest(x, y, 10)
              .orElseThrow(() -> new IllegalArgumentException("no vessel is within 10 pixels"));
      PropagationResult result =
          LabelPropagation.stable(StableOptions.defaults())
              .propagate(graph, FrozenRegion.none(), Map.of(clicked.index(), label));
      ImageFiles.writePng(
          Path.of(arguments[4]), LabelPainter.paint(result.graph(), labels.vessels(), labels));
    }
  }
}
