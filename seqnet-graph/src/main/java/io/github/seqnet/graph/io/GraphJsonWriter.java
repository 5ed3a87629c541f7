// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import java.io.IOException;
import java.io.OutputStream;

/** Writes plain JSON. */
final class GraphJsonWriter {
  static final String FORMAT = "seqnet-graph";
  static final int VERSION = 1;

  private GraphJsonWriter() {}

  static void write(VesselGraph graph, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonPieces.generator(out)) {
      json.writeStartObject();
      json.writeStringField("format", FORMAT);
      json.writeNumberField("version", VERSION);
      json.writeNumberField("width_px", graph.width());
      json.writeNumberField("height_px", graph.height());
      json.writeArrayFieldStart("nodes");
      for (Node node : graph.nodes()) {
        json.writeStartObject();
        json.writeStringField("kind", GraphDraft.name(node.kind()));
        json.writeNumberField("x", node.x());
        json.writeNumberField("y", node.y());
        json.writeFieldName("pixels");
        JsonPieces.pixels(json, node, graph.width());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("segments");
      for (Segment segment : graph.segments()) {
        write(json, segment);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, Segment segment) throws IOException {
    json.writeStartObject();
    json.writeNumberField("start", segment.start().index());
    json.writeNumberField("end", segment.end().index());
    json.writeStringField("label", GraphDraft.name(segment.label()));
    JsonPieces.optional(json, "confidence", segment.confidence());
    JsonPieces.optional(json, "threshold", segment.threshold());
    JsonPieces.continuations(json, segment);
    json.writeNumberField("length_px", segment.lengthPx());
    json.writeNumberField("mean_caliber_px", segment.meanCaliberPx());
    json.writeNumberField("straightness", segment.straightness());
    json.writeFieldName("path");
    JsonPieces.path(json, segment);
    json.writeFieldName("caliber_px");
    JsonPieces.calibers(json, segment);
    json.writeEndObject();
  }
}
