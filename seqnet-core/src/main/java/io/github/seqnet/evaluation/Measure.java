package io.github.seqnet.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A figure as a function of counts; NaN where it is not defined. */
record Measure(String name, ToDoubleFunction<Counts> of) {
  static final String AUC = "segmentation.auc";
  static final String PR_AUC = "segmentation.pr_auc";

  /** Every figure, in the order of reports. */
  static List<Measure> all() {
    List<Measure> all = new ArrayList<>();
    all.add(new Measure(AUC, c -> ScoreHistogram.auc(c.positives, c.negatives)));
    all.add(new Measure(PR_AUC, c -> ScoreHistogram.averagePrecision(c.positives, c.negatives)));
    String s = "segmentation.";
    all.add(new Measure(s + "accuracy", c -> accuracy(c.segmentation)));
    all.add(new Measure(s + "sensitivity", c -> recall(c.segmentation, 1)));
    all.add(new Measure(s + "specificity", c -> recall(c.segmentation, 0)));
    all.add(new Measure(s + "dice", c -> f1(c.segmentation, 1)));
    all.add(new Measure(s + "cldice", c -> centerLineDice(c.centerLines)));
    for (Protocol protocol : Protocol.values()) {
      String p = "av." + protocol.id() + ".";
      if (protocol == Protocol.THREE_CLASS) {
        all.add(new Measure(p + "accuracy", c -> accuracy(c.of(protocol))));
        all.add(new Measure(p + "balanced_accuracy", c -> balancedAccuracy(c.of(protocol))));
        all.add(new Measure(p + "artery_sensitivity", c -> recall(c.of(protocol), 1)));
        all.add(new Measure(p + "vein_sensitivity", c -> recall(c.of(protocol), 2)));
        all.add(new Measure(p + "background_f1", c -> f1(c.of(protocol), 0)));
        all.add(new Measure(p + "artery_f1", c -> f1(c.of(protocol), 1)));
        all.add(new Measure(p + "vein_f1", c -> f1(c.of(protocol), 2)));
      } else {
        all.add(new Measure(p + "accuracy", c -> accuracy(c.of(protocol))));
        all.add(new Measure(p + "balanced_accuracy", c -> balancedAccuracy(c.of(protocol))));
        all.add(new Measure(p + "artery_sensitivity", c -> recall(c.of(protocol), 1)));
        all.add(new Measure(p + "artery_specificity", c -> recall(c.of(protocol), 0)));
        all.add(new Measure(p + "artery_f1", c -> f1(c.of(protocol), 1)));
        all.add(new Measure(p + "vein_f1", c -> f1(c.of(protocol), 0)));
      }
    }
    return List.copyOf(all);
  }

  /** Right ones of a matrix {@code [is][called]}. */
  static double accuracy(long[][] matrix) {
    double right = 0;
    double all = 0;
    for (int i = 0; i < matrix.length; i++) {
      right += matrix[i][i];
      for (long n : matrix[i]) {
        all += n;
      }
    }
    return right / all;
  }

  /** The mean recall of the classes that occur; NaN if not at least two do. */
  static double balancedAccuracy(long[][] matrix) {
    double sum = 0;
    int classes = 0;
    for (int i = 0; i < matrix.length; i++) {
      double recall = recall(matrix, i);
      if (!Double.isNaN(recall)) {
        sum += recall;
        classes++;
      }
    }
    return classes < 2 ? Double.NaN : sum / classes;
  }

  /** The part of a class that is called so. */
  static double recall(long[][] matrix, int label) {
    double all = 0;
    for (long n : matrix[label]) {
      all += n;
    }
    return matrix[label][label] / all;
  }

  /** Twice the right ones over those that are of the class plus those called so. */
  static double f1(long[][] matrix, int label) {
    double is = 0;
    double called = 0;
    for (int i = 0; i < matrix.length; i++) {
      is += matrix[label][i];
      called += matrix[i][label];
    }
    return 2 * matrix[label][label] / (is + called);
  }

  /** 0 where only one of the two center lines is empty, NaN where both are. */
  static double centerLineDice(long[] counts) {
    if (counts[0] == 0 != (counts[2] == 0)) {
      return 0;
    }
    double precision = counts[1] / (double) counts[0];
    double sensitivity = counts[3] / (double) counts[2];
    if (precision == 0 && sensitivity == 0) {
      return 0;
    }
    return 2 * precision * sensitivity / (precision + sensitivity);
  }
}
