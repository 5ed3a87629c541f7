// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;

/** Compact JSON with a line break after each member or item of the two outermost levels. */
final class LinePrinter extends MinimalPrettyPrinter {
  private static final long serialVersionUID = 1L;
  private static final int BROKEN_LEVELS = 2;

  private int depth;

  @Override
  public void writeStartObject(JsonGenerator json) throws IOException {
    super.writeStartObject(json);
    depth++;
  }

  @Override
  public void beforeObjectEntries(JsonGenerator json) throws IOException {
    breakLine(json);
  }

  @Override
  public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
    super.writeObjectEntrySeparator(json);
    breakLine(json);
  }

  @Override
  public void writeEndObject(JsonGenerator json, int count) throws IOException {
    breakLine(json);
    depth--;
    super.writeEndObject(json, count);
  }

  @Override
  public void writeStartArray(JsonGenerator json) throws IOException {
    super.writeStartArray(json);
    depth++;
  }

  @Override
  public void beforeArrayValues(JsonGenerator json) throws IOException {
    breakLine(json);
  }

  @Override
  public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
    super.writeArrayValueSeparator(json);
    breakLine(json);
  }

  @Override
  public void writeEndArray(JsonGenerator json, int count) throws IOException {
    breakLine(json);
    depth--;
    super.writeEndArray(json, count);
  }

  private void breakLine(JsonGenerator json) throws IOException {
    if (depth <= BROKEN_LEVELS) {
      json.writeRaw('\n');
    }
  }
}
