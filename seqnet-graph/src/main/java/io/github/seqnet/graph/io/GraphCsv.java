// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.file.PlainText;
import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A {@link VesselGraph} as two tables, one row for each segment and one for each node, for
 * spreadsheets, R and pandas. Comma separated, UTF-8, numbers with a point, a header with units.
 * Together, the tables hold the complete graph except for the size of its image; reading them gives
 * an equal graph. Columns that follow from others have six significant digits; all others keep
 * their full precision.
 *
 * <table>
 * <caption>Columns of the segments</caption>
 * <tr><th>column</th><th>meaning</th></tr>
 * <tr><td>segment</td><td>number, from 0</td></tr>
 * <tr><td>start_node, end_node</td><td>numbers of the nodes at its ends</td></tr>
 * <tr><td>label</td><td>artery, vein, unknown</td></tr>
 * <tr><td>confidence</td><td>see {@link Segment#confidence()}; may be empty</td></tr>
 * <tr><td>threshold</td><td>see {@link Segment#threshold()}; may be empty</td></tr>
 * <tr><td>length_px, chord_px, mean_caliber_px</td><td>in pixels</td></tr>
 * <tr><td>straightness</td><td>chord / length, 0..1</td></tr>
 * <tr><td>smoothed_length_px</td><td>see {@link Segment#smoothedLengthPx()}</td></tr>
 * <tr><td>tortuosity</td><td>see {@link Segment#tortuosity()}; empty for loops and rings</td></tr>
 * <tr><td>start_direction_deg, end_direction_deg</td><td>from the end into the segment, 0 to the
 * right, 90 downwards, -180..180</td></tr>
 * <tr><td>start_continuation, end_continuation</td><td>the end in which the segment continues
 * behind the crossing there, such as {@code 12:start}; only in graphs with crossings</td></tr>
 * <tr><td>further columns</td><td>those of the caller</td></tr>
 * <tr><td>path_px, caliber_px</td><td>the pixels {@code x,y x,y ...} and the caliber at
 * each</td></tr>
 * </table>
 *
 * <p>Columns of the nodes: {@code node, kind, x_px, y_px, degree, pixels_px}. Thread-safe.
 */
public final class GraphCsv {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private GraphCsv() {}

  /**
   * Writes the table of segments; an existing file is replaced only when the new one is complete.
   *
   * @throws IOException if it cannot be written; names the file and leaves nothing behind
   */
  public static void writeSegments(VesselGraph graph, Path file) throws IOException {
    writeSegments(graph, List.of(), file);
  }

  /**
   * As {@link #writeSegments(VesselGraph, Path)}, with additional columns.
   *
   * @throws IllegalArgumentException if two columns have the same header
   * @throws IOException if it cannot be written; names the file and leaves nothing behind
   */
  public static void writeSegments(VesselGraph graph, List<SegmentColumn> columns, Path file)
      throws IOException {
    List<Object> header = segmentHeader(graph, columns);
    AtomicFile.write(file, out -> writeSegments(graph, columns, header, out));
  }

  /**
   * Writes the table of segments to a stream.
   *
   * @param columns additional columns; may be empty
   * @param out flushed, but not closed
   * @throws IllegalArgumentException if two columns have the same header
   * @throws IOException if the stream fails
   */
  public static void writeSegments(VesselGraph graph, List<SegmentColumn> columns, OutputStream out)
      throws IOException {
    writeSegments(graph, columns, segmentHeader(graph, columns), out);
  }

  private static List<Object> segmentHeader(VesselGraph graph, List<SegmentColumn> columns) {
    List<Object> header =
        new ArrayList<>(
            List.of(
                "segment",
                "start_node",
                "end_node",
                "label",
                "confidence",
                "threshold",
                "length_px",
                "chord_px",
                "mean_caliber_px",
                "straightness",
                "smoothed_length_px",
                "tortuosity",
                "start_direction_deg",
                "end_direction_deg"));
    if (hasCrossings(graph)) {
      header.add("start_continuation");
      header.add("end_continuation");
    }
    for (SegmentColumn column : columns) {
      header.add(cell(column.header()));
    }
    header.add("path_px");
    header.add("caliber_px");
    checkDistinct(header);
    return header;
  }

  private static void writeSegments(
      VesselGraph graph, List<SegmentColumn> columns, List<Object> header, OutputStream out)
      throws IOException {
    CSVPrinter printer = printer(out);
    printer.printRecord(header);
    boolean crossings = hasCrossings(graph);
    for (Segment segment : graph.segments()) {
      List<Object> row = new ArrayList<>();
      row.add(segment.index());
      row.add(segment.start().index());
      row.add(segment.end().index());
      row.add(GraphDraft.name(segment.label()));
      row.add(text(segment.confidence()));
      row.add(text(segment.threshold()));
      row.add(derived(segment.lengthPx()));
      row.add(derived(segment.chordPx()));
      row.add(derived(segment.meanCaliberPx()));
      row.add(derived(segment.straightness()));
      row.add(derived(segment.smoothedLengthPx()));
      row.add(segment.tortuosity().isPresent() ? derived(segment.tortuosity().getAsDouble()) : "");
      row.add(degrees(segment.startDirection().dx(), segment.startDirection().dy()));
      row.add(degrees(segment.endDirection().dx(), segment.endDirection().dy()));
      if (crossings) {
        row.add(GraphDraft.continuation(segment, true));
        row.add(GraphDraft.continuation(segment, false));
      }
      for (SegmentColumn column : columns) {
        row.add(cell(column.value().apply(segment)));
      }
      row.add(PointText.path(segment));
      row.add(PointText.calibers(segment));
      printer.printRecord(row);
    }
    printer.flush();
  }

  private static boolean hasCrossings(VesselGraph graph) {
    return graph.nodes().stream().anyMatch(node -> node.kind() == NodeKind.CROSSING);
  }

  private static void checkDistinct(List<Object> header) {
    Set<Object> seen = new HashSet<>();
    for (Object column : header) {
      if (!seen.add(column)) {
        throw new IllegalArgumentException("there is already a column \"" + column + "\"");
      }
    }
  }

  /**
   * Writes the table of nodes; an existing file is replaced only when the new one is complete.
   *
   * @throws IOException if it cannot be written; names the file and leaves nothing behind
   */
  public static void writeNodes(VesselGraph graph, Path file) throws IOException {
    AtomicFile.write(file, out -> writeNodes(graph, out));
  }

  /**
   * Writes the table of nodes to a stream.
   *
   * @param out flushed, but not closed
   * @throws IOException if the stream fails
   */
  public static void writeNodes(VesselGraph graph, OutputStream out) throws IOException {
    CSVPrinter printer = printer(out);
    printer.printRecord("node", "kind", "x_px", "y_px", "degree", "pixels_px");
    for (Node node : graph.nodes()) {
      printer.printRecord(
          node.index(),
          GraphDraft.name(node.kind()),
          derived(node.x()),
          derived(node.y()),
          node.degree(),
          PointText.pixels(node, graph.width()));
    }
    printer.flush();
  }

  /**
   * Reads a graph from both tables. Columns may be in any order. Derived and unknown columns are
   * ignored; {@link CsvTable} describes separators and numbers. If the segments have the column
   * with their numbers, it must contain 0, 1, 2 and so on, each once, in any order; otherwise
   * segments are numbered in the order of their rows.
   *
   * @param width the number of columns of the image
   * @param height the number of rows of the image
   * @throws IOException if a file cannot be read or is not such a table; names the file, the line
   *     and the reason
   * @throws IllegalArgumentException if a side is below 1
   */
  public static VesselGraph read(Path segments, Path nodes, int width, int height)
      throws IOException {
    return read(CsvTable.Source.of(segments), CsvTable.Source.of(nodes), width, height);
  }

  /**
   * Reads a graph from both tables, as {@link #read(Path, Path, int, int)}. The streams are read to
   * their ends, the nodes first, but not closed.
   *
   * @param name the name of the tables in messages: {@code name (segments)} and {@code name
   *     (nodes)}
   * @param width the number of columns of the image
   * @param height its number of rows
   * @throws IOException if a stream fails or holds no such table; the message starts with the name
   *     and states the line and the reason
   * @throws IllegalArgumentException if a side is below 1
   */
  public static VesselGraph read(
      InputStream segments, InputStream nodes, String name, int width, int height)
      throws IOException {
    Objects.requireNonNull(segments, "segments");
    Objects.requireNonNull(nodes, "nodes");
    Objects.requireNonNull(name, "name");
    return read(
        new CsvTable.Source(name + " (segments)", () -> new KeptOpen(segments)),
        new CsvTable.Source(name + " (nodes)", () -> new KeptOpen(nodes)),
        width,
        height);
  }

  private static VesselGraph read(
      CsvTable.Source segments, CsvTable.Source nodes, int width, int height) throws IOException {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "image must be at least 1 x 1 pixels, got " + width + " x " + height);
    }
    GraphDraft draft = GraphDraft.directed();
    CsvTable.read(
        nodes,
        List.of("node", "kind", "pixels_px"),
        null,
        row ->
            draft.addNode(
                row.text("node"),
                GraphDraft.kind(row.text("kind"), row.line()),
                GraphDraft.points(row.text("pixels_px"), "pixels_px", row.line()),
                row.line()));
    // Inconsistencies are detected here, so that the message names the file.
    named(nodes, () -> draft.build(width, height, 1));
    SegmentNumbers numbers = new SegmentNumbers();
    CsvTable.read(
        segments,
        List.of("start_node", "end_node", "label", "path_px", "caliber_px"),
        null,
        row -> {
          draft.addSegment(
              row.text("start_node"),
              row.text("end_node"),
              GraphDraft.points(row.text("path_px"), "path_px", row.line()),
              GraphDraft.calibers(row.withPoints("caliber_px"), "caliber_px", row.line()),
              GraphDraft.label(row.text("label"), row.line()),
              row.number("confidence"),
              row.number("threshold"),
              numbers.next(row),
              row.line());
          draft.continueLast(
              row.has("start_continuation") ? row.text("start_continuation") : null,
              row.has("end_continuation") ? row.text("end_continuation") : null);
        });
    return named(
        segments,
        () -> {
          numbers.checkNoGap();
          return draft.build(width, height, 1);
        });
  }

  /** Makes a graph or fails with a line. */
  @FunctionalInterface
  private interface Build {
    VesselGraph build() throws IOException;
  }

  private static VesselGraph named(CsvTable.Source table, Build build) throws IOException {
    try {
      return build.build();
    } catch (IOException e) {
      throw new IOException(table.name() + ": " + e.getMessage(), e);
    }
  }

  /** The numbers of the segments read so far, each with its line. */
  private static final class SegmentNumbers {
    private final Map<Integer, Long> lines = new TreeMap<>();

    /** The number of the segment in this row, or the number of the row if the column is missing. */
    int next(CsvTable.Row row) throws IOException {
      long line = row.line();
      int number =
          row.has("segment")
              ? GraphDraft.integer(row.text("segment"), "segment", line)
              : lines.size();
      if (number < 0) {
        throw GraphDraft.at(line, "segment must be at least 0, got " + number);
      }
      Long other = lines.putIfAbsent(number, line);
      if (other != null) {
        throw GraphDraft.at(
            line, "there are two segments " + number + ", the other is in line " + other);
      }
      return number;
    }

    void checkNoGap() throws IOException {
      int expected = 0;
      for (Map.Entry<Integer, Long> entry : lines.entrySet()) {
        if (entry.getKey() != expected) {
          throw GraphDraft.at(
              entry.getValue(), "there is segment " + entry.getKey() + ", but no " + expected);
        }
        expected++;
      }
    }
  }

  /** A value for a cell; text that a spreadsheet would run as a formula is escaped. */
  static Object cell(Object value) {
    return value == null || value instanceof Number
        ? value
        : PlainText.spreadsheetCell(value.toString());
  }

  /** Printed text reaches the stream with the next flush. */
  static CSVPrinter printer(OutputStream out) throws IOException {
    return new CSVPrinter(new OutputStreamWriter(out, UTF_8), FORMAT);
  }

  /** A number that follows from others and is not read again, with the digits of a table. */
  private static double derived(double value) {
    return Double.isFinite(value) ? Double.parseDouble(PlainText.tableNumber(value)) : value;
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
  }

  private static double degrees(double dx, double dy) {
    return derived(Math.toDegrees(Math.atan2(dy, dx)));
  }
}
