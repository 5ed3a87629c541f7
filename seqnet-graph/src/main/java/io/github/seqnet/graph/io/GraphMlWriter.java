// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes GraphML. */
final class GraphMlWriter {
  static final String NAMESPACE = "http://graphml.graphdrawing.org/xmlns";

  private final VesselGraph graph;
  private final XMLStreamWriter xml;

  private GraphMlWriter(VesselGraph graph, XMLStreamWriter xml) {
    this.graph = graph;
    this.xml = xml;
  }

  static void write(VesselGraph graph, OutputStream out) throws IOException {
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      new GraphMlWriter(graph, xml).write();
      xml.flush();
      xml.close();
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException("cannot be written as XML: " + e.getMessage(), e);
    }
  }

  private void write() throws XMLStreamException {
    xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
    line();
    xml.writeStartElement("graphml");
    xml.writeDefaultNamespace(NAMESPACE);
    key("graph", "width_px", "int");
    key("graph", "height_px", "int");
    key("node", "kind", "string");
    key("node", "x", "double");
    key("node", "y", "double");
    key("node", "pixels", "string");
    key("edge", "label", "string");
    key("edge", "confidence", "double");
    key("edge", "threshold", "double");
    key("edge", "length_px", "double");
    key("edge", "mean_caliber_px", "double");
    key("edge", "straightness", "double");
    key("edge", "start_continuation", "string");
    key("edge", "end_continuation", "string");
    key("edge", "path", "string");
    key("edge", "caliber_px", "string");
    line();
    xml.writeStartElement("graph");
    xml.writeAttribute("id", "vessels");
    xml.writeAttribute("edgedefault", "undirected");
    data("width_px", Integer.toString(graph.width()));
    data("height_px", Integer.toString(graph.height()));
    for (Node node : graph.nodes()) {
      line();
      xml.writeStartElement("node");
      xml.writeAttribute("id", "n" + node.index());
      data("kind", GraphDraft.name(node.kind()));
      data("x", Double.toString(node.x()));
      data("y", Double.toString(node.y()));
      data("pixels", PointText.pixels(node, graph.width()));
      xml.writeEndElement();
    }
    for (Segment segment : graph.segments()) {
      write(segment);
    }
    line();
    xml.writeEndElement();
    line();
    xml.writeEndElement();
    line();
    xml.writeEndDocument();
  }

  private void write(Segment segment) throws XMLStreamException {
    line();
    xml.writeStartElement("edge");
    xml.writeAttribute("id", "s" + segment.index());
    xml.writeAttribute("source", "n" + segment.start().index());
    xml.writeAttribute("target", "n" + segment.end().index());
    data("label", GraphDraft.name(segment.label()));
    if (segment.confidence().isPresent()) {
      data("confidence", Double.toString(segment.confidence().getAsDouble()));
    }
    if (segment.threshold().isPresent()) {
      data("threshold", Double.toString(segment.threshold().getAsDouble()));
    }
    data("length_px", Double.toString(segment.lengthPx()));
    data("mean_caliber_px", Double.toString(segment.meanCaliberPx()));
    data("straightness", Double.toString(segment.straightness()));
    continuation("start_continuation", GraphDraft.continuation(segment, true));
    continuation("end_continuation", GraphDraft.continuation(segment, false));
    data("path", PointText.path(segment));
    data("caliber_px", PointText.calibers(segment));
    xml.writeEndElement();
  }

  /** Declares an attribute. Its id consists of the element and its name. */
  private void key(String of, String name, String type) throws XMLStreamException {
    line();
    xml.writeEmptyElement("key");
    xml.writeAttribute("id", id(of, name));
    xml.writeAttribute("for", of);
    xml.writeAttribute("attr.name", name);
    xml.writeAttribute("attr.type", type);
  }

  private static String id(String of, String name) {
    return name.equals("x") || name.equals("y") ? of + "_" + name : name;
  }

  private void continuation(String name, @Nullable String end) throws XMLStreamException {
    if (end != null) {
      data(name, end);
    }
  }

  private void data(String name, String value) throws XMLStreamException {
    xml.writeStartElement("data");
    xml.writeAttribute("key", id("node", name));
    xml.writeCharacters(value);
    xml.writeEndElement();
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }
}
