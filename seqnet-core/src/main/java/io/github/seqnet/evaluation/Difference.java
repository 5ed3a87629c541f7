// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The difference of a metric between two predictions of the same images: the first minus the
 * second. Immutable; equal by content.
 *
 * <p>The interval holds the quantiles of the differences of all bootstrap resamples. The two-sided
 * p-value tests the hypothesis that there is no difference. It comes from inverting that interval
 * (Efron and Tibshirani 1993, An Introduction to the Bootstrap, section 15.4): twice the smaller of
 * the fraction of resamples whose difference is at most 0 and the fraction of those whose
 * difference is at least 0, and at most 1. One resample is added to both counts, {@code (k + 1) /
 * (n + 1)}, so that the p-value is never 0 (Phipson and Smyth 2010, <a
 * href="https://doi.org/10.2202/1544-6115.1585">doi:10.2202/1544-6115.1585</a>). With 1000
 * resamples it is at least 0.002.
 *
 * <p>The p-value generalizes to other images of the same kind, not to another training run. It is
 * not corrected for multiple comparisons. It is too small for fewer than about 20 images, because
 * bootstrap intervals are too narrow there.
 */
public final class Difference implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String id;
  private final double value;
  private final double low;
  private final double high;
  private final double pValue;

  Difference(String id, double value, double low, double high, double pValue) {
    this.id = Objects.requireNonNull(id, "id");
    this.value = value;
    this.low = low;
    this.high = high;
    this.pValue = pValue;
  }

  /** The metric's {@link Metric#id}, such as {@code av.all_gt.accuracy}. */
  public String id() {
    return id;
  }

  /** The first value minus the second; empty where one of them is undefined. */
  public OptionalDouble value() {
    return MetricValue.optional(value);
  }

  /** The lower end of the interval; empty where there is none, as for one image. */
  public OptionalDouble low() {
    return MetricValue.optional(low);
  }

  /** The upper end of the interval; empty where there is none. */
  public OptionalDouble high() {
    return MetricValue.optional(high);
  }

  /** The two-sided p-value, above 0 and at most 1; empty where there is no interval. */
  public OptionalDouble pValue() {
    return MetricValue.optional(pValue);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Difference d
        && d.id.equals(id)
        && Double.compare(d.value, value) == 0
        && Double.compare(d.low, low) == 0
        && Double.compare(d.high, high) == 0
        && Double.compare(d.pValue, pValue) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, value, low, high, pValue);
  }

  @Override
  public String toString() {
    return id + " difference " + value + " (" + low + " to " + high + "), p = " + pValue;
  }
}
