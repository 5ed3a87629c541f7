// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.file;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.file.PlainText;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes tables as files: comma separated, UTF-8, one row of headers. */
public final class CsvFile {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private CsvFile() {}

  /** Prints a table, its headers first. */
  @FunctionalInterface
  public interface Table {
    /** Prints it. */
    void print(Rows rows) throws IOException;
  }

  /** Prints rows; text that a spreadsheet would take for a formula is marked as text. */
  public static final class Rows {
    private final CSVPrinter printer;

    private Rows(CSVPrinter printer) {
      this.printer = printer;
    }

    /** Prints a row. */
    public void printRecord(Iterable<?> cells) throws IOException {
      List<Object> safe = new ArrayList<>();
      for (Object cell : cells) {
        safe.add(
            cell == null || cell instanceof Number
                ? cell
                : PlainText.spreadsheetCell(cell.toString()));
      }
      printer.printRecord(safe);
    }

    /** Prints a row. */
    public void printRecord(Object... cells) throws IOException {
      printRecord(Arrays.asList(cells));
    }
  }

  /** Writes a table atomically. */
  public static void write(Path file, Table table) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
              CSVPrinter printer = new CSVPrinter(writer, FORMAT)) {
            table.print(new Rows(printer));
          }
        });
  }
}
