// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.analysis.MainBiomarkers.Main;
import io.github.seqnet.analysis.report.ReportPage.Bar;
import io.github.seqnet.analysis.report.ReportPage.Histogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The distributions of the main biomarkers over the photographs of a folder, as histograms with one
 * photograph marked. Immutable. Cost: sorting the values once; a histogram is linear in them.
 */
final class FolderDistribution {
  private static final int BARS = 20;
  private static final double DRAWING_WIDTH = 240;
  private static final double DRAWING_HEIGHT = 80;

  /** With fewer values than this there is nothing to compare with. */
  private static final int LEAST_VALUES = 2;

  /** The sorted values of each of {@link MainBiomarkers#ALL}. */
  private final List<double[]> values;

  private FolderDistribution(List<double[]> values) {
    this.values = values;
  }

  /**
   * The distributions of these photographs.
   *
   * @param rows rows of {@link ReportTable}; missing values are left out
   */
  static FolderDistribution of(Collection<? extends Map<String, ?>> rows) {
    List<double[]> values = new ArrayList<>();
    for (Main main : MainBiomarkers.ALL) {
      values.add(
          rows.stream()
              .map(row -> row.get(main.column()))
              .filter(Number.class::isInstance)
              .mapToDouble(value -> ((Number) value).doubleValue())
              .sorted()
              .toArray());
    }
    return new FolderDistribution(values);
  }

  /** The histograms of the biomarkers that this photograph and others of the folder have. */
  List<Histogram> histograms(Map<String, ?> row) {
    List<Histogram> histograms = new ArrayList<>();
    for (int k = 0; k < values.size(); k++) {
      Main main = MainBiomarkers.ALL.get(k);
      double[] sorted = values.get(k);
      if (sorted.length >= LEAST_VALUES && row.get(main.column()) instanceof Number own) {
        histograms.add(histogram(main.title(), sorted, own.doubleValue()));
      }
    }
    return histograms;
  }

  private static Histogram histogram(String title, double[] sorted, double own) {
    double low = Math.min(own, sorted[0]);
    double high = Math.max(own, sorted[sorted.length - 1]);
    double step = high > low ? (high - low) / BARS : 1;
    int[] counts = new int[BARS];
    int below = 0;
    for (double value : sorted) {
      counts[Math.min(BARS - 1, (int) ((value - low) / step))]++;
      below += value < own ? 1 : 0;
    }
    int most = Arrays.stream(counts).max().orElse(1);
    List<Bar> bars = new ArrayList<>();
    double width = DRAWING_WIDTH / BARS;
    for (int k = 0; k < BARS; k++) {
      double height = (DRAWING_HEIGHT - 4) * counts[k] / most;
      if (counts[k] > 0) {
        bars.add(
            new Bar(
                ReportText.coordinate(k * width + 1),
                ReportText.coordinate(DRAWING_HEIGHT - height),
                ReportText.coordinate(width - 2),
                ReportText.coordinate(height)));
      }
    }
    double mark = high > low ? (own - low) / (high - low) * DRAWING_WIDTH : DRAWING_WIDTH / 2;
    return new Histogram(
        title + ": " + ReportText.number(own),
        ReportText.number(low),
        ReportText.number(high),
        "%s of %d photographs, from %s to %s; this photograph: %s, %d photographs are lower."
            .formatted(
                title,
                sorted.length,
                ReportText.number(low),
                ReportText.number(high),
                ReportText.number(own),
                below),
        bars,
        ReportText.coordinate(mark));
  }
}
