// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import java.io.IOException;
import java.io.OutputStream;

/** Writes GeoJSON. */
final class GeoJsonWriter {
  private GeoJsonWriter() {}

  static void write(VesselGraph graph, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonPieces.generator(out)) {
      json.writeStartObject();
      json.writeStringField("type", "FeatureCollection");
      json.writeNumberField("width_px", graph.width());
      json.writeNumberField("height_px", graph.height());
      json.writeArrayFieldStart("features");
      for (Node node : graph.nodes()) {
        write(json, node, graph.width());
      }
      for (Segment segment : graph.segments()) {
        write(json, segment);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, Node node, int width) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "Feature");
    json.writeStringField("id", "n" + node.index());
    json.writeObjectFieldStart("geometry");
    json.writeStringField("type", "Point");
    json.writeFieldName("coordinates");
    json.writeArray(new double[] {node.x(), node.y()}, 0, 2);
    json.writeEndObject();
    json.writeObjectFieldStart("properties");
    json.writeStringField("kind", GraphDraft.name(node.kind()));
    json.writeFieldName("pixels");
    JsonPieces.pixels(json, node, width);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Segment segment) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "Feature");
    json.writeStringField("id", "s" + segment.index());
    json.writeObjectFieldStart("geometry");
    json.writeStringField("type", "LineString");
    json.writeFieldName("coordinates");
    JsonPieces.path(json, segment);
    json.writeEndObject();
    json.writeObjectFieldStart("properties");
    json.writeStringField("start", "n" + segment.start().index());
    json.writeStringField("end", "n" + segment.end().index());
    json.writeStringField("label", GraphDraft.name(segment.label()));
    JsonPieces.optional(json, "confidence", segment.confidence());
    JsonPieces.optional(json, "threshold", segment.threshold());
    JsonPieces.continuations(json, segment);
    json.writeNumberField("length_px", segment.lengthPx());
    json.writeNumberField("mean_caliber_px", segment.meanCaliberPx());
    json.writeFieldName("caliber_px");
    JsonPieces.calibers(json, segment);
    json.writeEndObject();
    json.writeEndObject();
  }
}
