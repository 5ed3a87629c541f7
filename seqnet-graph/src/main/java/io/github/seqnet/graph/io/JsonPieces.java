// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalDouble;

/** The parts that both JSON formats write in the same way, one element per line. */
final class JsonPieces {
  private JsonPieces() {}

  static JsonGenerator generator(OutputStream out) throws IOException {
    return JsonFactory.builder()
        .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
        .build()
        .createGenerator(out)
        .setPrettyPrinter(new LinePrinter());
  }

  static void optional(JsonGenerator json, String name, OptionalDouble value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.getAsDouble());
    } else {
      json.writeNullField(name);
    }
  }

  static void pixels(JsonGenerator json, Node node, int width) throws IOException {
    json.writeStartArray();
    for (int k = 0; k < node.pixelCount(); k++) {
      int x = node.position(k) % width;
      int y = node.position(k) / width;
      json.writeArray(new int[] {x, y}, 0, 2);
    }
    json.writeEndArray();
  }

  static void path(JsonGenerator json, Segment segment) throws IOException {
    json.writeStartArray();
    for (int k = 0; k < segment.pathSize(); k++) {
      json.writeArray(new int[] {segment.x(k), segment.y(k)}, 0, 2);
    }
    json.writeEndArray();
  }

  static void calibers(JsonGenerator json, Segment segment) throws IOException {
    json.writeStartArray();
    for (int k = 0; k < segment.pathSize(); k++) {
      json.writeNumber((float) segment.caliberPx(k));
    }
    json.writeEndArray();
  }

  /** Writes the continuations of a segment behind the crossings at its ends. */
  static void continuations(JsonGenerator json, Segment segment) throws IOException {
    String start = GraphDraft.continuation(segment, true);
    if (start != null) {
      json.writeStringField("start_continuation", start);
    }
    String end = GraphDraft.continuation(segment, false);
    if (end != null) {
      json.writeStringField("end_continuation", end);
    }
  }
}
