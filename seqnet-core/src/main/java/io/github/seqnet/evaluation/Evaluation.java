// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The result of an {@link Evaluator}: the value of every metric over all images and for each image.
 * Immutable and safe to share between threads.
 *
 * <p>Metrics have the same ids in Java, JSON and CSV. The built-in ids are {@code
 * segmentation.<name>}, {@code av.<protocol>.<name>} with the protocol's {@link Protocol#id},
 * {@code recall_by_width.<class>}, {@code calibration.<probability>.ece} and {@code
 * reliability.<probability>.bin_<n>.<name>}.
 */
public final class Evaluation implements Serializable {
  private static final long serialVersionUID = 1L;

  private final EvaluationOptions options;
  private final List<MetricValue> values;
  private final List<ImageValues> images;
  private final @Nullable Curve roc;
  private final @Nullable Curve precisionRecall;

  /**
   * The values of one image, without intervals.
   *
   * @param name the name of the image
   * @param values in the order of reports
   */
  public record ImageValues(String name, List<MetricValue> values) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Copies the list. */
    public ImageValues {
      Objects.requireNonNull(name, "name");
      values = List.copyOf(Objects.requireNonNull(values, "values"));
    }

    /**
     * The value of a metric.
     *
     * @param id such as {@code segmentation.dice}
     * @throws IllegalArgumentException if there is no such metric
     */
    public MetricValue value(String id) {
      return find(values, id);
    }
  }

  Evaluation(
      EvaluationOptions options,
      List<MetricValue> values,
      List<ImageValues> images,
      @Nullable Curve roc,
      @Nullable Curve precisionRecall) {
    this.options = options;
    this.values = List.copyOf(Objects.requireNonNull(values, "values"));
    this.images = List.copyOf(Objects.requireNonNull(images, "images"));
    this.roc = roc;
    this.precisionRecall = precisionRecall;
  }

  /** The options of the evaluation. */
  public EvaluationOptions options() {
    return options;
  }

  /** The value of every metric over all images, in the order of reports. */
  public List<MetricValue> values() {
    return values;
  }

  /**
   * The value of a metric over all images.
   *
   * @param id such as {@code segmentation.dice}
   * @throws IllegalArgumentException if there is no such metric
   */
  public MetricValue value(String id) {
    return find(values, id);
  }

  private static MetricValue find(List<MetricValue> values, String id) {
    for (MetricValue value : values) {
      if (value.id().equals(id)) {
        return value;
      }
    }
    throw new IllegalArgumentException("there is no metric '" + id + "'");
  }

  /** The values of each image, in the order in which the images were added. */
  public List<ImageValues> images() {
    return images;
  }

  /** The ROC curve of the segmentation; empty unless there are vessel and background pixels. */
  public Optional<Curve> roc() {
    return Optional.ofNullable(roc);
  }

  /**
   * The precision-recall curve of the segmentation; empty unless there are vessel and background
   * pixels.
   */
  public Optional<Curve> precisionRecall() {
    return Optional.ofNullable(precisionRecall);
  }

  /**
   * The content of a result file: every defined value by its id, and the ends of its interval as
   * {@code <id>.low} and {@code <id>.high}, in the order of reports.
   */
  public Map<String, Double> toMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    for (MetricValue value : values) {
      value.value().ifPresent(v -> map.put(value.id(), v));
      value.low().ifPresent(v -> map.put(value.id() + ".low", v));
      value.high().ifPresent(v -> map.put(value.id() + ".high", v));
    }
    return map;
  }

  /** For every undefined metric the reason, by its id, in the order of reports. */
  public Map<String, String> undefinedReasons() {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (MetricValue value : values) {
      value.undefinedReason().ifPresent(reason -> reasons.put(value.id(), reason));
    }
    return reasons;
  }

  /** A Markdown table of every metric with its interval. Lines end with a line feed. */
  public String toMarkdown() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "| metric | value | %s %% interval over %d images |\n| --- | ---: | ---: |\n",
            percent(options.confidence()),
            images.size()));
    for (MetricValue v : values) {
      String interval = v.low().isPresent() ? number(v.low()) + " to " + number(v.high()) : "none";
      table
          .append("| ")
          .append(v.id())
          .append(" | ")
          .append(number(v.value()))
          .append(" | ")
          .append(interval)
          .append(" |\n");
    }
    return table.toString();
  }

  /**
   * The values of each image as CSV: a header with {@code image} and the ids of the metrics, then
   * one line per image, ended by a line feed. Numbers have all digits, so that reading one gives
   * the same {@code double}. Undefined values are empty.
   */
  public String imagesToCsv() {
    return csv(images);
  }

  /**
   * @param rows at least one, all with the same metrics
   */
  static String csv(List<ImageValues> rows) {
    StringBuilder csv = new StringBuilder("image");
    for (MetricValue v : rows.get(0).values()) {
      csv.append(',').append(v.id());
    }
    csv.append('\n');
    for (ImageValues image : rows) {
      csv.append('"').append(image.name().replace("\"", "\"\"")).append('"');
      for (MetricValue v : image.values()) {
        csv.append(',');
        v.value().ifPresent(csv::append);
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /** A fraction of 0..1 in percent, without trailing zeros. */
  static String percent(double fraction) {
    double percent = Math.rint(fraction * 1e6) / 1e4;
    return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
  }

  /** A value for tables. */
  static String number(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.4f", value.getAsDouble())
        : "undefined";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Evaluation e
        && e.options.equals(options)
        && e.values.equals(values)
        && e.images.equals(images)
        && Objects.equals(e.roc, roc)
        && Objects.equals(e.precisionRecall, precisionRecall);
  }

  @Override
  public int hashCode() {
    return Objects.hash(options, values, images);
  }

  @Override
  public String toString() {
    return "Evaluation[" + values.size() + " metrics, " + images.size() + " images]";
  }
}
