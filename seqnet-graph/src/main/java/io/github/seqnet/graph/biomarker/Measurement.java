package io.github.seqnet.graph.biomarker;

import java.util.OptionalDouble;

/**
 * One measured number, or the reason why there is none. Never a stand-in such as 0 or -1.
 * Immutable.
 */
public sealed interface Measurement {
  /** What was measured. */
  Quantity quantity();

  /** On which vessels. */
  VesselGroup vessels();

  /** In which part of the retina. */
  Region region();

  /** The unit, also of a missing value. */
  Unit unit();

  /** The number; empty if it cannot be computed. */
  OptionalDouble value();

  /**
   * Why there is no number, or what to know about the one there is (such as a caliber from fewer
   * than six vessels); empty if there is nothing to say.
   */
  String remark();

  /**
   * A measured number.
   *
   * @param number finite
   * @param remark what to know about it, or empty
   */
  record Value(
      Quantity quantity,
      VesselGroup vessels,
      Region region,
      Unit unit,
      double number,
      String remark)
      implements Measurement {
    /**
     * @throws IllegalArgumentException if the number is NaN or infinite
     */
    public Value {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(quantity + " must be finite, got " + number);
      }
    }

    @Override
    public OptionalDouble value() {
      return OptionalDouble.of(number);
    }
  }

  /**
   * A number that cannot be computed.
   *
   * @param remark why, never blank
   */
  record Missing(Quantity quantity, VesselGroup vessels, Region region, Unit unit, String remark)
      implements Measurement {
    /**
     * @throws IllegalArgumentException if there is no reason
     */
    public Missing {
      if (remark.isBlank()) {
        throw new IllegalArgumentException("a missing " + quantity + " needs a reason");
      }
    }

    @Override
    public OptionalDouble value() {
      return OptionalDouble.empty();
    }
  }
}
