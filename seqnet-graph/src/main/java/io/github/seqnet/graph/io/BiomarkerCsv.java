// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.file.PlainText;
import io.github.seqnet.graph.biomarker.BiomarkerColumn;
import io.github.seqnet.graph.biomarker.BiomarkerResults;
import io.github.seqnet.graph.biomarker.BiomarkerValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes the biomarkers of one image as a table, one row for each: {@code biomarker, vessels,
 * region, value, unit, remark}. The value is empty where it is missing, and the remark gives the
 * reason. Comma-separated, UTF-8, numbers with a decimal point and six significant digits; text
 * that spreadsheets would run as a formula is escaped. All images have the same rows. Thread-safe.
 */
public final class BiomarkerCsv {
  /** The columns in order. */
  public static final List<String> COLUMNS =
      List.of("biomarker", "vessels", "region", "value", "unit", "remark");

  private BiomarkerCsv() {}

  /**
   * Writes a file; an existing file is replaced only when the new one is complete.
   *
   * @throws IOException if it cannot be written; names the file and leaves nothing behind
   */
  public static void write(BiomarkerResults results, Path file) throws IOException {
    Objects.requireNonNull(results, "results");
    AtomicFile.write(file, out -> write(results, out));
  }

  /**
   * Writes to a stream.
   *
   * @param out flushed, but not closed
   * @throws IOException if the stream fails
   */
  public static void write(BiomarkerResults results, OutputStream out) throws IOException {
    Objects.requireNonNull(results, "results");
    CSVPrinter printer = GraphCsv.printer(out);
    printer.printRecord(COLUMNS);
    for (int k = 0; k < results.columns().size(); k++) {
      BiomarkerColumn column = results.columns().get(k);
      BiomarkerValue value = results.values().get(k);
      printer.printRecord(
          GraphCsv.cell(column.biomarker()),
          column.vessels().id(),
          column.region().id(),
          value.isPresent() ? PlainText.tableNumber(value.value().getAsDouble()) : "",
          GraphCsv.cell(column.unit().symbol()),
          GraphCsv.cell(value.remark()));
    }
    printer.flush();
  }
}
