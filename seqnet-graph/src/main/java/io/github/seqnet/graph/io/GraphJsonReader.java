// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import io.github.seqnet.graph.VesselGraph;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads the JSON of {@link GraphJsonWriter}. */
final class GraphJsonReader {
  private GraphJsonReader() {}

  static VesselGraph read(InputStream in) throws IOException {
    JsonTree file = JsonTree.read(in);
    JsonTree format = file.get("format");
    if (!format.text().equals(GraphJsonWriter.FORMAT)) {
      throw GraphDraft.at(
          format.line(),
          "format must be "
              + GraphJsonWriter.FORMAT
              + ", got "
              + GraphDraft.shortened(format.text()));
    }
    JsonTree version = file.get("version");
    if (version.integer() != GraphJsonWriter.VERSION) {
      throw GraphDraft.at(
          version.line(),
          "version must be " + GraphJsonWriter.VERSION + ", got " + version.integer());
    }
    GraphDraft draft = GraphDraft.directed();
    List<JsonTree> nodes = file.get("nodes").items();
    for (int k = 0; k < nodes.size(); k++) {
      JsonTree node = nodes.get(k);
      draft.addNode(
          Integer.toString(k),
          GraphDraft.kind(node.get("kind").text(), node.get("kind").line()),
          node.get("pixels").points(),
          node.line());
    }
    for (JsonTree segment : file.get("segments").items()) {
      draft.addSegment(
          Integer.toString(segment.get("start").integer()),
          Integer.toString(segment.get("end").integer()),
          segment.get("path").points(),
          segment.get("caliber_px").calibers(),
          GraphDraft.label(segment.get("label").text(), segment.get("label").line()),
          segment.optionalNumber("confidence"),
          segment.optionalNumber("threshold"),
          segment.line());
      draft.continueLast(
          segment.optionalText("start_continuation"), segment.optionalText("end_continuation"));
    }
    return draft.build(
        file.get("width_px").integer(), file.get("height_px").integer(), file.line());
  }
}
