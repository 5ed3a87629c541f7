// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.graph;

import io.github.seqnet.analysis.CohortTable;
import io.github.seqnet.analysis.ReportTable;
import io.github.seqnet.analysis.ReportTable.Column;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.cli.batch.CompletionRecords;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.report.TableFile;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows of many images from their records in one results table. {@link ReportTable}
 * defines the columns.
 */
public final class BiomarkerTable {
  /** The file of the table in the output folder. */
  public static final String FILE = "measures.csv";

  private static final String ROW = "row";
  private static final String REMARK_OF = "remark_of";
  private static final String CONTENT_HASH = "content_hash";
  private static final String SECONDS = "seconds";
  private static final double NANOSECONDS = 1e9;

  private final CompletionRecords records;
  private final ReportTable table;

  public BiomarkerTable(CompletionRecords records, ReportTable table) {
    this.records = records;
    this.table = table;
  }

  /** The columns of all tables of the command line, whose units follow from the options. */
  public static ReportTable columns(GraphOptions options) {
    return ReportTable.of(BiomarkerSet.available(), options.analysis().biomarkers().scale());
  }

  /**
   * Adds a row to the record of an image; missing values are omitted.
   *
   * @param nanoseconds the duration of the analysis
   * @throws IOException if the image cannot be read again
   */
  public static void record(
      InputImage image, RetinaReport report, long nanoseconds, Map<String, Object> found)
      throws IOException {
    Map<String, Object> present = new LinkedHashMap<>();
    report
        .toRow()
        .forEach(
            (column, value) -> {
              if (value != null) {
                present.put(column, value);
              }
            });
    found.put(ROW, present);
    found.put(REMARK_OF, CohortTable.remarks(report));
    found.put(CONTENT_HASH, TableFile.contentHash(image.file()));
    found.put(SECONDS, nanoseconds / NANOSECONDS);
  }

  /** The rows of the completed images, in their order, compared with each other. */
  public Map<InputImage, TableFile.Measured> done(List<InputImage> images) {
    Map<InputImage, TableFile.Measured> done = new LinkedHashMap<>();
    for (InputImage image : images) {
      records.done(image).ifPresent(record -> done.put(image, measured(record)));
    }
    return TableFile.compared(done);
  }

  private TableFile.Measured measured(Map<String, String> record) {
    Map<String, Object> row = new LinkedHashMap<>();
    Map<String, String> remarks = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      row.put(column.name(), value(column, record.get(ROW + "." + column.name())));
      String remark = record.get(REMARK_OF + "." + column.name());
      if (remark != null) {
        remarks.put(column.name(), remark);
      }
    }
    return new TableFile.Measured(
        row,
        remarks,
        record.getOrDefault(CONTENT_HASH, ""),
        Double.parseDouble(record.getOrDefault(SECONDS, "0")));
  }

  private static @Nullable Object value(Column column, @Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (column.type()) {
      case TEXT -> text;
      case INTEGER -> Long.valueOf(text);
      case NUMBER -> Double.valueOf(text);
    };
  }

  /** The rows of images, by image. */
  public static Map<InputImage, Map<String, Object>> rows(
      Map<InputImage, TableFile.Measured> measured) {
    Map<InputImage, Map<String, Object>> rows = new LinkedHashMap<>();
    measured.forEach((image, found) -> rows.put(image, found.row()));
    return rows;
  }

  /** Writes the table of the completed images, in their order. */
  public void write(Map<InputImage, TableFile.Measured> done, Path file) throws IOException {
    table.writeCsv(List.copyOf(rows(done).values()), file);
  }
}
