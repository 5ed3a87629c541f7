// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.seqnet.graph.io.GraphDraft.Calibers;
import io.github.seqnet.graph.io.GraphDraft.Points;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A JSON value that knows its line, and asks for what it should hold by name. */
final class JsonTree {
  private static final int DEEPEST = 50;

  private final String name;
  private final Object value;
  private final long line;

  private JsonTree(String name, Object value, long line) {
    this.name = name;
    this.value = value;
    this.line = line;
  }

  static JsonTree read(InputStream in) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(in)) {
      if (parser.nextToken() == null) {
        throw GraphDraft.at(1, "is empty");
      }
      JsonTree tree = read(parser, "file", 0);
      if (parser.nextToken() != null) {
        throw GraphDraft.at(
            parser.currentTokenLocation().getLineNr(), "continues after the end of the graph");
      }
      return tree;
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String reason = e.getOriginalMessage().replaceAll("\\s+", " ");
      throw GraphDraft.at(line, "is not well-formed JSON: " + reason, e);
    }
  }

  private static JsonTree read(JsonParser parser, String name, int depth) throws IOException {
    long line = parser.currentTokenLocation().getLineNr();
    if (depth > DEEPEST) {
      throw GraphDraft.at(line, "is nested more than " + DEEPEST + " deep");
    }
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, JsonTree> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String member = parser.currentName();
          parser.nextToken();
          members.put(member, read(parser, member, depth + 1));
        }
        return new JsonTree(name, new Members(members), line);
      }
      case START_ARRAY -> {
        List<JsonTree> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser, name, depth + 1));
        }
        return new JsonTree(name, new Items(items), line);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        return new JsonTree(name, parser.getDoubleValue(), line);
      }
      case VALUE_STRING -> {
        return new JsonTree(name, parser.getText(), line);
      }
      case VALUE_NULL -> {
        return new JsonTree(name, Nothing.NULL, line);
      }
      default -> throw GraphDraft.at(line, name + " has an unexpected value " + parser.getText());
    }
  }

  /** The line where this value begins. */
  long line() {
    return line;
  }

  /** Whether an object has a member that is not null. */
  boolean has(String member) throws IOException {
    JsonTree found = members().get(member);
    return found != null && found.value != Nothing.NULL;
  }

  /** A member of an object. */
  JsonTree get(String member) throws IOException {
    JsonTree found = members().get(member);
    if (found == null) {
      throw GraphDraft.at(line, name + " has no " + member);
    }
    return found;
  }

  private Map<String, JsonTree> members() throws IOException {
    if (value instanceof Members object) {
      return object.byName();
    }
    throw unlike("an object");
  }

  List<JsonTree> items() throws IOException {
    if (value instanceof Items array) {
      return array.inOrder();
    }
    throw unlike("a list");
  }

  String text() throws IOException {
    if (value instanceof String text) {
      return text;
    }
    throw unlike("text");
  }

  double number() throws IOException {
    if (value instanceof Double number) {
      return number;
    }
    throw unlike("a number");
  }

  int integer() throws IOException {
    double number = number();
    if (number != (int) number) {
      throw GraphDraft.at(line, name + " must be a whole number, got " + number);
    }
    return (int) number;
  }

  /** The text of a member; null if there is none. */
  @Nullable String optionalText(String member) throws IOException {
    return has(member) ? get(member).text() : null;
  }

  OptionalDouble optionalNumber(String member) throws IOException {
    return has(member) ? OptionalDouble.of(get(member).number()) : OptionalDouble.empty();
  }

  /** A list of lists of two whole numbers. */
  Points points() throws IOException {
    List<JsonTree> items = items();
    int[] xy = new int[2 * items.size()];
    for (int k = 0; k < items.size(); k++) {
      List<JsonTree> pair = items.get(k).items();
      if (pair.size() != 2) {
        throw GraphDraft.at(
            items.get(k).line, name + " must hold points [x, y], got " + pair.size() + " numbers");
      }
      xy[2 * k] = pair.get(0).integer();
      xy[2 * k + 1] = pair.get(1).integer();
    }
    return new Points(xy);
  }

  Calibers calibers() throws IOException {
    List<JsonTree> items = items();
    float[] px = new float[items.size()];
    for (int k = 0; k < px.length; k++) {
      px[k] = (float) items.get(k).number();
    }
    return new Calibers(px);
  }

  private IOException unlike(String wanted) {
    return GraphDraft.at(line, name + " must be " + wanted);
  }

  private enum Nothing {
    NULL
  }

  private record Members(Map<String, JsonTree> byName) {}

  private record Items(List<JsonTree> inOrder) {}
}
