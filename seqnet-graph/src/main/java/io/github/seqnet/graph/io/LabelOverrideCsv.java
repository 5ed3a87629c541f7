// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.graph.propagation.LabelOverrides;
import io.github.seqnet.image.VesselLabel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVPrinter;

/**
 * Corrected labels as a table with the columns {@code segment, x_px, y_px, label}. A row names
 * either a segment by its number or a point on it; the label is {@code artery} or {@code vein}.
 * Written with commas, in UTF-8. Thread-safe.
 */
public final class LabelOverrideCsv {
  private static final List<String> HEADER = List.of("segment", "x_px", "y_px", "label");

  private LabelOverrideCsv() {}

  /**
   * Writes the corrections; an existing file is replaced only when the new one is complete.
   *
   * @throws IOException if it cannot be written; names the file
   */
  public static void write(LabelOverrides overrides, Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          CSVPrinter printer = GraphCsv.printer(out);
          printer.printRecord(HEADER);
          for (LabelOverrides.Entry entry : overrides.entries()) {
            String label = entry.label().name().toLowerCase(Locale.ROOT);
            if (entry instanceof LabelOverrides.ByPoint point) {
              printer.printRecord("", point.x(), point.y(), label);
            } else if (entry instanceof LabelOverrides.BySegment segment) {
              printer.printRecord(segment.segment(), "", "", label);
            }
          }
          printer.flush();
        });
  }

  /**
   * Reads corrections. The table has these four columns, in any order; {@link CsvTable} describes
   * separators and numbers.
   *
   * @throws IOException if the file cannot be read or is not a valid table of corrections; names
   *     the file, the line and the reason
   */
  public static LabelOverrides read(Path file) throws IOException {
    List<LabelOverrides.Entry> entries = new ArrayList<>();
    CsvTable.read(file, HEADER, List.of(), row -> entries.add(entry(row)));
    return new LabelOverrides(entries);
  }

  private static LabelOverrides.Entry entry(CsvTable.Row row) throws IOException {
    boolean bySegment = !row.text("segment").isEmpty();
    OptionalDouble x = row.number("x_px");
    OptionalDouble y = row.number("y_px");
    boolean byPoint = x.isPresent() && y.isPresent();
    if (bySegment == byPoint || x.isPresent() != y.isPresent()) {
      throw row.fault("needs either a segment or x_px and y_px");
    }
    VesselLabel label = GraphDraft.label(row.text("label"), row.line());
    try {
      return bySegment
          ? new LabelOverrides.BySegment(
              GraphDraft.integer(row.text("segment"), "segment", row.line()), label)
          : new LabelOverrides.ByPoint(x.getAsDouble(), y.getAsDouble(), label);
    } catch (IllegalArgumentException e) {
      throw row.fault(String.valueOf(e.getMessage()));
    }
  }
}
