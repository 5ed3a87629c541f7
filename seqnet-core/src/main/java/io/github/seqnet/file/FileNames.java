// SPDX-License-Identifier: MIT
package io.github.seqnet.file;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Escapes file names for messages, logs and tables: characters that could break a line, control a
 * terminal, or reverse the direction of text. Stateless and thread-safe.
 */
public final class FileNames {
  private FileNames() {}

  /** The path as it was given, escaped. */
  public static String display(Path file) {
    return escape(Objects.requireNonNull(file, "file").toString());
  }

  /**
   * Escapes control, format, unassigned and surrogate characters and line separators as {@code
   * \}{@code uXXXX} (and tab, line feed and carriage return as {@code \t}, {@code \n}, {@code \r}).
   * Other characters are kept, the backslash included, because it separates folders on Windows.
   *
   * @param text a file name or other text from outside
   */
  public static String escape(String text) {
    Objects.requireNonNull(text, "text");
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int end = i + Character.charCount(point);
      if (isSafe(point)) {
        if (escaped != null) {
          escaped.appendCodePoint(point);
        }
      } else {
        if (escaped == null) {
          escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        switch (point) {
          case '\t' -> escaped.append("\\t");
          case '\n' -> escaped.append("\\n");
          case '\r' -> escaped.append("\\r");
          default -> {
            for (int c = i; c < end; c++) {
              escaped.append("\\u%04x".formatted((int) text.charAt(c)));
            }
          }
        }
      }
      i = end;
    }
    return escaped == null ? text : escaped.toString();
  }

  private static boolean isSafe(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
