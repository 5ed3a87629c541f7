// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The value of a {@link Biomarker}, or the reason for its absence. A missing value is never
 * replaced by a stand-in such as 0 or -1. Immutable.
 */
public sealed interface BiomarkerValue extends Serializable {
  /** The number; empty if the value is missing. */
  OptionalDouble value();

  /**
   * Why the value is missing, or a caveat about the number, such as a caliber from fewer than six
   * vessels; empty if there is neither.
   */
  String remark();

  /** Whether there is a number. */
  default boolean isPresent() {
    return value().isPresent();
  }

  /**
   * A value without a remark.
   *
   * @throws IllegalArgumentException if the number is NaN or infinite
   */
  static BiomarkerValue of(double number) {
    return new Present(number, "");
  }

  /**
   * A value with a remark.
   *
   * @param remark a caveat about the number; may be empty
   * @throws IllegalArgumentException if the number is NaN or infinite
   */
  static BiomarkerValue of(double number, String remark) {
    return new Present(number, remark);
  }

  /**
   * A missing value.
   *
   * @param reason one line that completes "missing, because"
   * @throws IllegalArgumentException if the reason is blank
   */
  static BiomarkerValue missing(String reason) {
    return new Missing(reason);
  }

  /** The same value with another remark appended; the same object if {@code more} is empty. */
  default BiomarkerValue withRemark(String more) {
    if (more.isEmpty()) {
      return this;
    }
    String joined = remark().isEmpty() ? more : remark() + "; " + more;
    return isPresent() ? of(value().getAsDouble(), joined) : missing(joined);
  }

  /**
   * A number.
   *
   * @param number finite
   * @param remark a caveat, or empty
   */
  record Present(double number, String remark) implements BiomarkerValue {
    private static final long serialVersionUID = 1;

    /**
     * @throws IllegalArgumentException if the number is NaN or infinite
     */
    public Present {
      Objects.requireNonNull(remark, "remark");
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("a biomarker value must be finite, got " + number);
      }
    }

    @Override
    public OptionalDouble value() {
      return OptionalDouble.of(number);
    }
  }

  /**
   * A missing value.
   *
   * @param remark the reason, never blank
   */
  record Missing(String remark) implements BiomarkerValue {
    private static final long serialVersionUID = 1;

    /**
     * @throws IllegalArgumentException if the reason is blank
     */
    public Missing {
      Objects.requireNonNull(remark, "remark");
      if (remark.isBlank()) {
        throw new IllegalArgumentException("a missing value must have a reason");
      }
    }

    @Override
    public OptionalDouble value() {
      return OptionalDouble.empty();
    }
  }
}
