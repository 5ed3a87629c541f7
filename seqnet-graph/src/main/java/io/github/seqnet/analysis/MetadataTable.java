// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.file.PlainText;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.io.CsvTable;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.Laterality;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

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
 * <p>{@link CsvTable} describes separators, quotes and numbers.
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
  private static final List<String> OPTIONAL_COLUMNS =
      List.of(PIXEL_SIZE, LATERALITY, DISC_X, DISC_Y, DISC_RADIUS);

  private final Path table;
  private final Map<Path, KnownFacts> facts;

  private MetadataTable(Path table, Map<Path, KnownFacts> facts) {
    this.table = table;
    this.facts = facts;
  }

  /**
   * Reads a table.
   *
   * @param table a CSV file in UTF-8 with a header
   * @throws IOException if the file cannot be read or is not such a table; names the file, and the
   *     line and the column of the fault
   */
  public static MetadataTable read(Path table) throws IOException {
    Objects.requireNonNull(table, "table");
    Map<Path, KnownFacts> facts = new LinkedHashMap<>();
    Map<Path, Long> lines = new HashMap<>();
    CsvTable.read(
        table,
        List.of(FILE),
        OPTIONAL_COLUMNS,
        row -> {
          Path file = file(row);
          Long other = lines.put(file, row.line());
          if (other != null) {
            throw row.fault("the file '" + file + "' is in line " + other + ", too");
          }
          facts.put(file, facts(row));
        });
    return new MetadataTable(table, facts);
  }

  private static Path file(CsvTable.Row row) throws IOException {
    String text = PlainText.ofSpreadsheetCell(row.text(FILE));
    if (text.isEmpty()) {
      throw row.fault("the column 'file' is empty");
    }
    try {
      return Path.of(text.replace('\\', '/')).normalize();
    } catch (InvalidPathException e) {
      throw row.fault("the column 'file' is not a file name: '" + text + "'");
    }
  }

  private static KnownFacts facts(CsvTable.Row row) throws IOException {
    KnownFacts facts = KnownFacts.none();
    OptionalDouble pixelSize = positive(row, PIXEL_SIZE);
    if (pixelSize.isPresent()) {
      facts = facts.withPixelSize(Scale.micrometers(pixelSize.getAsDouble()));
    }
    String laterality = row.text(LATERALITY);
    if (!laterality.isEmpty()) {
      Optional<Laterality> eye = Laterality.parse(laterality);
      if (eye.isEmpty()) {
        throw row.fault("laterality must be left, L, OS, right, R or OD, got '" + laterality + "'");
      }
      facts = facts.withLaterality(eye.get());
    }
    OptionalDouble x = row.number(DISC_X);
    OptionalDouble y = row.number(DISC_Y);
    OptionalDouble radius = positive(row, DISC_RADIUS);
    if (x.isPresent() && y.isPresent() && radius.isPresent()) {
      facts =
          facts.withOpticDisc(
              new OpticDisc(x.getAsDouble(), y.getAsDouble(), radius.getAsDouble()));
    } else if (x.isPresent() || y.isPresent() || radius.isPresent()) {
      throw row.fault(
          "the optic disc needs disc_x_px, disc_y_px and disc_radius_px; one of them is missing");
    }
    return facts;
  }

  private static OptionalDouble positive(CsvTable.Row row, String column) throws IOException {
    OptionalDouble value = row.number(column);
    if (value.isPresent() && value.getAsDouble() <= 0) {
      throw row.fault(column + " must be above 0, got '" + row.text(column) + "'");
    }
    return value;
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
