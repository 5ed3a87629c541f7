// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as reports show them. */
final class ReportText {
  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private ReportText() {}

  /** Four significant digits; whole numbers from 1000 on keep all their digits. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.valueOf((long) value);
    }
    if (Math.abs(value) >= 1000) {
      return String.valueOf(Math.round(value));
    }
    BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS);
    return Math.abs(value) < 1e-4 ? rounded.toString() : rounded.toPlainString();
  }

  /** A coordinate in a drawing: at most one decimal. */
  static String coordinate(double value) {
    double tenths = Math.round(value * 10) / 10.0;
    return tenths == Math.rint(tenths)
        ? String.valueOf((long) tenths)
        : String.format(Locale.ROOT, "%.1f", tenths);
  }
}
