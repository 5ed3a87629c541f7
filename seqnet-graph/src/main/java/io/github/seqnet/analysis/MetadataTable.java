// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.file.PlainText;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.Laterality;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of what is known about each photograph: pixel size, laterality and optic disc. It is read
 * from a CSV file with one row per photograph and these columns, in any order. All columns except
 * {@code file} are optional, and cells may be empty.
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><th>column</th><th>value</th></tr>
 * <tr><td>{@code file}</td><td>the name of the photograph, with as many of its folders as needed to
 * tell it from others, such as {@code eye.png} or {@code left/eye.png}; also as results tables
 * contain it, with an apostrophe before {@code =}, {@code +}, {@code -} or {@code @}</td></tr>
 * <tr><td>{@code pixel_size_um}</td><td>the side of a pixel in micrometers, above 0</td></tr>
 * <tr><td>{@code laterality}</td><td>{@code left}, {@code L}, {@code OS}, {@code right}, {@code R} or
 * {@code OD}</td></tr>
 * <tr><td>{@code disc_x_px}, {@code disc_y_px}, {@code disc_radius_px}</td><td>the optic disc in
 * pixels of the photograph; all three or none</td></tr>
 * </table>
 *
 * <p>Commas, semicolons or tabs separate the cells, as the header shows. Where commas do not
 * separate cells, they may mark the decimals of numbers. A byte order mark is allowed.
 *
 * <p>The table is strict: unknown columns, two rows of one file, and values out of range are
 * rejected. {@link #checkFiles} rejects rows without a photograph. Immutable and safe to share
 * between threads.
 */
public final class MetadataTable {
  private static final String FILE = "file";
  private static final String PIXEL_SIZE = "pixel_size_um";
  private static final String LATERALITY = "laterality";
  private static final String DISC_X = "disc_x_px";
  private static final String DISC_Y = "disc_y_px";
  private static final String DISC_RADIUS = "disc_radius_px";
  private static final List<String> COLUMNS =
      List.of(FILE, PIXEL_SIZE, LATERALITY, DISC_X, DISC_Y, DISC_RADIUS);

  /** In characters; more than the columns need. */
  private static final int LONGEST_HEADER = 1024;

  private final Path table;
  private final Map<Path, KnownFacts> facts;

  private MetadataTable(Path table, Map<Path, KnownFacts> facts) {
    this.table = table;
    this.facts = facts;
  }

  /**
   * Reads a table.
   *
   * @param table a CSV file in UTF-8 with a header; see the class for separators
   * @throws IOException if the file cannot be read or is not such a table; names the file, and the
   *     line and the column of the fault
   */
  public static MetadataTable read(Path table) throws IOException {
    Objects.requireNonNull(table, "table");
    try (BufferedReader reader = Files.newBufferedReader(table, StandardCharsets.UTF_8);
        CSVParser parser = parser(reader)) {
      checkColumns(table, parser.getHeaderNames());
      Map<Path, KnownFacts> facts = new LinkedHashMap<>();
      Map<Path, Long> lines = new HashMap<>();
      for (CSVRecord row : parser) {
        long line = parser.getCurrentLineNumber();
        if (!row.isConsistent()) {
          throw fault(
              table,
              line,
              "has %d cells, but the header has %d columns"
                  .formatted(row.size(), parser.getHeaderNames().size()));
        }
        Path file = file(table, line, PlainText.ofSpreadsheetCell(row.get(FILE)));
        Long other = lines.put(file, line);
        if (other != null) {
          throw fault(table, line, "the file '" + file + "' is in line " + other + ", too");
        }
        facts.put(file, facts(table, line, row));
      }
      return new MetadataTable(table, facts);
    } catch (NoSuchFileException e) {
      throw new IOException(table + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new IOException(table + ": not UTF-8 text; save the table as UTF-8", e);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new IOException(
          PlainText.excerpt(table + ": not a valid CSV table: " + e.getMessage()), e);
    }
  }

  /** Spreadsheet programs begin UTF-8 files with a byte order mark and follow local separators. */
  private static CSVParser parser(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    reader.mark(LONGEST_HEADER);
    char[] beginning = new char[LONGEST_HEADER - 1];
    int length = 0;
    for (int count; length < beginning.length; length += count) {
      count = reader.read(beginning, length, beginning.length - length);
      if (count < 0) {
        break;
      }
    }
    reader.reset();
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(delimiter(new String(beginning, 0, length)))
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .get();
    return CSVParser.parse(reader, format);
  }

  /** The first separator in the header; names of columns contain none. */
  private static char delimiter(String text) {
    String header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == ',' || c == ';' || c == '\t') {
        return c;
      }
    }
    return ',';
  }

  private static void checkColumns(Path table, List<String> columns) throws IOException {
    for (String column : columns) {
      if (!COLUMNS.contains(column)) {
        throw new IOException(
            PlainText.excerpt(
                "%s: unknown column '%s'; columns are %s"
                    .formatted(table, column, String.join(", ", COLUMNS))));
      }
      if (Collections.frequency(columns, column) > 1) {
        throw new IOException(table + ": the column '" + column + "' occurs twice");
      }
    }
    if (!columns.contains(FILE)) {
      throw new IOException(
          "%s: has no column 'file'; columns are %s".formatted(table, String.join(", ", COLUMNS)));
    }
  }

  private static Path file(Path table, long line, String text) throws IOException {
    if (text.isEmpty()) {
      throw fault(table, line, "the column 'file' is empty");
    }
    try {
      return Path.of(text.replace('\\', '/')).normalize();
    } catch (InvalidPathException e) {
      throw fault(table, line, "the column 'file' is not a file name: '" + text + "'");
    }
  }

  private static KnownFacts facts(Path table, long line, CSVRecord row) throws IOException {
    KnownFacts facts = KnownFacts.none();
    Optional<Double> pixelSize = number(table, line, row, PIXEL_SIZE, true);
    if (pixelSize.isPresent()) {
      facts = facts.withPixelSize(Scale.micrometers(pixelSize.get()));
    }
    String laterality = cell(row, LATERALITY);
    if (!laterality.isEmpty()) {
      Optional<Laterality> eye = Laterality.parse(laterality);
      if (eye.isEmpty()) {
        throw fault(
            table,
            line,
            "laterality must be left, L, OS, right, R or OD, got '" + laterality + "'");
      }
      facts = facts.withLaterality(eye.get());
    }
    Optional<Double> x = number(table, line, row, DISC_X, false);
    Optional<Double> y = number(table, line, row, DISC_Y, false);
    Optional<Double> radius = number(table, line, row, DISC_RADIUS, true);
    if (x.isPresent() && y.isPresent() && radius.isPresent()) {
      facts = facts.withOpticDisc(new OpticDisc(x.get(), y.get(), radius.get()));
    } else if (x.isPresent() || y.isPresent() || radius.isPresent()) {
      throw fault(
          table,
          line,
          "the optic disc needs disc_x_px, disc_y_px and disc_radius_px; one of them is missing");
    }
    return facts;
  }

  private static String cell(CSVRecord row, String column) {
    return row.isMapped(column) ? row.get(column) : "";
  }

  private static Optional<Double> number(
      Path table, long line, CSVRecord row, String column, boolean positive) throws IOException {
    String text = cell(row, column);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    double value;
    try {
      // A comma is only left within a cell that is quoted or separated by other characters.
      value = Double.parseDouble(text.replace(',', '.'));
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!Double.isFinite(value) || (positive && value <= 0)) {
      throw fault(
          table,
          line,
          "%s must be a%s number, got '%s'".formatted(column, positive ? " positive" : "", text));
    }
    return Optional.of(value);
  }

  private static IOException fault(Path table, long line, String reason) {
    return new IOException(PlainText.excerpt(table + ", line " + line + ": " + reason));
  }

  /** The number of rows. */
  public int size() {
    return facts.size();
  }

  /**
   * Returns the known facts about a photograph.
   *
   * @param photograph the file; the matching row is the one whose {@code file} is the end of this
   *     path, the longest if there are several
   * @return no facts if the table has no such row
   */
  public KnownFacts factsOf(Path photograph) {
    Path file = photograph.toAbsolutePath().normalize();
    Path best = null;
    for (Path row : facts.keySet()) {
      if (file.endsWith(row) && (best == null || row.getNameCount() > best.getNameCount())) {
        best = row;
      }
    }
    return best == null ? KnownFacts.none() : Objects.requireNonNull(facts.get(best));
  }

  /**
   * Checks that every row is about one photograph.
   *
   * @param photographs all files that are analyzed
   * @throws IOException if a row matches no photograph or several; names the table and the row
   */
  public void checkFiles(List<Path> photographs) throws IOException {
    for (Path row : facts.keySet()) {
      List<Path> matches =
          photographs.stream().filter(p -> p.toAbsolutePath().normalize().endsWith(row)).toList();
      if (matches.isEmpty()) {
        throw new IOException(
            PlainText.excerpt(
                table + ": the file '" + row + "' is not among the images; remove its row"));
      }
      if (matches.size() > 1) {
        throw new IOException(
            PlainText.excerpt(
                "%s: the file '%s' may be %s or %s; write the name with its folder"
                    .formatted(table, row, matches.get(0), matches.get(1))));
      }
    }
  }

  @Override
  public String toString() {
    return "MetadataTable[" + table + ", " + size() + " rows]";
  }
}
