package io.github.seqnet.cli;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.biomarker.BiomarkerInput;
import io.github.seqnet.graph.biomarker.BiomarkerMeasurer;
import io.github.seqnet.graph.biomarker.BiomarkerResults;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.io.AuditColumns;
import io.github.seqnet.graph.io.BiomarkerCsv;
import io.github.seqnet.graph.io.GraphCsv;
import io.github.seqnet.graph.io.GraphFormat;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.propagation.RefinementResult;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes a graph and what belongs to it, {@code <name>.skeleton.png} and so on.
 *
 * @param folder where to
 * @param options which files
 */
record GraphWriter(OutputFolder folder, GraphOptions options) {
  /**
   * Writes a graph.
   *
   * @param background what the overlay is drawn on, of the size of the graph
   * @param disc the optic disc, where it is known
   */
  void write(
      String name,
      RefinementResult result,
      FieldOfView fieldOfView,
      Optional<OpticDisc> disc,
      RgbImage background)
      throws IOException {
    VesselGraph graph = result.graph();
    if (options.wants(GraphOptions.Format.SKELETON)) {
      ImageFiles.writePng(file(name, "skeleton.png"), graph.redraw());
    }
    if (options.wants(GraphOptions.Format.CSV)) {
      GraphCsv.writeSegments(graph, AuditColumns.of(result), file(name, "segments.csv"));
      GraphCsv.writeNodes(graph, file(name, "nodes.csv"));
    }
    for (GraphFormat format : options.files()) {
      format.write(graph, file(name, format.extension()));
    }
    if (options.measure()) {
      BiomarkerMeasurer measurer =
          BiomarkerMeasurer.with(options.biomarkerOptions())
              .withBiomarkers(BiomarkerSet.available());
      BiomarkerInput input = BiomarkerInput.of(graph, result.labels(), fieldOfView);
      BiomarkerResults measures = measurer.measure(disc.map(input::withOpticDisc).orElse(input));
      BiomarkerCsv.write(measures, file(name, "measures.csv"));
    }
    if (options.wants(GraphOptions.Format.OVERLAY)) {
      ImageFiles.writePng(
          file(name, "overlay.png"),
          GraphOverlay.draw(background, graph, result.changedSegments()));
    }
  }

  /** Where the measures of an image are written. */
  Path measures(InputImage image) {
    return folder.path().resolve(image.name() + ".measures.csv");
  }

  /**
   * A file about an image.
   *
   * @throws IOException if its folder cannot be made
   */
  Path file(String name, String suffix) throws IOException {
    return folder.file("", name + "." + suffix);
  }
}
