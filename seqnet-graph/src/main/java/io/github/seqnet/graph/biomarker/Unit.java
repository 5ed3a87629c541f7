// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.io.Serializable;
import java.util.Objects;

/**
 * The unit of a biomarker. The constants cover the built-in biomarkers; a custom biomarker may
 * define another unit, for example {@code new Unit("px^2")}. Immutable, equal by symbol.
 *
 * @param symbol the symbol as written to files, not blank, ASCII only
 */
public record Unit(String symbol) implements Serializable {
  private static final long serialVersionUID = 1;

  /** A plain number: a ratio, a fraction, a dimension. */
  public static final Unit ONE = new Unit("1");

  /** A number of objects. */
  public static final Unit COUNT = new Unit("count");

  /** A length in pixels. */
  public static final Unit PIXEL = new Unit("px");

  /** A length in micrometers. */
  public static final Unit MICROMETER = new Unit("um");

  /** A curvature in 1 / pixel. */
  public static final Unit PER_PIXEL = new Unit("1/px");

  /** A curvature in 1 / micrometer. */
  public static final Unit PER_MICROMETER = new Unit("1/um");

  /** A squared curvature in 1 / pixel^2. */
  public static final Unit PER_SQUARE_PIXEL = new Unit("1/px^2");

  /** A squared curvature in 1 / micrometer^2. */
  public static final Unit PER_SQUARE_MICROMETER = new Unit("1/um^2");

  /** An angle in degrees. */
  public static final Unit DEGREE = new Unit("deg");

  /**
   * @throws IllegalArgumentException if the symbol is blank or contains a non-ASCII character
   */
  public Unit {
    Objects.requireNonNull(symbol, "symbol");
    if (symbol.isBlank() || !symbol.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "symbol must be printable ASCII without spaces, got '" + symbol + "'");
    }
  }
}
