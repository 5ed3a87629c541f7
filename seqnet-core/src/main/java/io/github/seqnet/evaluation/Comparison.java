// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The paired comparison of two evaluations of the same images, see {@link Evaluator#comparedWith}.
 * Immutable and safe to share between threads.
 */
public final class Comparison implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Evaluation evaluation;
  private final Evaluation other;
  private final List<Difference> differences;

  Comparison(Evaluation evaluation, Evaluation other, List<Difference> differences) {
    this.evaluation = evaluation;
    this.other = other;
    this.differences = List.copyOf(Objects.requireNonNull(differences, "differences"));
  }

  /** The first evaluation. */
  public Evaluation evaluation() {
    return evaluation;
  }

  /** The evaluation that the first is compared with. */
  public Evaluation other() {
    return other;
  }

  /** The difference in every metric, in the order of reports. */
  public List<Difference> differences() {
    return differences;
  }

  /**
   * The difference in a metric.
   *
   * @param id such as {@code av.all_gt.accuracy}
   * @throws IllegalArgumentException if there is no such metric
   */
  public Difference difference(String id) {
    for (Difference difference : differences) {
      if (difference.id().equals(id)) {
        return difference;
      }
    }
    throw new IllegalArgumentException("there is no metric '" + id + "'");
  }

  /**
   * The values that a result file contains in addition to {@link Evaluation#toMap}: the other
   * evaluation's values as {@code compared.<id>} with {@code .low} and {@code .high}, then every
   * defined difference as {@code difference.<id>} with {@code .low}, {@code .high} and {@code .p},
   * in the order of reports.
   */
  public Map<String, Double> toMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    other.toMap().forEach((id, value) -> map.put("compared." + id, value));
    for (Difference difference : differences) {
      String id = "difference." + difference.id();
      difference.value().ifPresent(v -> map.put(id, v));
      difference.low().ifPresent(v -> map.put(id + ".low", v));
      difference.high().ifPresent(v -> map.put(id + ".high", v));
      difference.pValue().ifPresent(v -> map.put(id + ".p", v));
    }
    return map;
  }

  /**
   * A Markdown table of every metric: both values, the difference with its interval, and the
   * p-value. Lines end with a line feed.
   */
  public String toMarkdown() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            """
            | metric | value | compared with | difference | %s %% interval over %d images | p |
            | --- | ---: | ---: | ---: | ---: | ---: |
            """,
            Evaluation.percent(evaluation.options().confidence()),
            evaluation.images().size()));
    for (int i = 0; i < differences.size(); i++) {
      Difference d = differences.get(i);
      String interval = d.low().isPresent() ? signed(d.low()) + " to " + signed(d.high()) : "none";
      table
          .append("| ")
          .append(d.id())
          .append(" | ")
          .append(Evaluation.number(evaluation.values().get(i).value()))
          .append(" | ")
          .append(Evaluation.number(other.values().get(i).value()))
          .append(" | ")
          .append(signed(d.value()))
          .append(" | ")
          .append(interval)
          .append(" | ")
          .append(probability(d.pValue()))
          .append(" |\n");
    }
    return table.toString();
  }

  /**
   * The values of each image as CSV, like {@link Evaluation#imagesToCsv}, followed by the other
   * evaluation's values of the same image in columns {@code compared.<id>}.
   */
  public String imagesToCsv() {
    List<Evaluation.ImageValues> rows = new ArrayList<>();
    for (int i = 0; i < evaluation.images().size(); i++) {
      Evaluation.ImageValues image = evaluation.images().get(i);
      List<MetricValue> values = new ArrayList<>(image.values());
      for (MetricValue v : other.images().get(i).values()) {
        values.add(v.withId("compared." + v.id()));
      }
      rows.add(new Evaluation.ImageValues(image.name(), values));
    }
    return Evaluation.csv(rows);
  }

  private static String signed(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%+.4f", value.getAsDouble())
        : "undefined";
  }

  private static String probability(OptionalDouble value) {
    if (value.isEmpty()) {
      return "none";
    }
    double p = value.getAsDouble();
    return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Comparison c
        && c.evaluation.equals(evaluation)
        && c.other.equals(this.other)
        && c.differences.equals(differences);
  }

  @Override
  public int hashCode() {
    return Objects.hash(evaluation, other, differences);
  }

  @Override
  public String toString() {
    return "Comparison[" + evaluation + " with " + other + "]";
  }
}
