// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.seqnet.file.AtomicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results as JSON. */
public final class JsonFile {
  private static final int DEEPEST = 32;

  private JsonFile() {}

  /**
   * Writes an object, pretty-printed.
   *
   * @param values numbers, texts, lists of them, and maps of the same
   */
  public static void write(Path file, Map<String, ?> values) throws IOException {
    byte[] content = (text(values, true) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(content));
  }

  /**
   * Reads an object of texts, numbers, and objects of the same, whose names are joined by a point.
   *
   * @return each value as text
   * @throws IOException if it cannot be read; names the file
   */
  public static Map<String, String> read(Path file) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      Deque<String> path = new ArrayDeque<>();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          if (path.size() == DEEPEST) {
            throw new IOException(file + ": is nested more than " + DEEPEST + " deep");
          }
          path.addLast(json.currentName() == null ? "" : json.currentName());
        } else if (token == JsonToken.END_OBJECT) {
          path.removeLast();
        } else if (token.isScalarValue()) {
          List<String> names = new ArrayList<>(path);
          if (json.currentName() != null) {
            names.add(json.currentName());
          }
          names.removeIf(String::isEmpty);
          values.put(String.join(".", names), json.getText());
        }
      }
      return values;
    } catch (JacksonException e) {
      throw new IOException(
          file + ": is not what this program writes: " + e.getOriginalMessage(), e);
    }
  }

  /** An object in one line. */
  public static String line(Map<String, ?> values) throws IOException {
    return text(values, false);
  }

  private static String text(Map<String, ?> values, boolean pretty) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      if (pretty) {
        json.useDefaultPrettyPrinter();
      }
      value(json, values);
    }
    return text.toString();
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        value(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        value(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean groundTruth) {
      json.writeBoolean(groundTruth);
    } else {
      json.writeString(String.valueOf(value));
    }
  }
}
