// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A number that judges predictions against ground truth, such as Dice or the area under the ROC
 * curve. Implement it to add a metric of your own.
 *
 * <p>A metric has three parts: an id, an {@link Accumulation} that counts images one after the
 * other, and a function from what has been counted to the value. In return, {@link Evaluator}
 * reports the metric with its value over all images, the value of each image, a bootstrap
 * confidence interval, and, for two models, the paired difference with its p-value. The id is the
 * metric's column in CSV files and its key in JSON files.
 *
 * <p>Most metrics are quotients of sums over pixels:
 *
 * <pre>{@code
 * Accumulation<double[]> sums = Accumulation.sums(2, (image, s) -> {
 *   // add to s[0] and s[1]
 * });
 * Metric<double[]> metric = Metric.of("my.metric", "what it means", sums, s -> s[0] / s[1]);
 * }</pre>
 *
 * <p>To use a metric in Java, pass it to {@link Evaluator#Evaluator(EvaluationOptions,
 * java.util.function.UnaryOperator, java.util.List)}. To use it on the command line, put a jar on
 * the class path that names the class in {@code
 * META-INF/services/io.github.seqnet.evaluation.Metric}; the class needs a public constructor
 * without parameters.
 *
 * <p>Implementations must be immutable.
 *
 * @param <A> what is accumulated, such as {@code double[]}
 */
public interface Metric<A> {
  /**
   * The name in reports, columns and JSON keys, such as {@code segmentation.dice}: lower-case words
   * of letters, digits and underscores, joined by points.
   */
  String id();

  /** One sentence for help texts and documents. */
  default String description() {
    return "";
  }

  /**
   * How images are counted. Metrics whose accumulations are equal share one: each image is counted
   * once for all of them.
   */
  Accumulation<A> accumulation();

  /**
   * Computes the value of what has been accumulated over one image, over all images, or over a
   * bootstrap resample.
   *
   * @param accumulated not to be modified
   * @return the value, or NaN where it is undefined, such as the recall of a class that does not
   *     occur
   */
  double value(A accumulated);

  /**
   * Explains why the value is undefined. Called only where {@link #value} is NaN.
   *
   * @param accumulated not to be modified
   * @return a few words without a final point
   */
  default String whyUndefined(A accumulated) {
    return "no pixel counts toward this metric";
  }

  /**
   * Creates a metric from functions.
   *
   * @param id see {@link #id()}
   * @param description see {@link #description()}
   * @param accumulation see {@link #accumulation()}
   * @param value see {@link #value}
   */
  static <A> Metric<A> of(
      String id, String description, Accumulation<A> accumulation, ToDoubleFunction<A> value) {
    return new FunctionMetric<>(
        Objects.requireNonNull(id, "id"),
        Objects.requireNonNull(description, "description"),
        Objects.requireNonNull(accumulation, "accumulation"),
        Objects.requireNonNull(value, "value"),
        accumulated -> "no pixel counts toward this metric");
  }
}
