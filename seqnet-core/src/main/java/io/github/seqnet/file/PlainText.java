package io.github.seqnet.file;

import java.util.Objects;

/**
 * Escapes text from untrusted sources, such as file names, before it reaches a terminal, a log or a
 * spreadsheet. Thread-safe.
 */
public final class PlainText {
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
   * Returns a cell of text for a CSV file that spreadsheets do not take for a formula: text that
   * begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab or a carriage return gets an
   * apostrophe in front, unless it is a number. Control characters are escaped as by {@link
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
