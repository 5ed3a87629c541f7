// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The accumulators of one accumulation for all images and for each image, with the metrics that are
 * computed from them. Mutable.
 */
final class Tally<A> {
  private final Accumulation<A> accumulation;
  private final List<Metric<A>> metrics = new ArrayList<>();

  /** The index of each metric among all metrics of the evaluator. */
  private final List<Integer> places = new ArrayList<>();

  private final List<A> images = new ArrayList<>();
  private final A whole;

  private Tally(Accumulation<A> accumulation) {
    this.accumulation = accumulation;
    whole = accumulation.create();
  }

  static List<Tally<?>> of(List<Metric<?>> metrics) {
    List<Tally<?>> tallies = new ArrayList<>();
    for (int place = 0; place < metrics.size(); place++) {
      addTo(tallies, metrics.get(place), place);
    }
    return tallies;
  }

  private static <B> void addTo(List<Tally<?>> tallies, Metric<B> metric, int place) {
    Accumulation<B> accumulation = metric.accumulation();
    for (Tally<?> tally : tallies) {
      if (tally.accumulation.equals(accumulation)) {
        // Equal accumulations have equal accumulators.
        @SuppressWarnings("unchecked")
        Tally<B> same = (Tally<B>) tally;
        same.add(metric, place);
        return;
      }
    }
    Tally<B> tally = new Tally<>(accumulation);
    tally.add(metric, place);
    tallies.add(tally);
  }

  private void add(Metric<A> metric, int place) {
    metrics.add(metric);
    places.add(place);
  }

  void add(EvaluatedImage image) {
    A own = accumulation.create();
    accumulation.add(own, image);
    accumulation.add(whole, image);
    images.add(accumulation.compact(own));
  }

  /** The accumulator of all images, if it is of this type. */
  <B> @Nullable B whole(Class<B> type) {
    return type.isInstance(whole) ? type.cast(whole) : null;
  }

  /** Writes the values over all images to the indices of the metrics. */
  void values(double[] values, @Nullable String[] reasons) {
    values(whole, values, reasons);
  }

  /** Writes the values of one image to the indices of the metrics. */
  void imageValues(int image, double[] values, @Nullable String[] reasons) {
    values(images.get(image), values, reasons);
  }

  private void values(A accumulated, double[] values, @Nullable String[] reasons) {
    for (int m = 0; m < metrics.size(); m++) {
      double value = metrics.get(m).value(accumulated);
      int place = places.get(m);
      values[place] = value;
      reasons[place] = Double.isNaN(value) ? metrics.get(m).whyUndefined(accumulated) : null;
    }
  }

  /**
   * Writes the values of bootstrap resamples to the indices of the metrics.
   *
   * @param resamples how often each image is in each resample
   * @param values {@code [metric][resample]}
   */
  void resample(int[][] resamples, double[][] values) {
    List<A> prepared = accumulation.forResampling(whole, images);
    int[] once = new int[images.size()];
    Arrays.fill(once, 1);
    A all = sum(prepared, once);
    double[] shifts = new double[metrics.size()];
    for (int m = 0; m < shifts.length; m++) {
      Metric<A> metric = metrics.get(m);
      // Sums of parts differ by rounding; only an approximation of the accumulation is a shift.
      shifts[m] = prepared == images ? 0 : metric.value(whole) - metric.value(all);
    }
    for (int r = 0; r < resamples.length; r++) {
      A sum = sum(prepared, resamples[r]);
      for (int m = 0; m < shifts.length; m++) {
        values[places.get(m)][r] = metrics.get(m).value(sum) + shifts[m];
      }
    }
  }

  private A sum(List<A> parts, int[] times) {
    A sum = accumulation.create();
    for (int i = 0; i < times.length; i++) {
      if (times[i] > 0) {
        accumulation.merge(sum, parts.get(i), times[i]);
      }
    }
    return sum;
  }
}
