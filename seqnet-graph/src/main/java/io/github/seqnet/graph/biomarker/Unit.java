package io.github.seqnet.graph.biomarker;

/** The unit of a {@link Measurement}. Immutable. */
public enum Unit {
  /** A plain number: a ratio, a fraction, a dimension. */
  ONE("1"),
  /** A number of things. */
  COUNT("count"),
  /** A length in pixels. */
  PIXEL("px"),
  /** A length in micrometers. */
  MICROMETER("um"),
  /** A curvature in 1 / pixel. */
  PER_PIXEL("1/px"),
  /** A curvature in 1 / micrometer. */
  PER_MICROMETER("1/um"),
  /** An angle in degrees. */
  DEGREE("deg");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** The symbol as it stands in files, ASCII only: {@code 1, count, px, um, 1/px, 1/um, deg}. */
  public String symbol() {
    return symbol;
  }
}
