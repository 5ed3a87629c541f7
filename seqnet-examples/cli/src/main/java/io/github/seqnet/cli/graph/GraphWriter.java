// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.graph;

import io.github.seqnet.analysis.GraphOverlay;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.OutputLayout;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.io.AuditColumns;
import io.github.seqnet.graph.io.BiomarkerCsv;
import io.github.seqnet.graph.io.GraphCsv;
import io.github.seqnet.graph.io.GraphFormat;
import io.github.seqnet.graph.propagation.RefinementResult;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a graph and its derived files, such as {@code <name>.skeleton.png}.
 *
 * @param layout where the files are
 * @param kind the folder of the files in the flat layout; empty for the output folder itself
 * @param options the files to write
 */
public record GraphWriter(OutputLayout layout, String kind, GraphOptions options) {
  /** Writes the graph and the biomarkers of a report. */
  public void write(String name, RetinaReport report) throws IOException {
    RefinementResult result = report.refinement();
    VesselGraph graph = report.graph();
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
      BiomarkerCsv.write(report.biomarkers(), file(name, "measures.csv"));
    }
    if (options.wants(GraphOptions.Format.OVERLAY)) {
      ImageFiles.writePng(file(name, "overlay.png"), GraphOverlay.draw(report));
    }
  }

  /** The file with the biomarkers of an image. */
  public Path measures(InputImage image) {
    return layout.path(kind, image.name(), "measures.csv");
  }

  /**
   * A file of an image.
   *
   * @throws IOException if its folder cannot be created
   */
  Path file(String name, String suffix) throws IOException {
    return layout.file(kind, name, suffix);
  }
}
