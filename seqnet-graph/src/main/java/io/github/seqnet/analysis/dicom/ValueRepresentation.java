// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value representations (types) of DICOM elements that this package writes: PS3.5, 6.2. */
enum ValueRepresentation {
  /** Tag of an attribute. */
  AT,
  /** Code string. */
  CS(16, "[A-Z0-9_ ]*"),
  /** Date. */
  DA(8, "(\\d{8})?"),
  /** Decimal string. */
  DS(16, "[0-9+\\-Ee. ]*"),
  /** Integer string. */
  IS(12, "[0-9+\\- ]*"),
  /** Long string. */
  LO(64, null),
  /** Bytes. */
  OB,
  /** Person name. */
  PN(64, null),
  /** Short string. */
  SH(16, null),
  /** Sequence of items. */
  SQ,
  /** Short text. */
  ST(1024, "[^\\p{Cntrl}&&[^\t\n\f\r]]*"),
  /** Time. */
  TM(14, "(\\d{2}(\\d{2}(\\d{2}(\\.\\d{1,6})?)?)?)?"),
  /** Unlimited characters. */
  UC(Integer.MAX_VALUE, null),
  /** Unique identifier. */
  UI(64, "((0|[1-9]\\d*)(\\.(0|[1-9]\\d*))+)?"),
  /** Unsigned 32-bit integer. */
  UL,
  /** Unsigned 16-bit integer. */
  US,
  /** Unlimited text. */
  UT(Integer.MAX_VALUE, "[^\\p{Cntrl}&&[^\t\n\f\r]]*");

  private final int mostCharacters;
  private final Pattern pattern;

  ValueRepresentation() {
    this(0, null);
  }

  ValueRepresentation(int mostCharacters, @Nullable String pattern) {
    this.mostCharacters = mostCharacters;
    this.pattern = Pattern.compile(pattern == null ? "[^\\\\\\p{Cntrl}]*" : pattern);
  }

  /** Whether the explicit form has a length of 32 bits. */
  boolean isLong() {
    return switch (this) {
      case OB, SQ, UC, UT -> true;
      default -> false;
    };
  }

  /** The byte that makes the length even. */
  byte padding() {
    return this == UI || this == OB ? 0 : (byte) ' ';
  }

  /** Why a text is not a valid value; empty if it is valid. */
  String fault(String text) {
    if (text.codePointCount(0, text.length()) > mostCharacters) {
      return "at most " + mostCharacters + " characters are allowed, got " + text.length();
    }
    return pattern.matcher(text).matches() ? "" : "not a valid value of type " + this;
  }
}
