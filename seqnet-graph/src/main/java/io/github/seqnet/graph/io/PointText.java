// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;

/** Formats lists of points and numbers as text, for file formats without lists. */
final class PointText {
  private PointText() {}

  static String pixels(Node node, int width) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < node.pixelCount(); k++) {
      int position = node.position(k);
      text.append(k == 0 ? "" : " ").append(position % width).append(',').append(position / width);
    }
    return text.toString();
  }

  static String path(Segment segment) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < segment.pathSize(); k++) {
      text.append(k == 0 ? "" : " ").append(segment.x(k)).append(',').append(segment.y(k));
    }
    return text.toString();
  }

  static String calibers(Segment segment) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < segment.pathSize(); k++) {
      text.append(k == 0 ? "" : " ").append((float) segment.caliberPx(k));
    }
    return text.toString();
  }
}
