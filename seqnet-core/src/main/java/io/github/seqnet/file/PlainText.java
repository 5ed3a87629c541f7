// SPDX-License-Identifier: MIT
package io.github.seqnet.file;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Escapes text from untrusted sources, such as file names, before it reaches a terminal, a log or a
 * spreadsheet. Thread-safe.
 */
public final class PlainText {
  private static final int SIGNIFICANT_DIGITS = 6;
  private static final double LARGEST_LONG = 1e15;
  private static final double LEAST_PLAIN = 1e-6;

  private static final int LONGEST_EXCERPT = 500;

  private PlainText() {}

  /**
   * Returns the text with control characters, line separators, bidirectional controls and unpaired
   * surrogates replaced by escapes such as {@code \n} or <code>&#92;u001b</code>, so that it stays
   * on one line and cannot control a terminal.
   */
  public static String printable(String text) {
    Objects.requireNonNull(text, "text");
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); ) {
      int code = text.codePointAt(i);
      int next = i + Character.charCount(code);
      if (isUnsafe(code)) {
        if (escaped == null) {
          escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        escape(code, escaped);
      } else if (escaped != null) {
        escaped.appendCodePoint(code);
      }
      i = next;
    }
    return escaped == null ? text : escaped.toString();
  }

  /**
   * Returns the text as {@link #printable}, cut off after {@value #LONGEST_EXCERPT} characters, for
   * messages that quote a file.
   *
   * @param text null is shown as an unknown reason
   */
  public static String excerpt(@Nullable String text) {
    String printable = printable(text == null ? "unknown reason" : text);
    return printable.length() <= LONGEST_EXCERPT
        ? printable
        : printable.substring(0, LONGEST_EXCERPT) + "...";
  }

  /**
   * Returns a text cell of a CSV file that spreadsheets do not interpret as a formula: text that
   * begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab or a carriage return is prefixed
   * with an apostrophe, unless it is a number. Control characters are escaped as by {@link
   * #printable}.
   */
  public static String spreadsheetCell(String text) {
    Objects.requireNonNull(text, "text");
    String printable = printable(text);
    return startsAsFormula(text, 0) && !isNumber(text) ? "'" + printable : printable;
  }

  /**
   * Returns the text of a cell that {@link #spreadsheetCell} wrote: without the apostrophe in front
   * of a formula. Escaped control characters stay escaped.
   */
  public static String ofSpreadsheetCell(String cell) {
    Objects.requireNonNull(cell, "cell");
    boolean marked = cell.startsWith("'") && (startsAsFormula(cell, 1) || cell.startsWith("'\\"));
    return marked ? cell.substring(1) : cell;
  }

  private static boolean startsAsFormula(String text, int at) {
    return text.length() > at && "=+-@\t\r\n".indexOf(text.charAt(at)) >= 0;
  }

  /**
   * Formats a number for tables: six significant digits, all digits before the decimal point, no
   * trailing zeros, and no exponent from 1e-6 on. Formats that are read by programs keep all
   * digits.
   *
   * @param value finite
   * @throws IllegalArgumentException if the value is not finite
   */
  public static String tableNumber(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value must be finite, got " + value);
    }
    if (value == Math.rint(value) && Math.abs(value) < LARGEST_LONG) {
      return String.valueOf((long) value);
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    int digits = Math.max(SIGNIFICANT_DIGITS, exact.precision() - exact.scale());
    BigDecimal rounded =
        exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    return Math.abs(value) < LEAST_PLAIN ? rounded.toString() : rounded.toPlainString();
  }

  private static boolean isNumber(String text) {
    if (!text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
      return false;
    }
    return Double.isFinite(Double.parseDouble(text));
  }

  private static boolean isUnsafe(int code) {
    return switch (Character.getType(code)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      // Controls of the writing direction reorder what follows them.
      case Character.FORMAT ->
          (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
      default -> false;
    };
  }

  private static void escape(int code, StringBuilder to) {
    switch (code) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> to.append(String.format("\\u%04x", code));
    }
  }
}
