// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.graph.VesselGraph;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The formats that hold a whole {@link VesselGraph} in one file. A graph that is written and read
 * again is equal. Coordinates are pixels, x right, y down. Files are UTF-8 and the same on every
 * machine. Immutable and thread-safe; cost O(pixels of the skeleton).
 *
 * <p>Reading checks everything: nodes must exist, paths must be connected and end at their nodes,
 * numbers must be in range. The message of the exception names file, line and reason. XML with a
 * DOCTYPE is refused, and nothing outside the file is ever opened.
 *
 * @see GraphCsv
 */
public enum GraphFormat {
  /**
   * GraphML, for networkx, Gephi, igraph, Cytoscape. An undirected graph with one edge for each
   * segment; attributes of nodes {@code kind, x, y, pixels}, of edges {@code label, confidence,
   * threshold, length_px, mean_caliber_px, straightness, path, caliber_px}, of the graph {@code
   * width_px, height_px}. Pixels and paths are text, {@code x,y x,y ...}.
   */
  GRAPHML("graphml") {
    @Override
    public void write(VesselGraph graph, OutputStream out) throws IOException {
      GraphMlWriter.write(graph, out);
    }

    @Override
    VesselGraph parse(InputStream in) throws IOException {
      return GraphMlReader.read(in);
    }
  },
  /**
   * GeoJSON, for QGIS and other drawing tools: a point for each node, a line string for each
   * segment with {@code mean_caliber_px}, {@code label} and {@code confidence}. Unlike RFC 7946
   * asks, the coordinates are pixels, not degrees, and y points down.
   */
  GEOJSON("geojson") {
    @Override
    public void write(VesselGraph graph, OutputStream out) throws IOException {
      GeoJsonWriter.write(graph, out);
    }

    @Override
    VesselGraph parse(InputStream in) throws IOException {
      return GeoJsonReader.read(in);
    }
  },
  /** Plain JSON, for programs: two lists, {@code nodes} and {@code segments}. */
  JSON("json") {
    @Override
    public void write(VesselGraph graph, OutputStream out) throws IOException {
      GraphJsonWriter.write(graph, out);
    }

    @Override
    VesselGraph parse(InputStream in) throws IOException {
      return GraphJsonReader.read(in);
    }
  };

  private final String extension;

  GraphFormat(String extension) {
    this.extension = extension;
  }

  /** The file extension of this format, without the dot: {@code graphml, geojson, json}. */
  public String extension() {
    return extension;
  }

  /**
   * Writes a graph; an existing file is replaced only when the new one is complete.
   *
   * @throws IOException if it cannot be written; names the file and leaves nothing behind
   */
  public void write(VesselGraph graph, Path file) throws IOException {
    AtomicFile.write(file, out -> write(graph, out));
  }

  /**
   * Reads a graph.
   *
   * @throws IOException if the file cannot be read or holds no such graph; names the file, the line
   *     and the reason
   */
  public VesselGraph read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in, file.toString());
    } catch (FileSystemException e) {
      throw new IOException(file + ": " + FailureReason.reason(e), e);
    }
  }

  /**
   * Writes a graph to a stream.
   *
   * @param out flushed, but not closed
   * @throws IOException if the stream fails
   */
  public abstract void write(VesselGraph graph, OutputStream out) throws IOException;

  /**
   * Reads a graph from a stream.
   *
   * @param in read to its end, but not closed
   * @param name the name of the stream in messages
   * @throws IOException if the stream fails or holds no such graph; the message starts with the
   *     name and states the line and the reason
   */
  public VesselGraph read(InputStream in, String name) throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    try {
      return parse(new KeptOpen(in));
    } catch (IOException e) {
      throw new IOException(name + ": " + FailureReason.reason(e), e);
    }
  }

  /** Reads a stream to its end. Messages contain the line, but not the name. */
  abstract VesselGraph parse(InputStream in) throws IOException;
}
