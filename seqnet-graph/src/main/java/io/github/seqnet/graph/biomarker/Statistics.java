// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.statistics.Quantiles;
import java.util.Comparator;
import java.util.List;

/** Averages over values with weights. */
final class Statistics {
  private Statistics() {}

  /** A value and how much it counts. */
  record Weighted(double value, double weight) {}

  static double weight(List<Weighted> samples) {
    return samples.stream().mapToDouble(Weighted::weight).sum();
  }

  static double mean(List<Weighted> samples) {
    double sum = 0;
    double weight = 0;
    for (Weighted sample : samples) {
      sum += sample.value() * sample.weight();
      weight += sample.weight();
    }
    return sum / weight;
  }

  /** The value below which half of the weight lies; the mean of two where it is exactly half. */
  static double median(List<Weighted> samples) {
    List<Weighted> sorted =
        samples.stream().sorted(Comparator.comparingDouble(Weighted::value)).toList();
    double half = sorted.stream().mapToDouble(Weighted::weight).sum() / 2;
    double below = 0;
    for (int k = 0; k < sorted.size(); k++) {
      below += sorted.get(k).weight();
      if (below > half * (1 + 1e-12)) {
        return sorted.get(k).value();
      }
      if (below >= half * (1 - 1e-12) && k + 1 < sorted.size()) {
        return (sorted.get(k).value() + sorted.get(k + 1).value()) / 2;
      }
    }
    return sorted.get(sorted.size() - 1).value();
  }

  /**
   * The samples without the largest ones, as many as make up at most a part of the weight. At least
   * one sample remains.
   */
  static List<Weighted> withoutLargest(List<Weighted> samples, double part) {
    List<Weighted> sorted =
        samples.stream().sorted(Comparator.comparingDouble(Weighted::value)).toList();
    double most = part * sorted.stream().mapToDouble(Weighted::weight).sum();
    int kept = sorted.size();
    double left = 0;
    while (kept > 1 && left + sorted.get(kept - 1).weight() <= most) {
      kept--;
      left += sorted.get(kept).weight();
    }
    return sorted.subList(0, kept);
  }

  /** The median; the values are not changed. */
  static double median(double[] values) {
    return Quantiles.median(values);
  }
}
