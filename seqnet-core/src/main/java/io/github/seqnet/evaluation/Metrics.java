// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The built-in metrics, and those that other jars provide. */
public final class Metrics {
  private static final List<Metric<?>> BUILT_IN = List.copyOf(createBuiltIn());

  private Metrics() {}

  /**
   * The built-in metrics in the order of reports. All are described in the project's {@code
   * docs/evaluation.md}.
   */
  public static List<Metric<?>> builtIn() {
    return BUILT_IN;
  }

  /**
   * The built-in metrics, followed by those that {@link ServiceLoader} finds on the class path and
   * module path, in its order.
   *
   * @throws IllegalArgumentException if a metric cannot be created, or its id is malformed or
   *     taken; names it
   */
  public static List<Metric<?>> installed() {
    List<Metric<?>> metrics = new ArrayList<>(BUILT_IN);
    try {
      for (Metric<?> metric : ServiceLoader.load(Metric.class)) {
        metrics.add(metric);
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException("a metric could not be loaded: " + e.getMessage(), e);
    }
    check(metrics);
    return List.copyOf(metrics);
  }

  /**
   * Checks that ids are well-formed and unique.
   *
   * @throws IllegalArgumentException if not; names the metric
   */
  static void check(List<Metric<?>> metrics) {
    Set<String> ids = new HashSet<>();
    for (Metric<?> metric : metrics) {
      String id = metric.id();
      if (id == null || !id.matches("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*")) {
        throw new IllegalArgumentException(
            "the id of metric %s must be lower-case words of letters, digits and underscores, joined"
                    .formatted(metric.getClass().getName())
                + " by points, got '"
                + id
                + "'");
      }
      if (id.matches(
          "(compared|difference|undefined|provenance|image)(\\..*)?|.*\\.(low|high|p)")) {
        throw new IllegalArgumentException(
            "the metric id '"
                + id
                + "' is reserved: it must not begin with compared, difference, undefined,"
                + " provenance or image, nor end with .low, .high or .p");
      }
      if (!ids.add(id)) {
        throw new IllegalArgumentException("two metrics have the id '" + id + "'");
      }
    }
  }

  private static List<Metric<?>> createBuiltIn() {
    List<Metric<?>> all = new ArrayList<>();
    all.add(
        new FunctionMetric<>(
            "segmentation.auc",
            "area under the ROC curve of the vessel probability",
            Scores.ACCUMULATION,
            Scores::auc,
            Scores::whyUndefined));
    all.add(
        new FunctionMetric<>(
            "segmentation.pr_auc",
            "average precision of the vessel probability",
            Scores.ACCUMULATION,
            Scores::averagePrecision,
            Scores::whyUndefined));
    addSegmentation(all);
    for (Protocol protocol : Protocol.values()) {
      addProtocol(all, protocol);
    }
    all.addAll(WidthRecall.metrics());
    all.addAll(Calibration.errors());
    all.addAll(Calibration.bins());
    return all;
  }

  private static void addSegmentation(List<Metric<?>> all) {
    addSegmentation(all, "accuracy", "fraction of pixels", ConfusionMatrix::accuracy);
    addSegmentation(all, "sensitivity", "recall of vessels", m -> ConfusionMatrix.recall(m, 1));
    addSegmentation(all, "specificity", "recall of background", m -> ConfusionMatrix.recall(m, 0));
    addSegmentation(all, "dice", "Dice (F1) of vessels", m -> ConfusionMatrix.f1(m, 1));
    all.add(
        new FunctionMetric<>(
            "segmentation.cldice",
            "clDice: Dice of center lines",
            Counts.ACCUMULATION,
            c -> ConfusionMatrix.centerLineDice(c.centerLines()),
            Counts::whyCenterLinesUndefined));
  }

  private static void addSegmentation(
      List<Metric<?>> all, String name, String description, ToDoubleFunction<long[][]> rate) {
    all.add(
        new FunctionMetric<>(
            "segmentation." + name,
            description,
            Counts.ACCUMULATION,
            c -> rate.applyAsDouble(c.segmentation()),
            Counts::whySegmentationUndefined));
  }

  private static void addProtocol(List<Metric<?>> all, Protocol protocol) {
    add(all, protocol, "accuracy", ConfusionMatrix::accuracy);
    add(all, protocol, "balanced_accuracy", ConfusionMatrix::balancedAccuracy);
    add(all, protocol, "artery_sensitivity", m -> ConfusionMatrix.recall(m, 1));
    if (protocol == Protocol.THREE_CLASS) {
      add(all, protocol, "vein_sensitivity", m -> ConfusionMatrix.recall(m, 2));
      add(all, protocol, "background_f1", m -> ConfusionMatrix.f1(m, 0));
      add(all, protocol, "artery_f1", m -> ConfusionMatrix.f1(m, 1));
      add(all, protocol, "vein_f1", m -> ConfusionMatrix.f1(m, 2));
    } else {
      add(all, protocol, "artery_specificity", m -> ConfusionMatrix.recall(m, 0));
      add(all, protocol, "artery_f1", m -> ConfusionMatrix.f1(m, 1));
      add(all, protocol, "vein_f1", m -> ConfusionMatrix.f1(m, 0));
    }
  }

  private static void add(
      List<Metric<?>> all, Protocol protocol, String name, ToDoubleFunction<long[][]> rate) {
    all.add(
        new FunctionMetric<>(
            "av." + protocol.id() + "." + name,
            name.replace('_', ' ') + " over " + protocol.description(),
            Counts.ACCUMULATION,
            c -> rate.applyAsDouble(c.of(protocol)),
            c -> c.whyUndefined(protocol)));
  }
}
