// SPDX-License-Identifier: MIT
package io.github.seqnet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+A1", "-A1", "@SUM(A1)", "-", "=cmd|' /C calc'!A0"})
  void marksFormulasAsText(String text) {
    assertEquals("'" + text, PlainText.spreadsheetCell(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eye", "-1.5", "+2", "-3e-7", "a=b", "œil droit", "眼"})
  void keepsNumbersAndPlainText(String text) {
    assertSame(text, PlainText.spreadsheetCell(text));
  }

  @Test
  void marksCellsThatBeginWithTabOrLineBreak() {
    assertEquals("'\\t=1", PlainText.spreadsheetCell("\t=1"));
    assertEquals("'\\r=1", PlainText.spreadsheetCell("\r=1"));
  }

  @Test
  void escapesWhatControlsATerminal() {
    assertEquals("a\\nb\\u001b[31mc", PlainText.printable("a\nb\u001b[31mc"));
    assertEquals("\\u202egnp.eye", PlainText.printable("\u202egnp.eye"));
    assertEquals("\\u009b2J", PlainText.printable("\u009b2J"));
    assertEquals("\\ud800", PlainText.printable("\ud800"));
    assertEquals("\\u2028", PlainText.printable("\u2028"));
  }

  @Test
  void readsBackTheCellsThatItMarks() {
    for (String text :
        new String[] {"=1+1", "+a", "-b.png", "@c", "'quoted'", "eye.png", "-1", ""}) {
      assertEquals(text, PlainText.ofSpreadsheetCell(PlainText.spreadsheetCell(text)));
    }
    assertEquals("\\tx", PlainText.ofSpreadsheetCell(PlainText.spreadsheetCell("\tx")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "8, 8",
    "0.1, 0.1",
    "0.19380863436123347, 0.193809",
    "-12.3456789, -12.3457",
    "1234567.89, 1234568",
    "999999.6, 1000000",
    "0.00001234567, 0.0000123457",
    "1.234567891e-9, 1.23457E-9",
  })
  void tablesHaveSixDigits(double value, String expected) {
    assertEquals(expected, PlainText.tableNumber(value));
    double read = Double.parseDouble(PlainText.tableNumber(value));
    assertEquals(value, read, 5.01e-6 * Math.abs(value));
  }
}
