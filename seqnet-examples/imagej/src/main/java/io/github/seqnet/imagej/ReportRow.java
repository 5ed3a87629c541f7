package io.github.seqnet.imagej;

import ij.measure.ResultsTable;
import io.github.seqnet.analysis.ReportTable;
import io.github.seqnet.analysis.RetinaReport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Appends the biomarkers of a report to a table of ImageJ, one row for each photograph. */
final class ReportRow {
  private static final List<String> ABOUT = List.of("laterality", "length_unit", "pixel_size_um");
  private static final Set<String> NOT_SHOWN = Set.of("name", "file", "error");

  private ReportRow() {}

  /** Appends a row; a value that is missing is NaN, and the column {@code remarks} says why. */
  static void append(
      RetinaReport report, PluginOptions.Biomarkers which, String label, ResultsTable table) {
    Map<String, Object> row = report.toRow();
    table.addRow();
    table.addLabel(label);
    if (which == PluginOptions.Biomarkers.ALL) {
      row.forEach(
          (name, value) -> {
            if (!NOT_SHOWN.contains(name)) {
              add(table, name, value);
            }
          });
      return;
    }
    for (String name : ABOUT) {
      add(table, name, row.get(name));
    }
    for (String name : ReportTable.mainBiomarkers()) {
      add(table, name, row.get(name));
    }
    add(table, "remarks", row.get("remarks"));
  }

  private static void add(ResultsTable table, String name, @Nullable Object value) {
    if (value instanceof Number number) {
      table.addValue(name, number.doubleValue());
    } else if (value instanceof String text) {
      table.addValue(name, text);
    } else {
      table.addValue(name, Double.NaN);
    }
  }
}
