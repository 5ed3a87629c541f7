// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Results tables with the column names of other programs, so that a script written for one of them
 * reads the results of this library.
 *
 * <p>A preset contains a biomarker only where both programs use the same definition for the same
 * vessels in the same region: same formula, zone and choice of vessels. How it is estimated still
 * differs (segmentation, smoothing, where calibers are sampled), so values are comparable, but not
 * equal. Biomarkers with a related name and another definition are left out; {@code
 * docs/column-presets.md} lists them with the reason.
 */
public enum ColumnPreset {
  /**
   * VascX (retinalysis-vascx, feature set {@code full_v3}, resolved names): {@code id}, length-
   * weighted distance tortuosity, and central retinal equivalents from the six widest vessels.
   * Lengths are in millimeters where the size of a pixel is known, else in pixels.
   */
  VASCX(
      "id",
      List.of(
          new Mapping("lw_tort_dist_arteries", "tortuosity.arteries.field_of_view", false),
          new Mapping("lw_tort_dist_veins", "tortuosity.veins.field_of_view", false),
          new Mapping("full_cre_arteries", "crae_knudtson.arteries.zone_b", true),
          new Mapping("full_cre_veins", "crve_knudtson.veins.zone_b", true)),
      0.001),
  /**
   * AutoMorph ({@code Macular_Features.csv} and {@code Disc_Features.csv}): {@code Name}, CRAE,
   * CRVE and AVR by Knudtson's formula in zones B and C. Lengths are in micrometers where the size
   * of a pixel is known, else in pixels.
   */
  AUTOMORPH(
      "Name",
      Stream.of("zone_b", "zone_c")
          .flatMap(
              zone ->
                  Stream.of(
                      new Mapping("CRAE_Knudtson_" + zone, "crae_knudtson.arteries." + zone, true),
                      new Mapping("CRVE_Knudtson_" + zone, "crve_knudtson.veins." + zone, true),
                      new Mapping("AVR_Knudtson_" + zone, "avr_knudtson.all." + zone, false)))
          .toList(),
      1);

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  /**
   * A biomarker that both programs define alike.
   *
   * @param name the column of the other program
   * @param column the column of {@link ReportTable}
   * @param isLength whether the values are lengths, which have another unit in the other program
   */
  public record Mapping(String name, String column, boolean isLength) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Null components are rejected with their name. */
    public Mapping {
      Objects.requireNonNull(column, "column");
    }
  }

  private final String idColumn;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of records
  private final List<Mapping> mappings;

  private final double perMicrometer;

  ColumnPreset(String idColumn, List<Mapping> mappings, double perMicrometer) {
    this.idColumn = idColumn;
    this.mappings = mappings;
    this.perMicrometer = perMicrometer;
  }

  /** The name of an option: {@code vascx} or {@code automorph}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The preset with an {@link #id()}, ignoring case.
   *
   * @return empty if there is none
   */
  public static Optional<ColumnPreset> parse(String id) {
    Objects.requireNonNull(id, "id");
    return Stream.of(values()).filter(preset -> preset.id().equalsIgnoreCase(id)).findFirst();
  }

  /** The biomarkers of this preset, in order. */
  public List<Mapping> mappings() {
    return mappings;
  }

  /** The names of the columns, in order; the first one identifies the photograph. */
  public List<String> names() {
    return Stream.concat(Stream.of(idColumn), mappings.stream().map(Mapping::name)).toList();
  }

  /**
   * A row with the columns of this preset.
   *
   * @param row a row of {@link ReportTable}, as {@link RetinaReport#toRow()} and {@link
   *     RetinaAnalyzer#tryAnalyze} return it
   * @return a value for each of {@link #names()}; null where it is missing
   * @throws IllegalArgumentException if the row has no column of a biomarker, because it was made
   *     with another set of biomarkers
   */
  public Map<String, Object> row(Map<String, ?> row) {
    Objects.requireNonNull(row, "row");
    Map<String, Object> renamed = new LinkedHashMap<>();
    renamed.put(idColumn, this == AUTOMORPH ? fileName(row) : row.get("name"));
    double factor = "um".equals(row.get("length_unit")) ? perMicrometer : 1;
    for (Mapping mapping : mappings) {
      if (!row.containsKey(mapping.column())) {
        throw new IllegalArgumentException(
            "the row of '%s' has no column '%s', which the preset %s needs; measure the built-in biomarkers"
                .formatted(row.get("name"), mapping.column(), id()));
      }
      Object value = row.get(mapping.column());
      renamed.put(
          mapping.name(),
          mapping.isLength() && value instanceof Double number
              ? (Double) (number * factor)
              : value);
    }
    return Collections.unmodifiableMap(renamed);
  }

  /** AutoMorph names photographs with their extension. */
  private static @Nullable Object fileName(Map<String, ?> row) {
    Object file = row.get("file");
    if (file == null) {
      return row.get("name");
    }
    String path = file.toString().replace('\\', '/');
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Writes rows as CSV: comma-separated, UTF-8, a header line, empty cells for missing values.
   *
   * @param rows rows of {@link ReportTable}
   * @throws IllegalArgumentException as {@link #row}
   * @throws IOException if the file cannot be written; names it and leaves nothing behind
   */
  public void writeCsv(List<? extends Map<String, ?>> rows, Path file) throws IOException {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(file, "file");
    List<Map<String, Object>> renamed = new ArrayList<>();
    for (Map<String, ?> row : rows) {
      renamed.add(row(row));
    }
    AtomicFile.write(
        file,
        out -> {
          try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
              CSVPrinter printer = new CSVPrinter(writer, FORMAT)) {
            printer.printRecord(names());
            for (Map<String, Object> row : renamed) {
              List<@Nullable Object> cells = new ArrayList<>();
              row.values().forEach(cell -> cells.add(ReportTable.cell(cell)));
              printer.printRecord(cells);
            }
          }
        });
  }
}
