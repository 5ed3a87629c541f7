// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;

/**
 * The one-cycle schedule (Smith and Topin 2019, doi:10.1117/12.2520589) with cosine annealing, as
 * PyTorch's {@code OneCycleLR}: rises from {@code peak / start} to the peak, then falls to {@code
 * peak / (start * end)}.
 *
 * @param peak the highest rate, above 0
 * @param rise the fraction of the training over which the rate rises, above 0 and below 1
 * @param start the peak divided by the rate at the beginning, at least 1
 * @param end the rate at the beginning divided by that at the end, at least 1
 */
public record OneCycleRate(double peak, double rise, double start, double end)
    implements LearningRate {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public OneCycleRate {
    Rates.requirePositive("peak", peak);
    if (!(rise > 0 && rise < 1)) {
      throw new IllegalArgumentException("rise must be above 0 and below 1, got " + rise);
    }
    requireDivisor("start", start);
    requireDivisor("end", end);
  }

  private static void requireDivisor(String name, double value) {
    if (!(value >= 1 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be at least 1 and finite, got " + value);
    }
  }

  @Override
  public Descriptor descriptor() {
    return Rates.descriptor("one-cycle", "peak", peak, "rise", rise, "start", start, "end", end);
  }

  @Override
  public double at(long step, double progress) {
    double done = Math.min(1, Math.max(0, progress));
    double low = peak / start;
    return done < rise
        ? between(low, peak, done / rise)
        : between(peak, low / end, (done - rise) / (1 - rise));
  }

  /** From one rate to another along half a cosine. */
  private static double between(double from, double to, double part) {
    return to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * part));
  }

  @Override
  public boolean dependsOnProgress() {
    return true;
  }
}
