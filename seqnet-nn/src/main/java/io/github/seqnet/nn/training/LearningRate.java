// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.io.Serializable;

/**
 * A learning-rate schedule: the learning rate of each training step. Implementations are immutable
 * and deterministic, usually a record:
 *
 * <pre>{@code
 * record InverseSquareRoot(double peak) implements LearningRate {
 *   public Descriptor descriptor() {
 *     return new Descriptor("inverse-sqrt", Map.of("peak", Double.toString(peak)));
 *   }
 *
 *   public double at(long step, double progress) {
 *     return peak / Math.sqrt(step);
 *   }
 *
 *   public boolean dependsOnProgress() {
 *     return false;
 *   }
 * }
 * }</pre>
 */
public interface LearningRate extends Serializable {
  /**
   * The id and parameters of this schedule. Checkpoints store it: a training is resumed only with
   * an equal schedule.
   */
  Descriptor descriptor();

  /**
   * The learning rate of a step.
   *
   * @param step from 1 on
   * @param progress the fraction of the training that is done before the step, 0..1
   * @return at least 0, finite
   */
  double at(long step, double progress);

  /**
   * Whether the rate depends on the progress. If it does not, a training can be resumed with
   * another number of steps or another time limit.
   */
  boolean dependsOnProgress();

  /** The number of steps with a rising rate, which must be below that of the training. */
  default long warmUpSteps() {
    return 0;
  }

  /**
   * Parses a built-in schedule, such as {@code one-cycle} or {@code step:interval=500,factor=0.5}:
   * the {@link #descriptor} of {@code constant}, {@code cosine}, {@code step} or {@code one-cycle}.
   * Parameters that are left out get a default.
   *
   * @param text the text form of a descriptor
   * @param peak the highest rate, unless the text states it
   * @param length the number of steps of the training. By default, {@code cosine} warms up over a
   *     tenth of them but at most 200, and {@code step} divides the rate by 10 after each third
   * @throws IllegalArgumentException if the text is malformed, names an unknown schedule or
   *     parameter, or a value is out of range
   */
  static LearningRate parse(String text, double peak, long length) {
    return RateParser.parse(text, peak, length);
  }

  /**
   * The same rate in every step.
   *
   * @throws IllegalArgumentException if the rate is not above 0 and finite
   */
  static LearningRate constant(double rate) {
    return new ConstantRate(rate);
  }

  /**
   * Half a cosine from the peak to a hundredth of it, times a linear warm-up.
   *
   * @throws IllegalArgumentException if a value is out of range
   * @see CosineRate
   */
  static LearningRate cosine(double peak, long warmUpSteps) {
    return new CosineRate(peak, warmUpSteps, 0.01);
  }

  /**
   * A step schedule: the rate is multiplied by a factor after each interval of steps.
   *
   * @throws IllegalArgumentException if a value is out of range
   * @see StepRate
   */
  static LearningRate step(double initial, long interval, double factor) {
    return new StepRate(initial, interval, factor);
  }

  /**
   * The one-cycle schedule with its usual fractions: rises from peak / 25 over 30 % of the
   * training, then falls to peak / 250000.
   *
   * @throws IllegalArgumentException if the peak is not above 0 and finite
   * @see OneCycleRate
   */
  static LearningRate oneCycle(double peak) {
    return new OneCycleRate(peak, 0.3, 25, 1e4);
  }
}
