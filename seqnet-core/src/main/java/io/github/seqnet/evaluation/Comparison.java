package io.github.seqnet.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Two evaluations of the same images and how far they are apart, see {@link
 * Evaluator#comparedWith}. Immutable and safe to share between threads.
 */
public final class Comparison {
  private final Evaluation evaluation;
  private final Evaluation other;
  private final List<Difference> differences;

  Comparison(Evaluation evaluation, Evaluation other, List<Difference> differences) {
    this.evaluation = evaluation;
    this.other = other;
    this.differences = List.copyOf(differences);
  }

  /** What is compared. */
  public Evaluation evaluation() {
    return evaluation;
  }

  /** What it is compared with. */
  public Evaluation other() {
    return other;
  }

  /** The difference in every figure, in the order of reports. */
  public List<Difference> differences() {
    return differences;
  }

  /**
   * The difference in a figure.
   *
   * @param name the name of the figure, such as {@code av.all_gt.accuracy}
   * @throws IllegalArgumentException if there is none of that name
   */
  public Difference difference(String name) {
    for (Difference difference : differences) {
      if (difference.name().equals(name)) {
        return difference;
      }
    }
    throw new IllegalArgumentException("there is no figure '" + name + "'");
  }

  /**
   * What a result file holds beside {@link Evaluation#toMap} of the evaluation: the other's as
   * {@code compared.<figure>}, {@code compared.<figure>.low} and {@code compared.<figure>.high},
   * then every difference that is defined as {@code difference.<figure>} with {@code .low}, {@code
   * .high} and {@code .p}; in the order of reports.
   */
  public Map<String, Double> toMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    other.toMap().forEach((name, value) -> map.put("compared." + name, value));
    for (Difference difference : differences) {
      String name = "difference." + difference.name();
      difference.value().ifPresent(v -> map.put(name, v));
      difference.low().ifPresent(v -> map.put(name + ".low", v));
      difference.high().ifPresent(v -> map.put(name + ".high", v));
      difference.pValue().ifPresent(v -> map.put(name + ".p", v));
    }
    return map;
  }

  /**
   * A table in Markdown, lines ended by a line feed: every figure, that of the other, and the
   * difference with its interval and its p-value.
   */
  public String toMarkdown() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            """
            | figure | value | compared with | difference | %s %% interval over %d images | p |
            | --- | ---: | ---: | ---: | ---: | ---: |
            """,
            Evaluation.percent(evaluation.options().confidence()),
            evaluation.images().size()));
    for (int i = 0; i < differences.size(); i++) {
      Difference d = differences.get(i);
      String interval = d.low().isPresent() ? signed(d.low()) + " to " + signed(d.high()) : "none";
      table
          .append("| ")
          .append(d.name())
          .append(" | ")
          .append(Evaluation.number(evaluation.figures().get(i).value()))
          .append(" | ")
          .append(Evaluation.number(other.figures().get(i).value()))
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
   * As {@link Evaluation#imagesToExactCsv} of the evaluation, with the other's figures of the same
   * image behind as {@code compared.<figure>}.
   */
  public String imagesToExactCsv() {
    List<Evaluation.ImageFigures> rows = new ArrayList<>();
    for (int i = 0; i < evaluation.images().size(); i++) {
      Evaluation.ImageFigures image = evaluation.images().get(i);
      List<Figure> figures = new ArrayList<>(image.figures());
      for (Figure f : other.images().get(i).figures()) {
        figures.add(new Figure("compared." + f.name(), f.value(), f.low(), f.high()));
      }
      rows.add(new Evaluation.ImageFigures(image.name(), figures));
    }
    return Evaluation.csv(rows, Double::toString);
  }

  private static String signed(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%+.4f", value.getAsDouble())
        : "not defined";
  }

  private static String probability(OptionalDouble value) {
    if (value.isEmpty()) {
      return "none";
    }
    double p = value.getAsDouble();
    return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }
}
