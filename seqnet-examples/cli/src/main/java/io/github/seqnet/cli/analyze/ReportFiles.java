// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.analyze;

import io.github.seqnet.analysis.ReportTable;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.cli.file.OutputLayout;
import io.github.seqnet.graph.io.AuditColumns;
import io.github.seqnet.graph.io.GraphCsv;
import io.github.seqnet.graph.io.GraphFormat;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The files that {@code analyze} writes of one {@link RetinaReport}.
 *
 * @param layout where the files are
 * @param name the name of the photograph
 */
record ReportFiles(OutputLayout layout, String name) {
  /**
   * Writes the labels, the graph and the table of one photograph.
   *
   * @param row the report's row
   * @throws IOException if a file cannot be written; names the file
   */
  void write(RetinaReport report, Map<String, Object> row, ReportTable table) throws IOException {
    ImageFiles.writePng(file("labels", "png"), report.labels());
    ImageFiles.writePng(file("skeleton", "png"), report.graph().redraw());
    GraphCsv.writeSegments(
        report.graph(), AuditColumns.of(report.refinement()), file("segments", "csv"));
    GraphCsv.writeNodes(report.graph(), file("nodes", "csv"));
    GraphFormat.GEOJSON.write(report.graph(), file("graph", "geojson"));
    // The table is the last file: where it is, the others are complete.
    table.writeCsv(List.of(row), file("measures", "csv"));
  }

  /** The path of the file of a kind. */
  Path path(String kind, String extension) {
    return layout.path(kind, name, extension);
  }

  /** The file of a kind; its folder exists. */
  Path file(String kind, String extension) throws IOException {
    return layout.file(kind, name, extension);
  }
}
