// SPDX-License-Identifier: MIT
package io.github.seqnet.imagej;

import ij.measure.ResultsTable;
import io.github.seqnet.analysis.ReportTable;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.graph.biomarker.BiomarkerColumn;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.biomarker.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Appends the biomarkers of a report to a table of ImageJ, one row for each photograph. */
final class ReportRow {
  private static final List<String> ABOUT =
      List.of("laterality", "laterality_source", "length_unit", "pixel_size_um");
  private static final Set<String> NOT_SHOWN = Set.of("name", "file", "error");

  private static final int DECIMAL_PLACES = 5;

  /** The columns of text, which have no NaN. */
  private static final Set<String> TEXTS =
      ReportTable.of(BiomarkerSet.of(List.of()), Scale.pixels()).columns().stream()
          .filter(column -> column.type() == ReportTable.ColumnType.TEXT)
          .map(ReportTable.Column::name)
          .collect(Collectors.toUnmodifiableSet());

  private ReportRow() {}

  /** Appends a row. A missing value is NaN, and the column {@code remarks} gives the reason. */
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
    add(table, "remarks", remarks(report));
  }

  /** The remarks on the main biomarkers. */
  private static String remarks(RetinaReport report) {
    List<String> remarks = new ArrayList<>();
    for (BiomarkerColumn column : report.biomarkers().columns()) {
      String remark = report.biomarkers().get(column.name()).remark();
      if (ReportTable.mainBiomarkers().contains(column.name()) && !remark.isEmpty()) {
        remarks.add(column.biomarker() + ": " + remark);
      }
    }
    return String.join("; ", remarks);
  }

  private static void add(ResultsTable table, String name, @Nullable Object value) {
    if (value instanceof Number number) {
      table.addValue(name, number.doubleValue());
      table.setDecimalPlaces(
          table.getColumnIndex(name), number instanceof Double ? DECIMAL_PLACES : 0);
    } else if (value instanceof String text) {
      table.addValue(name, text);
    } else if (TEXTS.contains(name)) {
      table.addValue(name, "");
    } else {
      table.addValue(name, Double.NaN);
    }
  }
}
