package io.github.seqnet.nn.training;

/**
 * The learning rate over a training. Immutable.
 *
 * @param shape how it changes
 * @param peak the rate before the factors of warm-up and fall, above 0
 * @param warmUpSteps over how many steps the rate is multiplied by a factor that rises to 1, at
 *     least 0. A falling rate falls meanwhile, so that the highest is a little below the peak
 * @param last the rate at the end as a fraction of the peak, 0..1; not used by a constant rate
 */
public record LearningRate(Shape shape, double peak, long warmUpSteps, double last) {
  /** How a rate changes. */
  public enum Shape {
    /** Not at all. */
    CONSTANT,
    /** Half a cosine from the peak to the last, over the whole training, warm-up included. */
    COSINE
  }

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public LearningRate {
    if (!(peak > 0 && peak < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("peak must be above 0 and finite, got " + peak);
    }
    if (warmUpSteps < 0) {
      throw new IllegalArgumentException("warmUpSteps must be at least 0, got " + warmUpSteps);
    }
    if (!(last >= 0 && last <= 1)) {
      throw new IllegalArgumentException("last must be in 0..1, got " + last);
    }
  }

  /** The same rate in every step. */
  public static LearningRate constant(double rate) {
    return new LearningRate(Shape.CONSTANT, rate, 0, 1);
  }

  /** Half a cosine from the peak to a hundredth of it, times a warm-up. */
  public static LearningRate cosine(double peak, long warmUpSteps) {
    return new LearningRate(Shape.COSINE, peak, warmUpSteps, 0.01);
  }

  /**
   * The rate of a step.
   *
   * @param step from 1 on
   * @param progress the part of the training that is done, 0..1
   */
  public double at(long step, double progress) {
    double warm = warmUpSteps == 0 ? 1 : Math.min(1, (double) step / warmUpSteps);
    return switch (shape) {
      case CONSTANT -> peak * warm;
      case COSINE -> {
        double fall = 0.5 * (1 + Math.cos(Math.PI * Math.min(1, Math.max(0, progress))));
        yield peak * warm * (last + (1 - last) * fall);
      }
    };
  }
}
