// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.file;

import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.file.PlainText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Tables as files: comma separated, UTF-8, one row of headers. */
public final class CsvFile {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
  private static final CSVFormat WITH_HEADER =
      FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();

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

  /**
   * Reads the rows of a table.
   *
   * @param columns those that it must have
   * @throws IOException if it cannot be read, lacks a column, or has a row of another length; names
   *     the file
   */
  public static List<CSVRecord> read(Path file, List<String> columns) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      skipByteOrderMark(reader);
      try (CSVParser parser = CSVParser.parse(reader, WITH_HEADER)) {
        for (String column : columns) {
          if (!parser.getHeaderMap().containsKey(column)) {
            throw new IOException(file + ": has no column '" + column + "'");
          }
        }
        List<CSVRecord> rows = parser.getRecords();
        for (CSVRecord row : rows) {
          if (!row.isConsistent()) {
            throw new IOException(
                file + ": row " + row.getRecordNumber() + " has not as many cells as the headers");
          }
        }
        return rows;
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": is not UTF-8 text", e);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new IOException(file + ": not a valid table: " + FailureText.oneLine(e), e);
    } catch (IOException e) {
      throw new IOException(FailureText.oneLine(file, e), e);
    }
  }

  /** Spreadsheet programs write it before UTF-8 text. */
  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != 0xFEFF) {
      reader.reset();
    }
  }
}
