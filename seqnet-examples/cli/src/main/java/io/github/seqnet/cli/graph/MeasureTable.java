package io.github.seqnet.cli.graph;

import io.github.seqnet.analysis.ReportTable;
import io.github.seqnet.cli.batch.Records;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the rows of many images, which stand in their records, in one results table. {@link
 * ReportTable} defines the columns.
 */
public final class MeasureTable {
  /** Its file in the output folder. */
  public static final String FILE = "measures.csv";

  private static final String ROW = "row";

  private final Records records;
  private final ReportTable table;

  public MeasureTable(Records records, ReportTable table) {
    this.records = records;
    this.table = table;
  }

  /** The columns of all tables of the command line, whose units follow from the options. */
  public static ReportTable columns(GraphOptions options) {
    return ReportTable.of(BiomarkerSet.available(), options.analysis().biomarkers().scale());
  }

  /** Adds a row to what is recorded about an image; missing values are left out. */
  public static void record(Map<String, Object> row, Map<String, Object> found) {
    Map<String, Object> present = new LinkedHashMap<>();
    row.forEach(
        (column, value) -> {
          if (value != null) {
            present.put(column, value);
          }
        });
    found.put(ROW, present);
  }

  /** Writes the table of those of the images that are done, in their order. */
  public void write(List<InputImage> images, Path file) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (InputImage image : images) {
      Optional<Map<String, String>> record = records.done(image);
      if (record.isPresent()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (String column : table.names()) {
          row.put(column, record.get().get(ROW + "." + column));
        }
        rows.add(row);
      }
    }
    table.writeCsv(rows, file);
  }
}
