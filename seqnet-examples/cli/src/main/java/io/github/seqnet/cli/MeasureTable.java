package io.github.seqnet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.csv.CSVRecord;

/**
 * The measures of many images as one table: a row for each image, a column for each measure, such
 * as {@code tortuosity.arteries.zone_c}, empty where there is no value. Before them stand what the
 * measures depend on, behind them the remarks.
 */
final class MeasureTable {
  /** Its file in the output folder. */
  static final String FILE = "measures.csv";

  /** A remark on more measures than this is said to be one of so many. */
  private static final int MOST_NAMED = 4;

  private static final List<String> COLUMNS =
      List.of("biomarker", "vessels", "region", "value", "unit", "remark");

  /** Columns before the measures, each with its name in the record of an image. */
  private static final Map<String, String> ABOUT = new LinkedHashMap<>();

  static {
    ABOUT.put("file", "image");
    ABOUT.put("width_px", "widthPx");
    ABOUT.put("height_px", "heightPx");
    ABOUT.put("pixel_size_um", "run.pixelSize");
    ABOUT.put("field_of_view", "fieldOfView.source");
    ABOUT.put("field_of_view_px", "fieldOfView.pixels");
    ABOUT.put("disc_x_px", "opticDisc.x");
    ABOUT.put("disc_y_px", "opticDisc.y");
    ABOUT.put("disc_radius_px", "opticDisc.radiusPx");
    ABOUT.put("disc_contrast", "opticDisc.contrast");
    ABOUT.put("disc_convergence", "opticDisc.convergence");
    ABOUT.put("disc_missing", "opticDisc.missing");
  }

  private final Records records;
  private final Function<InputImage, Path> measures;

  /**
   * @param measures where the measures of an image are
   */
  MeasureTable(Records records, Function<InputImage, Path> measures) {
    this.records = records;
    this.measures = measures;
  }

  /**
   * Writes the table of those of the images that are done, in their order.
   *
   * @throws IOException if a table of measures cannot be read; names the file
   */
  void write(List<InputImage> images, Path file) throws IOException {
    CsvFile.write(
        file,
        printer -> {
          boolean headed = false;
          for (InputImage image : images) {
            Optional<Map<String, String>> record = records.done(image);
            if (record.isEmpty()) {
              continue;
            }
            List<CSVRecord> rows = CsvFile.read(measures.apply(image), COLUMNS);
            if (!headed) {
              printer.printRecord(headers(rows));
              headed = true;
            }
            print(image.name(), record.get(), rows, printer);
          }
        });
  }

  private static List<String> headers(List<CSVRecord> rows) {
    List<String> headers = new ArrayList<>();
    headers.add("name");
    headers.addAll(ABOUT.keySet());
    headers.add("length_unit");
    rows.forEach(row -> headers.add(name(row)));
    headers.add("remarks");
    return headers;
  }

  private static void print(
      String name, Map<String, String> record, List<CSVRecord> rows, CsvFile.Rows printer)
      throws IOException {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    for (String key : ABOUT.values()) {
      String cell = record.getOrDefault(key, "");
      cells.add(cell.equals(Records.NONE) ? "" : cell);
    }
    cells.add(
        rows.stream()
            .filter(row -> row.get("biomarker").equals("total_length"))
            .map(row -> row.get("unit"))
            .findFirst()
            .orElse(""));
    Map<String, Set<String>> remarks = new LinkedHashMap<>();
    for (CSVRecord row : rows) {
      cells.add(row.get("value"));
      if (!row.get("remark").isEmpty()) {
        remarks.computeIfAbsent(row.get("remark"), key -> new LinkedHashSet<>()).add(name(row));
      }
    }
    List<String> texts = new ArrayList<>();
    remarks.forEach(
        (remark, names) ->
            texts.add(
                remark
                    + " ("
                    + (names.size() > MOST_NAMED
                        ? names.size() + " measures"
                        : String.join(", ", names))
                    + ")"));
    cells.add(String.join("; ", texts));
    printer.printRecord(cells);
  }

  private static String name(CSVRecord row) {
    return row.get("biomarker") + "." + row.get("vessels") + "." + row.get("region");
  }
}
