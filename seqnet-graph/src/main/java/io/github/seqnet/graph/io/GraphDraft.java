package io.github.seqnet.graph.io;

import io.github.seqnet.graph.NodeKind;
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

/**
 * What a reader has found so far, with the line of each thing, so that whatever the graph does not
 * allow can be told with its place. Points are {@code x, y} pairs in one array.
 */
final class GraphDraft {
  private final boolean undirected;
  private final List<DraftNode> nodes = new ArrayList<>();
  private final List<DraftSegment> segments = new ArrayList<>();

  private GraphDraft(boolean undirected) {
    this.undirected = undirected;
  }

  /** A draft where the start of a segment is where its path begins. */
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
      Thicknesses thicknesses,
      VesselLabel label,
      OptionalDouble confidence,
      OptionalDouble threshold,
      int rank,
      long line) {}

  /** Points as x0, y0, x1, y1 and so on. */
  static final class Points {
    final int[] xy;

    Points(int[] xy) {
      this.xy = xy;
    }
  }

  /** A thickness for each point of a path. */
  static final class Thicknesses {
    final float[] px;

    Thicknesses(float[] px) {
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
      Thicknesses thicknesses,
      VesselLabel label,
      OptionalDouble confidence,
      OptionalDouble threshold,
      long line) {
    addSegment(start, end, path, thicknesses, label, confidence, threshold, segments.size(), line);
  }

  /** As the other one, with the segment's place among all, lowest first. */
  void addSegment(
      String start,
      String end,
      Points path,
      Thicknesses thicknesses,
      VesselLabel label,
      OptionalDouble confidence,
      OptionalDouble threshold,
      int rank,
      long line) {
    segments.add(
        new DraftSegment(start, end, path, thicknesses, label, confidence, threshold, rank, line));
  }

  VesselGraph build(int width, int height, long line) throws IOException {
    VesselGraphBuilder builder;
    try {
      builder = VesselGraph.builder(width, height);
    } catch (IllegalArgumentException e) {
      throw at(line, e.getMessage(), e);
    }
    Map<String, Integer> numbers = new HashMap<>();
    Map<String, int[]> pixels = new HashMap<>();
    for (DraftNode node : nodes) {
      try {
        int[] positions = positions(node.pixels(), width, height);
        pixels.put(node.name(), positions);
        int number = builder.addNode(node.kind(), positions);
        if (numbers.putIfAbsent(node.name(), number) != null) {
          throw new IllegalArgumentException("there are two nodes \"" + node.name() + "\"");
        }
      } catch (IllegalArgumentException e) {
        throw at(node.line(), e.getMessage(), e);
      }
    }
    List<DraftSegment> ranked = new ArrayList<>(segments);
    ranked.sort(Comparator.comparingInt(DraftSegment::rank));
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
                swapped ? end : start, swapped ? start : end, path, segment.thicknesses().px);
        builder.label(number, segment.label());
        if (segment.confidence().isPresent()) {
          builder.confidence(number, segment.confidence().getAsDouble());
        }
        if (segment.threshold().isPresent()) {
          builder.threshold(number, segment.threshold().getAsDouble());
        }
      } catch (IllegalArgumentException e) {
        throw at(segment.line(), e.getMessage(), e);
      }
    }
    return builder.build();
  }

  private static boolean holds(int[] positions, int position) {
    return Arrays.stream(positions).anyMatch(p -> p == position);
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

  /** An exception that says where. */
  static IOException at(long line, String reason) {
    return new IOException("line " + line + ": " + reason);
  }

  static IOException at(long line, String reason, Throwable cause) {
    return new IOException("line " + line + ": " + reason, cause);
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
    throw at(line, "\"" + name + "\" is no kind of node (end_point, junction, isolated, ring)");
  }

  static VesselLabel label(String name, long line) throws IOException {
    for (VesselLabel label : VesselLabel.values()) {
      if (name(label).equals(name)) {
        return label;
      }
    }
    throw at(line, "\"" + name + "\" is no label (artery, vein, unknown)");
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

  /** Thicknesses from text, numbers between spaces. */
  static Thicknesses thicknesses(String text, String what, long line) throws IOException {
    String[] numbers = text.isBlank() ? new String[0] : text.strip().split("\\s+", -1);
    float[] px = new float[numbers.length];
    for (int k = 0; k < px.length; k++) {
      px[k] = (float) number(numbers[k], what, line);
    }
    return new Thicknesses(px);
  }

  static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }
}
