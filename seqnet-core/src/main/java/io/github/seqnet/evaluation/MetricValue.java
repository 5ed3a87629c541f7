// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The value of a {@link Metric} with its confidence interval over images. A value is either defined
 * or has a reason for being undefined. Immutable; equal by content.
 */
public final class MetricValue implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String id;
  private final double value;
  private final double low;
  private final double high;
  private final @Nullable String reason;

  private MetricValue(String id, double value, double low, double high, @Nullable String reason) {
    this.id = Objects.requireNonNull(id, "id");
    this.value = value;
    this.low = low;
    this.high = high;
    this.reason = reason;
  }

  static MetricValue of(String id, double value, double low, double high, @Nullable String reason) {
    return new MetricValue(id, value, low, high, Double.isNaN(value) ? reason : null);
  }

  static OptionalDouble optional(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The metric's {@link Metric#id}, such as {@code av.all_gt.accuracy}. */
  public String id() {
    return id;
  }

  /** The value; empty where it is undefined. */
  public OptionalDouble value() {
    return optional(value);
  }

  /** The lower end of the interval; empty where there is none, as for one image. */
  public OptionalDouble low() {
    return optional(low);
  }

  /** The upper end of the interval; empty where there is none, as for one image. */
  public OptionalDouble high() {
    return optional(high);
  }

  /** Why the value is undefined; empty where it is defined. */
  public Optional<String> undefinedReason() {
    return Optional.ofNullable(reason);
  }

  MetricValue withId(String newId) {
    return new MetricValue(newId, value, low, high, reason);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MetricValue v
        && v.id.equals(id)
        && Double.compare(v.value, value) == 0
        && Double.compare(v.low, low) == 0
        && Double.compare(v.high, high) == 0
        && Objects.equals(v.reason, reason);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, value, low, high, reason);
  }

  @Override
  public String toString() {
    if (reason != null) {
      return id + " undefined: " + reason;
    }
    return id + " = " + value + (Double.isNaN(low) ? "" : " (" + low + " to " + high + ")");
  }
}
