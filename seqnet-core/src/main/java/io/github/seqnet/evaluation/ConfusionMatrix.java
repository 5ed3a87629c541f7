// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

/**
 * Metrics of a confusion matrix {@code [annotated][predicted]}. A metric is NaN where its
 * denominator is 0.
 */
final class ConfusionMatrix {
  private ConfusionMatrix() {}

  /** The fraction of pixels with the right class. */
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

  /** The mean recall of the classes that occur; NaN if fewer than two occur. */
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

  /** The fraction of a class's pixels that are predicted as this class. */
  static double recall(long[][] matrix, int label) {
    double all = 0;
    for (long n : matrix[label]) {
      all += n;
    }
    return matrix[label][label] / all;
  }

  /** F1 of a class: {@code 2 TP / (2 TP + FP + FN)}. */
  static double f1(long[][] matrix, int label) {
    double annotated = 0;
    double predicted = 0;
    for (int i = 0; i < matrix.length; i++) {
      annotated += matrix[label][i];
      predicted += matrix[i][label];
    }
    return 2 * matrix[label][label] / (annotated + predicted);
  }

  /**
   * Computes clDice from counts of center-line pixels.
   *
   * @param counts predicted pixels, those inside of annotated vessels, annotated pixels, those that
   *     were found
   * @return 0 if only one of the two center lines is empty, NaN if both are
   */
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
