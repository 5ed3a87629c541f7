package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The calibers of the vessels that cross circles around the disc, circle by circle. */
final class ZoneCalibers {
  /** For each circle, the widths in pixels of what crosses it, widest first. */
  private final List<double[]> circles;

  private ZoneCalibers(List<double[]> circles) {
    this.circles = circles;
  }

  /** Nothing crosses anything. */
  static ZoneCalibers none() {
    return new ZoneCalibers(List.of());
  }

  static ZoneCalibers of(List<Segment> segments, Ring ring, int count) {
    return new ZoneCalibers(
        IntStream.range(0, count)
            .mapToObj(
                k -> {
                  double spacing = ring.width() / count;
                  double radius = ring.inner() + spacing * (k + 0.5);
                  return widths(segments, ring, radius, Math.max(2, (int) (spacing / 2)));
                })
            .toList());
  }

  private static double[] widths(List<Segment> segments, Ring ring, double radius, int reach) {
    return segments.stream()
        .map(segment -> width(segment, ring, radius, reach))
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .sorted(Comparator.reverseOrder())
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  /**
   * The median thickness around the first crossing of a segment with a circle. The segment reaches
   * to the centers of its nodes, so that a circle that passes through a node of several pixels
   * crosses one of its segments.
   */
  private static OptionalDouble width(Segment segment, Ring ring, double radius, int reach) {
    int last = segment.pathSize() - 1;
    boolean inside = isInside(segment.start(), ring, radius);
    for (int k = 1; k <= last; k++) {
      boolean next =
          k == last
              ? isInside(segment.end(), ring, radius)
              : ring.radius(segment.x(k), segment.y(k)) < radius;
      if (next != inside) {
        Piece piece = new Piece(segment, Math.max(0, k - reach), Math.min(last, k + reach));
        return OptionalDouble.of(Piece.median(piece.thicknessPx()));
      }
    }
    return OptionalDouble.empty();
  }

  private static boolean isInside(Node node, Ring ring, double radius) {
    return ring.radius(node.x(), node.y()) < radius;
  }

  /** The median over the circles of what is made of the widths of each; empty if of none. */
  OptionalDouble median(Equivalent equivalent) {
    double[] values =
        circles.stream()
            .map(equivalent::of)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Piece.median(values));
  }

  /** The median number of vessels over the circles that any crosses, rounded down. */
  int medianCount(ToDoubleFunction<double[]> counted) {
    double[] counts = circles.stream().mapToDouble(counted).filter(count -> count > 0).toArray();
    return counts.length == 0 ? 0 : (int) Piece.median(counts);
  }

  /** Makes one caliber of several, widest first. */
  @FunctionalInterface
  interface Equivalent {
    OptionalDouble of(double[] widths);
  }

  /** The first few. */
  static double[] first(double[] widths, int count) {
    return Arrays.copyOf(widths, Math.min(count, widths.length));
  }
}
