// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.analysis.report.IndexPage;
import io.github.seqnet.analysis.report.IndexPage.Cell;
import io.github.seqnet.analysis.report.IndexPage.Column;
import io.github.seqnet.analysis.report.IndexPage.IndexRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills the page of a folder. */
final class IndexPageBuilder {
  private static final String NUMBER = "number";
  private static final String TEXT = "text";

  private IndexPageBuilder() {}

  static IndexPage build(String title, List<HtmlIndexEntry> entries) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("Photograph", TEXT));
    MainBiomarkers.ALL.forEach(main -> columns.add(new Column(main.heading(), NUMBER)));
    columns.add(new Column("Remarks", TEXT));
    return new IndexPage(title, columns, entries.stream().map(IndexPageBuilder::row).toList());
  }

  private static IndexRow row(HtmlIndexEntry entry) {
    Map<String, Object> row = entry.row();
    String name = text(row.get("name")).isEmpty() ? text(row.get("file")) : text(row.get("name"));
    String error = text(row.get("error"));
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(name, TEXT, name, entry.href()));
    for (MainBiomarkers.Main main : MainBiomarkers.ALL) {
      cells.add(
          row.get(main.column()) instanceof Number number
              ? new Cell(
                  ReportText.number(number.doubleValue()),
                  NUMBER,
                  String.valueOf(number.doubleValue()),
                  "")
              : new Cell("", NUMBER, "", ""));
    }
    boolean poor = Boolean.FALSE.equals(row.get("gradable")) || "false".equals(row.get("gradable"));
    String remarks = error.isEmpty() ? text(row.get("remarks")) : "failed: " + error;
    if (poor) {
      String reasons = "not gradable: " + text(row.get("quality_reasons"));
      remarks = remarks.isEmpty() ? reasons : reasons + "; " + remarks;
    }
    cells.add(new Cell(remarks, TEXT, remarks, ""));
    byte[] thumbnail = entry.thumbnail();
    return new IndexRow(
        name + " " + remarks,
        !error.isEmpty() ? "error" : poor ? "poor" : "good",
        thumbnail.length == 0 ? "" : ReportPageBuilder.data("image/jpeg", thumbnail),
        cells);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
