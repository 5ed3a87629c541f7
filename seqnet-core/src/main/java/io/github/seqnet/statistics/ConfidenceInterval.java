// SPDX-License-Identifier: MIT
package io.github.seqnet.statistics;

import java.io.Serializable;

/**
 * A confidence interval.
 *
 * @param low the lower end; NaN if the interval is undefined
 * @param high the upper end; NaN if the interval is undefined
 */
public record ConfidenceInterval(double low, double high) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Whether the interval is defined. */
  public boolean isDefined() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }
}
