// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import io.github.seqnet.file.PlainText;
import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.SegmentEnd;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.VesselGraphBuilder;
import io.github.seqnet.image.VesselLabel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The elements that a reader has read so far, with their lines, so that a message about an invalid
 * graph can name the position. Points are {@code x, y} pairs in one array.
 */
final class GraphDraft {
  private static final String START = ":start";
  private static final String END = ":end";

  private final boolean undirected;
  private final List<DraftNode> nodes = new ArrayList<>();
  private final List<DraftSegment> segments = new ArrayList<>();

  /** By rank: the continuations of segments that end at crossings. */
  private final Map<Integer, Continuations> continuations = new TreeMap<>();

  private GraphDraft(boolean undirected) {
    this.undirected = undirected;
  }

  /** A draft in which the start node of a segment is the start of its path. */
  static GraphDraft directed() {
    return new GraphDraft(false);
  }

  /** A draft where start and end may have been swapped, as graph tools do. */
  static GraphDraft undirected() {
    return new GraphDraft(true);
  }

  private record DraftNode(String name, NodeKind kind, Points pixels, long line) {}

  private record DraftSegment(
      String start,
      String end,
      Points path,
      Calibers calibers,
      VesselLabel label,
      OptionalDouble confidence,
      OptionalDouble threshold,
      int rank,
      long line) {}

  /** In which ends a segment continues, such as {@code 12:start}; null where it does not. */
  private record Continuations(@Nullable String atStart, @Nullable String atEnd) {}

  /** Points as x0, y0, x1, y1 and so on. */
  static final class Points {
    final int[] xy;

    Points(int[] xy) {
      this.xy = xy;
    }
  }

  /** A caliber for each point of a path. */
  static final class Calibers {
    final float[] px;

    Calibers(float[] px) {
      this.px = px;
    }
  }

  void addNode(String name, NodeKind kind, Points pixels, long line) {
    nodes.add(new DraftNode(name, kind, pixels, line));
  }

  void addSegment(
      String start,
      String end,
      Points path,
      Calibers calibers,
      VesselLabel label,
      OptionalDouble confidence,
      OptionalDouble threshold,
      long line) {
    addSegment(start, end, path, calibers, label, confidence, threshold, segments.size(), line);
  }

  /** As the method above, with the rank of the segment; ranks are ascending. */
  void addSegment(
      String start,
      String end,
      Points path,
      Calibers calibers,
      VesselLabel label,
      OptionalDouble confidence,
      OptionalDouble threshold,
      int rank,
      long line) {
    segments.add(
        new DraftSegment(start, end, path, calibers, label, confidence, threshold, rank, line));
  }

  /**
   * Sets the continuations of the segment that was added last.
   *
   * @param atStart such as {@code 12:end}; null or blank where its start is not at a crossing
   * @param atEnd the same for the end of its path
   */
  void continueLast(@Nullable String atStart, @Nullable String atEnd) {
    String start = atStart == null || atStart.isBlank() ? null : atStart.strip();
    String end = atEnd == null || atEnd.isBlank() ? null : atEnd.strip();
    if (start != null || end != null) {
      continuations.put(segments.get(segments.size() - 1).rank(), new Continuations(start, end));
    }
  }

  /** The name of the end in which an end of a segment continues; null where it does not. */
  static @Nullable String continuation(Segment segment, boolean atStart) {
    return segment.continuation(atStart).map(GraphDraft::name).orElse(null);
  }

  private static String name(SegmentEnd end) {
    return end.segment().index() + (end.atStart() ? START : END);
  }

  private void join(VesselGraphBuilder builder, Map<Integer, Integer> numbers, DraftSegment segment)
      throws IOException {
    Continuations own = continuations.get(segment.rank());
    if (own != null) {
      join(builder, numbers, segment, true, own.atStart());
      join(builder, numbers, segment, false, own.atEnd());
    }
  }

  private void join(
      VesselGraphBuilder builder,
      Map<Integer, Integer> numbers,
      DraftSegment segment,
      boolean atStart,
      @Nullable String continuation)
      throws IOException {
    if (continuation == null) {
      return;
    }
    Integer own = numbers.get(segment.rank());
    boolean otherAtStart = continuation.endsWith(START);
    if (!otherAtStart && !continuation.endsWith(END)) {
      throw at(
          segment.line(),
          "a continuation must be such as \"12:start\" or \"12:end\", got \""
              + shortened(continuation)
              + "\"");
    }
    String number =
        continuation.substring(0, continuation.length() - (otherAtStart ? START : END).length());
    int other = integer(number, "the segment of a continuation", segment.line());
    Integer otherNumber = numbers.get(other);
    Continuations back = continuations.get(other);
    String expected = segment.rank() + (atStart ? START : END);
    if (back == null
        || own == null
        || otherNumber == null
        || !expected.equals(otherAtStart ? back.atStart() : back.atEnd())) {
      throw at(
          segment.line(),
          "continues in segment " + shortened(continuation) + ", which does not continue in it");
    }
    boolean first = segment.rank() < other || (segment.rank() == other && atStart && !otherAtStart);
    if (first) {
      try {
        builder.continuation(own, atStart, otherNumber, otherAtStart);
      } catch (IllegalArgumentException e) {
        throw at(segment.line(), e);
      }
    }
  }

  VesselGraph build(int width, int height, long line) throws IOException {
    VesselGraphBuilder builder;
    try {
      builder = VesselGraph.builder(width, height);
    } catch (IllegalArgumentException e) {
      throw at(line, e);
    }
    Map<String, Integer> numbers = new HashMap<>();
    Map<String, int[]> pixels = new HashMap<>();
    for (DraftNode node : nodes) {
      try {
        int[] positions = positions(node.pixels(), width, height);
        int[] sorted = positions.clone();
        Arrays.sort(sorted);
        pixels.put(node.name(), sorted);
        int number = builder.addNode(node.kind(), positions);
        if (numbers.putIfAbsent(node.name(), number) != null) {
          throw new IllegalArgumentException("there are two nodes \"" + node.name() + "\"");
        }
      } catch (IllegalArgumentException e) {
        throw at(node.line(), e);
      }
    }
    List<DraftSegment> ranked = new ArrayList<>(segments);
    ranked.sort(Comparator.comparingInt(DraftSegment::rank));
    Map<Integer, Integer> segmentNumbers = new HashMap<>();
    for (DraftSegment segment : ranked) {
      try {
        int start = number(numbers, segment.start());
        int end = number(numbers, segment.end());
        int[] path = positions(segment.path(), width, height);
        boolean swapped =
            undirected
                && path.length > 0
                && !holds(pixels.get(segment.start()), path[0])
                && holds(pixels.get(segment.end()), path[0]);
        int number =
            builder.addSegment(
                swapped ? end : start, swapped ? start : end, path, segment.calibers().px);
        segmentNumbers.put(segment.rank(), number);
        builder.label(number, segment.label());
        if (segment.confidence().isPresent()) {
          builder.confidence(number, segment.confidence().getAsDouble());
        }
        if (segment.threshold().isPresent()) {
          builder.threshold(number, segment.threshold().getAsDouble());
        }
      } catch (IllegalArgumentException e) {
        throw at(segment.line(), e);
      }
    }
    for (DraftSegment segment : ranked) {
      join(builder, segmentNumbers, segment);
    }
    try {
      return builder.build();
    } catch (IllegalStateException e) {
      throw at(line, e);
    }
  }

  private static boolean holds(int @Nullable [] positions, int position) {
    return positions != null && Arrays.binarySearch(positions, position) >= 0;
  }

  private static int number(Map<String, Integer> numbers, String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("there is no node \"" + name + "\"");
    }
    return number;
  }

  private static int[] positions(Points points, int width, int height) {
    int[] positions = new int[points.xy.length / 2];
    for (int k = 0; k < positions.length; k++) {
      int x = points.xy[2 * k];
      int y = points.xy[2 * k + 1];
      if (x < 0 || x >= width || y < 0 || y >= height) {
        throw new IllegalArgumentException(
            "pixel x=" + x + ", y=" + y + " is outside of " + width + " x " + height);
      }
      positions[k] = y * width + x;
    }
    return positions;
  }

  /** An exception that names the position. */
  static IOException at(long line, String reason) {
    return new IOException("line " + line + ": " + PlainText.excerpt(reason));
  }

  static IOException at(long line, String reason, Throwable cause) {
    return new IOException("line " + line + ": " + PlainText.excerpt(reason), cause);
  }

  /** An exception whose reason is the cause's message. */
  static IOException at(long line, Throwable cause) {
    return at(line, String.valueOf(cause.getMessage()), cause);
  }

  static String name(NodeKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static String name(VesselLabel label) {
    return label.name().toLowerCase(Locale.ROOT);
  }

  static NodeKind kind(String name, long line) throws IOException {
    for (NodeKind kind : NodeKind.values()) {
      if (name(kind).equals(name)) {
        return kind;
      }
    }
    throw at(
        line,
        "\""
            + name
            + "\" is not a kind of node (end_point, junction, crossing, turn, isolated, ring)");
  }

  static VesselLabel label(String name, long line) throws IOException {
    for (VesselLabel label : VesselLabel.values()) {
      if (name(label).equals(name)) {
        return label;
      }
    }
    throw at(line, "\"" + name + "\" is not a label (artery, vein, unknown)");
  }

  static int integer(String text, String what, long line) throws IOException {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw at(line, what + " must be a whole number, got \"" + shortened(text) + "\"", e);
    }
  }

  static double number(String text, String what, long line) throws IOException {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw at(line, what + " must be a number, got \"" + shortened(text) + "\"", e);
    }
  }

  /** Points from text, {@code x,y x,y ...}. */
  static Points points(String text, String what, long line) throws IOException {
    String[] pairs = text.isBlank() ? new String[0] : text.strip().split("\\s+", -1);
    int[] xy = new int[2 * pairs.length];
    for (int k = 0; k < pairs.length; k++) {
      int comma = pairs[k].indexOf(',');
      if (comma < 0) {
        throw at(
            line,
            what + " must be points such as \"3,4 3,5\", got \"" + shortened(pairs[k]) + "\"");
      }
      xy[2 * k] = integer(pairs[k].substring(0, comma), "x in " + what, line);
      xy[2 * k + 1] = integer(pairs[k].substring(comma + 1), "y in " + what, line);
    }
    return new Points(xy);
  }

  /** Calibers from text, numbers between spaces. */
  static Calibers calibers(String text, String what, long line) throws IOException {
    String[] numbers = text.isBlank() ? new String[0] : text.strip().split("\\s+", -1);
    float[] px = new float[numbers.length];
    for (int k = 0; k < px.length; k++) {
      px[k] = (float) number(numbers[k], what, line);
    }
    return new Calibers(px);
  }

  static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }
}
