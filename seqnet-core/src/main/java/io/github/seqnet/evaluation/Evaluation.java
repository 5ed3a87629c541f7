package io.github.seqnet.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/**
 * What an {@link Evaluator} found. Immutable and safe to share between threads.
 *
 * <p>Figures are called {@code segmentation.<auc, pr_auc, accuracy, sensitivity, specificity, dice,
 * cldice>} and {@code av.<protocol>.<accuracy, balanced_accuracy, artery_sensitivity,
 * artery_specificity, artery_f1, vein_f1>}, with the protocol's {@link Protocol#id}; the
 * three-class protocol has {@code vein_sensitivity} and {@code background_f1} instead of {@code
 * artery_specificity}.
 */
public final class Evaluation {
  private final EvaluationOptions options;
  private final List<Figure> figures;
  private final List<ImageFigures> images;
  private final List<Curve> roc;
  private final List<Curve> precisionRecall;

  /**
   * The figures of one image alone, without intervals.
   *
   * @param name the name of the image
   * @param figures in the order of the whole
   */
  public record ImageFigures(String name, List<Figure> figures) {
    /** Copies the list. */
    public ImageFigures {
      figures = List.copyOf(figures);
    }
  }

  Evaluation(
      EvaluationOptions options,
      List<Figure> figures,
      List<ImageFigures> images,
      List<Curve> roc,
      List<Curve> precisionRecall) {
    this.options = options;
    this.figures = List.copyOf(figures);
    this.images = List.copyOf(images);
    this.roc = roc;
    this.precisionRecall = precisionRecall;
  }

  /** How predictions were judged. */
  public EvaluationOptions options() {
    return options;
  }

  /** Every figure, in the order of reports. */
  public List<Figure> figures() {
    return figures;
  }

  /**
   * A figure by its name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Figure figure(String name) {
    for (Figure figure : figures) {
      if (figure.name().equals(name)) {
        return figure;
      }
    }
    throw new IllegalArgumentException("there is no figure '" + name + "'");
  }

  /** The figures of each image, in the order in which they were judged. */
  public List<ImageFigures> images() {
    return images;
  }

  /** The ROC curve of the segmentation; empty unless there are vessels and background. */
  public Optional<Curve> roc() {
    return roc.stream().findFirst();
  }

  /** The PR curve of the segmentation; empty unless there are vessels and background. */
  public Optional<Curve> precisionRecall() {
    return precisionRecall.stream().findFirst();
  }

  /**
   * Every figure that is defined, and the ends of its interval as {@code <name>.low} and {@code
   * <name>.high}, in the order of reports; what a result file holds.
   */
  public Map<String, Double> toMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    for (Figure figure : figures) {
      figure.value().ifPresent(v -> map.put(figure.name(), v));
      figure.low().ifPresent(v -> map.put(figure.name() + ".low", v));
      figure.high().ifPresent(v -> map.put(figure.name() + ".high", v));
    }
    return map;
  }

  /** A table of every figure with its interval in Markdown, lines ended by a line feed. */
  public String toMarkdown() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "| figure | value | %s %% interval over %d images |\n| --- | ---: | ---: |\n",
            percent(options.confidence()),
            images.size()));
    for (Figure f : figures) {
      String interval = f.low().isPresent() ? number(f.low()) + " to " + number(f.high()) : "none";
      table
          .append("| ")
          .append(f.name())
          .append(" | ")
          .append(number(f.value()))
          .append(" | ")
          .append(interval)
          .append(" |\n");
    }
    return table.toString();
  }

  /**
   * The figures of each image as CSV with a header, with four digits behind the point for the
   * reader, lines ended by a line feed. What is not defined is empty.
   *
   * @see #imagesToExactCsv
   */
  public String imagesToCsv() {
    return csv(images, Evaluation::fourDigits);
  }

  /**
   * As {@link #imagesToCsv}, with as many digits as each figure has: reading a number gives the
   * same {@code double}.
   */
  public String imagesToExactCsv() {
    return csv(images, Double::toString);
  }

  /**
   * @param rows at least one, all with the same figures
   */
  static String csv(List<ImageFigures> rows, DoubleFunction<String> format) {
    StringBuilder csv = new StringBuilder("image");
    for (Figure f : rows.get(0).figures()) {
      csv.append(',').append(f.name());
    }
    csv.append('\n');
    for (ImageFigures image : rows) {
      csv.append('"').append(image.name().replace("\"", "\"\"")).append('"');
      for (Figure f : image.figures()) {
        csv.append(',');
        f.value().ifPresent(v -> csv.append(format.apply(v)));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /** A part of 0..1 in percent, without needless digits. */
  static String percent(double part) {
    double percent = Math.rint(part * 1e6) / 1e4;
    return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
  }

  /** A figure for tables. */
  static String number(OptionalDouble value) {
    return value.isPresent() ? fourDigits(value.getAsDouble()) : "not defined";
  }

  private static String fourDigits(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
