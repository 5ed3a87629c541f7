// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.util.List;

/**
 * Accumulates the images of an evaluation for a {@link Metric}, one after the other, in
 * accumulators that can be merged.
 *
 * <p>{@link Evaluator} keeps one accumulator for each image and one for all of them. It merges the
 * accumulators of the images to form bootstrap resamples. Therefore an accumulator must be small:
 * counts, not maps. Merging the accumulators of images in any order must give the same result as
 * counting the images in one accumulator.
 *
 * <p>Use {@link #sums} unless a metric needs more than sums. Implementations must be immutable;
 * accumulators are mutable and used by one thread at a time.
 *
 * @param <A> the accumulator
 */
public interface Accumulation<A> {
  /** Creates an empty accumulator. */
  A create();

  /**
   * Counts an image.
   *
   * @param accumulator modified
   * @param image a prediction with its ground truth; must not be kept
   */
  void add(A accumulator, EvaluatedImage image);

  /**
   * Counts everything that another accumulator has counted.
   *
   * @param accumulator modified
   * @param other not modified
   */
  void merge(A accumulator, A other);

  /**
   * Merges another accumulator several times. Override this where it can be done faster than by
   * repetition.
   *
   * @param accumulator modified
   * @param other not modified
   * @param times at least 0
   */
  default void merge(A accumulator, A other, int times) {
    for (int i = 0; i < times; i++) {
      merge(accumulator, other);
    }
  }

  /**
   * Makes the accumulator of a single image smaller. Evaluators keep the result for as long as they
   * live. By default the accumulator is kept as it is.
   *
   * @param image the accumulator of one image, not used afterwards
   * @return an accumulator with the same values of metrics
   */
  default A compact(A image) {
    return image;
  }

  /**
   * Prepares the accumulators of images for bootstrap resampling, which merges them about a
   * thousand times. By default they are used as they are. An approximation is allowed: values of
   * resamples are shifted by the difference that it makes over all images.
   *
   * @param whole all images; not modified
   * @param images one for each image; not modified
   * @return one for each image, in the same order
   */
  default List<A> forResampling(A whole, List<A> images) {
    return images;
  }

  /** Adds an image's contribution to sums. */
  @FunctionalInterface
  interface SumFunction {
    /**
     * Adds an image's contribution.
     *
     * @param image a prediction with its ground truth
     * @param sums modified
     */
    void addTo(EvaluatedImage image, double[] sums);
  }

  /**
   * Creates an accumulation of sums, such as the numerator and the denominator of a metric.
   *
   * @param count the number of sums, at least 1
   * @param function adds an image's contribution
   * @throws IllegalArgumentException if the count is below 1
   */
  static Accumulation<double[]> sums(int count, SumFunction function) {
    return new SumAccumulation(count, function);
  }
}
