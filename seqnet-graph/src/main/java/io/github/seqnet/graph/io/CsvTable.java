// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.seqnet.file.PlainText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV tables as spreadsheet programs of any locale save them. All tables that this library
 * reads follow these rules:
 *
 * <ul>
 *   <li>The text is UTF-8, with or without a byte order mark. The first row holds the names of the
 *       columns, which may be in any order, each once.
 *   <li>Commas, semicolons or tabs separate the cells: whichever comes first in the header. Cells
 *       may be quoted. Space around cells and empty rows are ignored, and so are columns without a
 *       name if they are empty.
 *   <li>Numbers have a point or, in quotes or between other separators, a comma before their
 *       decimals. A quoted number such as {@code "1,234"} between commas is ambiguous and rejected.
 * </ul>
 *
 * <p>Every failure names the table, the line and the reason. Stateless and thread-safe; rows are
 * read one after the other, so memory does not grow with the table.
 */
public final class CsvTable {
  /** In characters; the first separator of a header is found earlier. */
  private static final int LONGEST_COLUMN = 8192;

  private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9]\\d{0,2}(,\\d{3})+");

  private CsvTable() {}

  /** Receives the rows of a table in order. */
  @FunctionalInterface
  public interface RowReader {
    /**
     * Receives a row.
     *
     * @throws IOException if the row is not valid; {@link Row#fault} gives it a line
     */
    void read(Row row) throws IOException;
  }

  /** A row of a table. Valid after the table is closed. Immutable. */
  public static final class Row {
    private final CSVRecord cells;
    private final long line;
    private final boolean commas;

    private Row(CSVRecord cells, long line, boolean commas) {
      this.cells = cells;
      this.line = line;
      this.commas = commas;
    }

    /** The number of the line at which the row ends, from 1. */
    public long line() {
      return line;
    }

    /** The names of the columns in their order. */
    public List<String> columns() {
      return cells.getParser().getHeaderNames();
    }

    /** Whether the table has a column. */
    public boolean has(String column) {
      return cells.isMapped(column);
    }

    /** The text of a cell without space around it; empty if the table has no such column. */
    public String text(String column) {
      return has(column) ? cells.get(column) : "";
    }

    /**
     * The number in a cell.
     *
     * @return empty if the cell is empty or the table has no such column
     * @throws IOException if it is not a finite number
     */
    public OptionalDouble number(String column) throws IOException {
      String text = text(column);
      if (text.isEmpty()) {
        return OptionalDouble.empty();
      }
      double value;
      try {
        value = Double.parseDouble(withPoints(column));
      } catch (NumberFormatException e) {
        value = Double.NaN;
      }
      if (!Double.isFinite(value)) {
        throw fault(column + " must be a number, got '" + text + "'");
      }
      return OptionalDouble.of(value);
    }

    /** The texts of all cells by the names of their columns, in order. */
    public Map<String, String> toMap() {
      return cells.toMap();
    }

    /** The text of a cell of numbers, with points before their decimals. */
    String withPoints(String column) throws IOException {
      String text = text(column);
      if (commas && THOUSANDS.matcher(text).matches()) {
        throw fault(
            "%s is ambiguous: '%s'; write %s or %s"
                .formatted(column, text, text.replace(',', '.'), text.replace(",", "")));
      }
      return text.replace(',', '.');
    }

    /** An exception with the line of this row. The table adds its name. */
    public IOException fault(String reason) {
      return GraphDraft.at(line, reason);
    }
  }

  /**
   * Reads a table that may have columns beside the required ones.
   *
   * @param table a CSV file with a header
   * @param required the columns that it must have
   * @throws IOException if it cannot be read, lacks a column or is malformed, and if the reader
   *     fails; names the file, and the line where it is known
   */
  public static void read(Path table, Collection<String> required, RowReader reader)
      throws IOException {
    read(Source.of(table), required, null, reader);
  }

  /**
   * Reads a table of known columns.
   *
   * @param required the columns that it must have
   * @param optional the columns that it may have; others are rejected
   * @throws IOException as {@link #read(Path, Collection, RowReader)}, and for unknown columns
   */
  public static void read(
      Path table, Collection<String> required, Collection<String> optional, RowReader reader)
      throws IOException {
    read(
        Source.of(table),
        required,
        Objects.requireNonNull(optional, "optional"),
        Objects.requireNonNull(reader, "reader"));
  }

  /**
   * Reads all rows of a table, which then need memory for all cells.
   *
   * @param required the columns that it must have
   * @throws IOException as {@link #read(Path, Collection, RowReader)}
   */
  public static List<Row> rows(Path table, Collection<String> required) throws IOException {
    List<Row> rows = new ArrayList<>();
    read(table, required, rows::add);
    return rows;
  }

  /** Begins to read. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /** A table to be read, and what messages call it. */
  record Source(String name, Opener opener) {
    static Source of(Path file) {
      Objects.requireNonNull(file, "table");
      return new Source(file.toString(), () -> Files.newInputStream(file));
    }
  }

  /** Reads a table; optional columns are null if all others are allowed. */
  static void read(
      Source source,
      Collection<String> required,
      @Nullable Collection<String> optional,
      RowReader reader)
      throws IOException {
    Objects.requireNonNull(required, "required");
    Objects.requireNonNull(reader, "reader");
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(source.opener().open(), UTF_8.newDecoder()))) {
      read(text, required, optional, reader);
    } catch (CharacterCodingException e) {
      throw new IOException(source.name() + ": is not UTF-8 text; save the table as UTF-8", e);
    } catch (IOException e) {
      throw new IOException(PlainText.excerpt(source.name() + ": " + FailureReason.reason(e)), e);
    }
  }

  private static void read(
      BufferedReader text,
      Collection<String> required,
      @Nullable Collection<String> optional,
      RowReader reader)
      throws IOException {
    ByteOrderMark.skip(text);
    char separator = separator(text);
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(separator)
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .get();
    long line = 1;
    try (CSVParser parser = CSVParser.parse(text, format)) {
      List<String> columns = parser.getHeaderNames();
      checkColumns(columns, required, optional);
      line = parser.getCurrentLineNumber();
      for (CSVRecord cells : parser) {
        line = parser.getCurrentLineNumber();
        Row row = new Row(cells, line, separator == ',');
        checkCells(row, columns);
        reader.read(row);
      }
    } catch (CharacterCodingException e) {
      throw e;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException coding) {
        throw coding;
      }
      throw GraphDraft.at(line, "not a valid table from here on: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw GraphDraft.at(line, "not a valid table from here on: " + e.getMessage(), e);
    }
  }

  /** The first separator in the header that is not quoted. */
  private static char separator(BufferedReader text) throws IOException {
    text.mark(LONGEST_COLUMN + 1);
    boolean quoted = false;
    boolean begun = false;
    char separator = ',';
    for (int i = 0; i < LONGEST_COLUMN; i++) {
      int c = text.read();
      boolean ends = c < 0 || (begun && !quoted && (c == '\n' || c == '\r'));
      if (ends) {
        break;
      }
      if (!quoted && (c == ',' || c == ';' || c == '\t')) {
        separator = (char) c;
        break;
      }
      quoted ^= c == '"';
      begun |= !Character.isWhitespace(c);
    }
    text.reset();
    return separator;
  }

  private static void checkColumns(
      List<String> columns, Collection<String> required, @Nullable Collection<String> optional)
      throws IOException {
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!column.isEmpty() && !seen.add(column)) {
        throw GraphDraft.at(1, "the column '" + column + "' occurs twice");
      }
      if (!column.isEmpty()
          && optional != null
          && !required.contains(column)
          && !optional.contains(column)) {
        throw GraphDraft.at(
            1, "unknown column '" + column + "'; columns are " + names(required, optional));
      }
    }
    for (String column : required) {
      if (!seen.contains(column)) {
        String hint = optional == null ? "" : "; columns are " + names(required, optional);
        throw GraphDraft.at(1, "has no column '" + column + "'" + hint);
      }
    }
  }

  private static String names(Collection<String> required, Collection<String> optional) {
    String names = String.join(", ", required);
    return optional.isEmpty() ? names : names + ", " + String.join(", ", optional);
  }

  private static void checkCells(Row row, List<String> columns) throws IOException {
    int cells = row.cells.size();
    if (cells != columns.size()) {
      throw row.fault(
          "has %d cells, but the header has %d columns".formatted(cells, columns.size()));
    }
    for (int c = 0; c < cells; c++) {
      if (columns.get(c).isEmpty() && !row.cells.get(c).isEmpty()) {
        throw row.fault("the cell '" + row.cells.get(c) + "' is in a column without a name");
      }
    }
  }
}
