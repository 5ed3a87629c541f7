// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The four main biomarkers of a run in one line: AVR, CRAE, CRVE and fractal dimension. */
public final class Headline {
  private static final Map<String, String> TITLES = titles();

  private Headline() {}

  private static Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("avr_knudtson.all.zone_b", "AVR");
    titles.put("crae_knudtson.arteries.zone_b", "CRAE");
    titles.put("crve_knudtson.veins.zone_b", "CRVE");
    titles.put("fractal_dimension.all.field_of_view", "fractal dimension");
    return titles;
  }

  /**
   * The values of one photograph, or the medians of several; four significant digits.
   *
   * @param rows rows of the results table
   */
  public static String of(Collection<? extends Map<String, ?>> rows) {
    List<String> values = new ArrayList<>();
    TITLES.forEach(
        (column, title) -> {
          double[] sorted =
              rows.stream()
                  .map(row -> row.get(column))
                  .filter(Number.class::isInstance)
                  .mapToDouble(value -> ((Number) value).doubleValue())
                  .sorted()
                  .toArray();
          values.add(title + " " + (sorted.length == 0 ? "missing" : text(median(sorted))));
        });
    return (rows.size() > 1 ? "medians of " + rows.size() + " photographs: " : "")
        + String.join(", ", values)
        + unit(rows);
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /** The unit of CRAE and CRVE, if it is the same for all rows. */
  private static String unit(Collection<? extends Map<String, ?>> rows) {
    Object[] units = rows.stream().map(row -> row.get("length_unit")).distinct().toArray();
    return units.length == 1 && units[0] != null
        ? " (CRAE and CRVE in " + Arrays.asList(units).get(0) + ")"
        : "";
  }
}
