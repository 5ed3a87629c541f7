// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import io.github.seqnet.graph.VesselGraph;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads GraphML. Rejects DOCTYPE, custom entities and external resources. */
final class GraphMlReader {
  private static final Pattern SEGMENT_ID = Pattern.compile("s(\\d{1,9})");

  private final XMLStreamReader xml;

  /** From the id of a key to the name of its attribute. */
  private final Map<String, String> names = new HashMap<>();

  private final GraphDraft draft = GraphDraft.undirected();
  private final Map<String, String> graphData = new HashMap<>();
  private long graphLine;
  private int edges;

  private GraphMlReader(XMLStreamReader xml) {
    this.xml = xml;
  }

  static VesselGraph read(InputStream in) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entities are not allowed");
        });
    // Decoded here, because the parser's decoder prints malformed bytes to the console.
    Reader decoded =
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    XMLStreamReader xml = null;
    try {
      Reader text = ByteOrderMark.skip(new BufferedReader(decoded));
      xml = factory.createXMLStreamReader(text);
      return new GraphMlReader(xml).read();
    } catch (CharacterCodingException e) {
      throw GraphDraft.at(1, "is not UTF-8 text", e);
    } catch (XMLStreamException e) {
      long line = xml == null ? 1 : xml.getLocation().getLineNumber();
      if (e.getNestedException() instanceof CharacterCodingException) {
        throw GraphDraft.at(line, "is not UTF-8 text", e);
      }
      if (e.getNestedException() instanceof IOException cause) {
        throw cause;
      }
      throw GraphDraft.at(line, "is not well-formed XML: " + reason(e), e);
    }
  }

  /** The parser's message without its own position and line break. */
  private static String reason(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    int start = message.indexOf("Message: ");
    return (start < 0 ? message : message.substring(start + 9)).replaceAll("\\s+", " ");
  }

  private VesselGraph read() throws XMLStreamException, IOException {
    boolean graphmlSeen = false;
    boolean graphSeen = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.DTD) {
        throw GraphDraft.at(line(), "a DOCTYPE is not allowed");
      }
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      String name = xml.getLocalName();
      if (!graphmlSeen && !name.equals("graphml")) {
        throw GraphDraft.at(line(), "is not GraphML: it starts with <" + name + ">");
      }
      graphmlSeen = true;
      switch (name) {
        case "key" -> names.put(attribute("id"), attribute("attr.name"));
        case "graph" -> {
          if (graphSeen) {
            throw GraphDraft.at(line(), "has a second <graph>; only one is allowed");
          }
          graphSeen = true;
          graphLine = line();
        }
        case "data" -> readData(graphData);
        case "node" -> readNode();
        case "edge" -> readEdge();
        default -> {
          // Other tools add their own elements.
        }
      }
    }
    if (!graphSeen) {
      throw GraphDraft.at(line(), "has no <graph>");
    }
    return draft.build(
        GraphDraft.integer(need(graphData, "width_px", "graph", graphLine), "width_px", graphLine),
        GraphDraft.integer(
            need(graphData, "height_px", "graph", graphLine), "height_px", graphLine),
        graphLine);
  }

  private void readNode() throws XMLStreamException, IOException {
    long line = line();
    String id = attribute("id");
    Map<String, String> data = readDataUntilEnd("node");
    String what = "node \"" + id + "\"";
    draft.addNode(
        id,
        GraphDraft.kind(need(data, "kind", what, line), line),
        GraphDraft.points(need(data, "pixels", what, line), "pixels of " + what, line),
        line);
  }

  private void readEdge() throws XMLStreamException, IOException {
    long line = line();
    String source = attribute("source");
    String target = attribute("target");
    String id = xml.getAttributeValue(null, "id");
    edges++;
    Map<String, String> data = readDataUntilEnd("edge");
    String what = "edge from \"" + source + "\" to \"" + target + "\"";
    draft.addSegment(
        source,
        target,
        GraphDraft.points(need(data, "path", what, line), "path of " + what, line),
        GraphDraft.calibers(need(data, "caliber_px", what, line), "caliber_px of " + what, line),
        GraphDraft.label(data.getOrDefault("label", "unknown"), line),
        optional(data, "confidence", what, line),
        optional(data, "threshold", what, line),
        rank(id != null ? id : data.get("id")),
        line);
    draft.continueLast(data.get("start_continuation"), data.get("end_continuation"));
  }

  /**
   * Other tools reorder edges, so their ids restore the order. networkx turns the id into data if
   * the graph has no parallel edges.
   */
  private int rank(@Nullable String id) {
    Matcher matcher = SEGMENT_ID.matcher(id == null ? "" : id);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : edges;
  }

  private static OptionalDouble optional(
      Map<String, String> data, String name, String what, long line) throws IOException {
    String text = data.get(name);
    return text == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(GraphDraft.number(text, name + " of " + what, line));
  }

  private static String need(Map<String, String> data, String name, String what, long line)
      throws IOException {
    String text = data.get(name);
    if (text == null) {
      throw GraphDraft.at(line, what + " has no " + name);
    }
    return text;
  }

  private Map<String, String> readDataUntilEnd(String element)
      throws XMLStreamException, IOException {
    Map<String, String> data = new HashMap<>();
    int depth = 0;
    while (true) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (xml.getLocalName().equals("data")) {
          readData(data);
        } else {
          depth++;
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        if (depth == 0 && xml.getLocalName().equals(element)) {
          return data;
        }
        depth--;
      }
    }
  }

  private void readData(Map<String, String> data) throws XMLStreamException, IOException {
    String key = attribute("key");
    String name = names.get(key);
    if (name == null) {
      throw GraphDraft.at(line(), "there is no key \"" + key + "\"");
    }
    data.put(name, xml.getElementText());
  }

  private String attribute(String name) throws IOException {
    String value = xml.getAttributeValue(null, name);
    if (value == null) {
      throw GraphDraft.at(line(), "<" + xml.getLocalName() + "> has no " + name);
    }
    return value;
  }

  private long line() {
    return xml.getLocation().getLineNumber();
  }
}
