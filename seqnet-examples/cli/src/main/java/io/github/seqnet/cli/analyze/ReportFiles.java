// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.analyze;

import io.github.seqnet.analysis.ReportTable;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.graph.io.AuditColumns;
import io.github.seqnet.graph.io.GraphCsv;
import io.github.seqnet.graph.io.GraphFormat;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files that {@code analyze} writes of one {@link RetinaReport}. */
final class ReportFiles {
  /** The end of the name of a photograph's folder. */
  static final String SUFFIX = ".seqnet";

  private final Path folder;
  private final String flatName;

  private ReportFiles(Path folder, String flatName) {
    this.folder = folder;
    this.flatName = flatName;
  }

  /** All files of a photograph in one folder, such as {@code eye.seqnet/labels.png}. */
  static ReportFiles inFolder(Path folder) {
    return new ReportFiles(folder, "");
  }

  /** A folder for each kind of file, such as {@code labels/eye.png}. */
  static ReportFiles flat(Path folder, String name) {
    return new ReportFiles(folder, name);
  }

  /** The folder of all files. */
  Path folder() {
    return folder;
  }

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
    return flatName.isEmpty()
        ? folder.resolve(kind + "." + extension)
        : folder.resolve(kind).resolve(flatName + "." + extension);
  }

  /** The file of a kind; its folder exists. */
  Path file(String kind, String extension) throws IOException {
    Path file = path(kind, extension);
    Files.createDirectories(file.getParent());
    return file;
  }
}
