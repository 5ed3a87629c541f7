// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.testing;

import io.github.seqnet.image.BinaryMask;
import java.util.List;

/** Small masks written as text: {@code #} is set, {@code .} is not. */
public final class AsciiArt {
  private AsciiArt() {}

  /** The mask drawn by these lines; blank lines and indentation do not count. */
  public static BinaryMask mask(String art) {
    List<String> rows = art.lines().map(String::strip).filter(row -> !row.isEmpty()).toList();
    int width = rows.get(0).length();
    byte[] values = new byte[width * rows.size()];
    for (int y = 0; y < rows.size(); y++) {
      if (rows.get(y).length() != width) {
        throw new IllegalArgumentException("row " + y + " is not " + width + " characters long");
      }
      for (int x = 0; x < width; x++) {
        char c = rows.get(y).charAt(x);
        if (c != '#' && c != '.') {
          throw new IllegalArgumentException("a mask is drawn with # and ., got " + c);
        }
        values[y * width + x] = (byte) (c == '#' ? 1 : 0);
      }
    }
    return BinaryMask.wrap(width, rows.size(), values);
  }

  /** The drawing of a mask, one line for each row. */
  public static String draw(BinaryMask mask) {
    StringBuilder art = new StringBuilder();
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        art.append(mask.get(x, y) ? '#' : '.');
      }
      art.append('\n');
    }
    return art.toString();
  }
}
