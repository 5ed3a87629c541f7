// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.file.PlainText;
import io.github.seqnet.graph.biomarker.BiomarkerColumn;
import io.github.seqnet.graph.biomarker.BiomarkerResults;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.biomarker.BiomarkerValue;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.landmark.LateralityEstimate;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.landmark.OpticDiscSearch;
import io.github.seqnet.graph.quality.Gradability;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.statistics.Quantiles;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * The results table: one row for each photograph, one column for each fact and biomarker. This
 * class is the one definition of column names, types, units and order, for CSV, JSON, the command
 * line and any other program. Immutable.
 */
public final class ReportTable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A remark on more biomarkers than this is followed by their number instead of their names. */
  private static final int MOST_NAMED = 4;

  private static final String DISC_DEVIATION = "disc_radius_deviation";

  /** The fewest discs whose median radius is a reference. */
  private static final int FEWEST_DISCS = 5;

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  /** The type of the values of a column. */
  public enum ColumnType {
    /** A {@link String}. */
    TEXT,
    /** A {@link Long}. */
    INTEGER,
    /** A {@link Double}. */
    NUMBER
  }

  /**
   * A column.
   *
   * @param name the name in every format, such as {@code file} or {@code tortuosity.all.zone_b}
   * @param type the type of its values; every value may be missing
   * @param unit the symbol of the unit; empty for text
   */
  public record Column(String name, ColumnType type, String unit) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Null components are rejected with their name. */
    public Column {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(unit, "unit");
    }
  }

  private static final List<Column> ABOUT =
      List.of(
          text("name"),
          text("file"),
          new Column("width_px", ColumnType.INTEGER, "px"),
          new Column("height_px", ColumnType.INTEGER, "px"),
          text("device"),
          text("subject"),
          new Column("pixel_size_um", ColumnType.NUMBER, "um"),
          text("pixel_size_source"),
          text("laterality"),
          text("laterality_source"),
          new Column("laterality_confidence", ColumnType.NUMBER, "1"),
          new Column("quality", ColumnType.NUMBER, "1"),
          text("gradable"),
          text("quality_reasons"),
          text("field_of_view"),
          new Column("field_of_view_px", ColumnType.INTEGER, "px^2"),
          new Column("field_of_view_confidence", ColumnType.NUMBER, "1"),
          new Column("disc_x_px", ColumnType.NUMBER, "px"),
          new Column("disc_y_px", ColumnType.NUMBER, "px"),
          new Column("disc_radius_px", ColumnType.NUMBER, "px"),
          text("disc_source"),
          new Column("disc_contrast", ColumnType.NUMBER, "1"),
          new Column("disc_convergence", ColumnType.NUMBER, "1"),
          new Column("disc_confidence", ColumnType.NUMBER, "1"),
          new Column(DISC_DEVIATION, ColumnType.NUMBER, "1"),
          text("disc_missing"),
          new Column("fovea_x_px", ColumnType.NUMBER, "px"),
          new Column("fovea_y_px", ColumnType.NUMBER, "px"),
          new Column("fovea_confidence", ColumnType.NUMBER, "1"),
          text("length_unit"));

  private static final List<Column> AFTER = List.of(text("remarks"), text("error"));

  private final List<Column> columns;

  private ReportTable(List<Column> columns) {
    this.columns = List.copyOf(Objects.requireNonNull(columns, "columns"));
  }

  private static Column text(String name) {
    return new Column(name, ColumnType.TEXT, "");
  }

  /**
   * The table of these biomarkers.
   *
   * @param scale determines the units of the columns; it does not change their names
   */
  public static ReportTable of(BiomarkerSet biomarkers, Scale scale) {
    return of(biomarkers.columns(scale));
  }

  private static ReportTable of(List<BiomarkerColumn> biomarkers) {
    List<Column> columns = new ArrayList<>(ABOUT);
    for (BiomarkerColumn column : biomarkers) {
      columns.add(new Column(column.name(), ColumnType.NUMBER, column.unit().symbol()));
    }
    columns.addAll(AFTER);
    return new ReportTable(columns);
  }

  /**
   * The columns of the most common biomarkers, in the order of reports: AVR, CRAE, CRVE,
   * tortuosity, vessel density and fractal dimension. A table of custom biomarkers may lack them.
   */
  public static List<String> mainBiomarkers() {
    return MainBiomarkers.ALL.stream().map(MainBiomarkers.Main::column).toList();
  }

  /** The columns in order. */
  public List<Column> columns() {
    return columns;
  }

  /** The names of the columns in order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The row of a report. */
  static Map<String, Object> row(RetinaReport report) {
    Map<String, Object> row = ReportTable.of(report.biomarkers().columns()).empty();
    Scale scale = report.options().biomarkers().scale();
    about(row, report.known(), report.width(), report.height());
    if (scale.isPhysical()) {
      row.put("pixel_size_um", scale.perPixel());
      row.put("pixel_size_source", pixelSizeSource(report.known(), scale));
    }
    report.laterality().ifPresent(eye -> laterality(row, report));
    report.gradability().ifPresent(quality -> quality(row, quality, report.options()));
    row.put("field_of_view", name(report.fieldOfView().source()));
    row.put("field_of_view_px", (long) report.fieldOfView().mask().count());
    row.put("field_of_view_confidence", report.fieldOfView().confidence());
    if (report.opticDisc().isPresent()) {
      OpticDisc disc = report.opticDisc().get();
      row.put("disc_x_px", disc.centerX());
      row.put("disc_y_px", disc.centerY());
      row.put("disc_radius_px", disc.radiusPx());
      row.put("disc_source", report.opticDiscSearch().isPresent() ? "found" : "given");
      row.put("disc_confidence", disc.confidence());
    }
    report
        .fovea()
        .ifPresent(
            fovea -> {
              row.put("fovea_x_px", fovea.x());
              row.put("fovea_y_px", fovea.y());
              row.put("fovea_confidence", fovea.confidence());
            });
    report
        .opticDiscSearch()
        .ifPresent(
            search -> {
              row.put("disc_contrast", search.contrast());
              row.put("disc_convergence", search.convergence());
              if (search instanceof OpticDiscSearch.NotFound notFound) {
                row.put("disc_missing", notFound.reason());
              }
            });
    row.put("length_unit", scale.unit().symbol());
    BiomarkerResults results = report.biomarkers();
    for (int k = 0; k < results.columns().size(); k++) {
      BiomarkerValue value = results.values().get(k);
      row.put(
          results.columns().get(k).name(),
          value.isPresent() ? (Double) value.value().getAsDouble() : null);
    }
    row.put("remarks", remarks(results));
    return Collections.unmodifiableMap(row);
  }

  private static String pixelSizeSource(KnownFacts known, Scale used) {
    return known.pixelSize().isEmpty() && known.statedPixelSize().equals(Optional.of(used))
        ? "file"
        : "given";
  }

  private static void laterality(Map<String, Object> row, RetinaReport report) {
    boolean given = report.known().laterality().isPresent();
    boolean known = report.known().givenOrStatedLaterality().isPresent();
    row.put("laterality", report.laterality().map(Laterality::code).orElse(null));
    row.put("laterality_source", given ? "given" : known ? "file" : "estimated");
    row.put(
        "laterality_confidence",
        known
            ? (Double) 1.0
            : report.lateralityEstimate().map(LateralityEstimate::confidence).orElse(null));
  }

  private static void quality(
      Map<String, Object> row, Gradability quality, AnalysisOptions options) {
    row.put("quality", quality.score());
    row.put("gradable", String.valueOf(quality.isGradable(options.minimumQuality())));
    row.put(
        "quality_reasons",
        quality.reasons().isEmpty() ? null : String.join("; ", quality.reasons()));
  }

  /** The row of a photograph that could not be analyzed. */
  Map<String, Object> errorRow(KnownFacts known, int width, int height, Throwable error) {
    Map<String, Object> row = empty();
    about(row, known, width, height);
    String message = error.getMessage();
    row.put(
        "error",
        error instanceof OutOfMemoryError
            ? "not enough memory: " + message
            : message == null ? error.getClass().getSimpleName() : message);
    return Collections.unmodifiableMap(row);
  }

  /**
   * Compares the rows of a batch: sets {@code disc_radius_deviation}, the relative deviation of the
   * disc's radius from the median radius of all photographs of the same width and height. Discs of
   * one camera and field angle have similar sizes; a deviation beyond 0.25 most often means that
   * the cup or a peripapillary atrophy was taken for the disc. The value is missing for photographs
   * without a disc, and where fewer than {@value #FEWEST_DISCS} photographs have one.
   *
   * @param rows rows with the columns of a results table, left unchanged
   * @return new rows in the same order
   */
  public static List<Map<String, Object>> compared(List<? extends Map<String, ?>> rows) {
    Map<List<Object>, List<Double>> radii = new HashMap<>();
    for (Map<String, ?> row : rows) {
      if (row.get("disc_radius_px") instanceof Number radius) {
        radii.computeIfAbsent(size(row), key -> new ArrayList<>()).add(radius.doubleValue());
      }
    }
    Map<List<Object>, Double> medians = new HashMap<>();
    radii.forEach(
        (size, group) -> {
          if (group.size() >= FEWEST_DISCS) {
            double[] values = group.stream().mapToDouble(Double::doubleValue).toArray();
            medians.put(size, Quantiles.median(values));
          }
        });
    List<Map<String, Object>> result = new ArrayList<>(rows.size());
    for (Map<String, ?> row : rows) {
      Map<String, Object> compared = new LinkedHashMap<>(row);
      Double median = medians.get(size(row));
      if (median != null && row.get("disc_radius_px") instanceof Number radius) {
        compared.put(DISC_DEVIATION, radius.doubleValue() / median - 1);
      }
      result.add(Collections.unmodifiableMap(compared));
    }
    return List.copyOf(result);
  }

  private static List<Object> size(Map<String, ?> row) {
    return List.of(String.valueOf(row.get("width_px")), String.valueOf(row.get("height_px")));
  }

  private Map<String, Object> empty() {
    Map<String, Object> row = new LinkedHashMap<>();
    columns.forEach(column -> row.put(column.name(), null));
    return row;
  }

  private static void about(Map<String, Object> row, KnownFacts known, int width, int height) {
    row.put("name", known.name().isEmpty() ? null : known.name());
    row.put("file", known.file().isEmpty() ? null : known.file());
    known
        .metadata()
        .ifPresent(
            stated -> {
              row.put("device", stated.device().orElse(null));
              row.put("subject", stated.subject().orElse(null));
            });
    row.put("width_px", width == 0 ? null : (Long) (long) width);
    row.put("height_px", height == 0 ? null : (Long) (long) height);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable String remarks(BiomarkerResults results) {
    List<String> remarks = new ArrayList<>();
    results
        .remarks()
        .forEach(
            (remark, columns) ->
                remarks.add(
                    remark
                        + " ("
                        + (columns.size() > MOST_NAMED
                            ? columns.size() + " biomarkers"
                            : String.join(
                                ", ", columns.stream().map(BiomarkerColumn::name).toList()))
                        + ")"));
    return remarks.isEmpty() ? null : String.join("; ", remarks);
  }

  /**
   * Writes rows as CSV: comma-separated, UTF-8, a header line, empty cells for missing values,
   * numbers with six significant digits.
   *
   * @param rows rows with the columns of this table, as {@link RetinaReport#toRow()} and {@link
   *     RetinaAnalyzer#tryAnalyze} return them, or with text in place of numbers
   * @throws IllegalArgumentException if a row has other columns
   * @throws IOException if the file cannot be written; names it and leaves nothing behind
   */
  public void writeCsv(List<? extends Map<String, ?>> rows, Path file) throws IOException {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(file, "file");
    for (Map<String, ?> row : rows) {
      if (!List.copyOf(row.keySet()).equals(names())) {
        throw new IllegalArgumentException(
            "the row of '"
                + row.get("name")
                + "' has other columns than the table; use the same biomarkers for all rows");
      }
    }
    AtomicFile.write(
        file,
        out -> {
          try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
              CSVPrinter printer = new CSVPrinter(writer, FORMAT)) {
            printer.printRecord(names());
            for (Map<String, ?> row : rows) {
              List<Object> cells = new ArrayList<>();
              for (Object cell : row.values()) {
                cells.add(cell(cell));
              }
              printer.printRecord(cells);
            }
          }
        });
  }

  /** A cell of a CSV file: six significant digits, text that no spreadsheet runs as a formula. */
  static @Nullable Object cell(@Nullable Object value) {
    if (value instanceof Double number) {
      return PlainText.tableNumber(number);
    }
    return value instanceof String text ? PlainText.spreadsheetCell(text) : value;
  }

  /** Equal by columns. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ReportTable table && table.columns.equals(columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }

  @Override
  public String toString() {
    return "ReportTable[" + columns.size() + " columns]";
  }
}
