// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.image.BinaryMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** The calibers of the vessels that cross circles around the disc, circle by circle. */
final class ZoneCalibers {
  /** A circle with fewer vessels does not represent the zone. */
  static final int FEWEST_VESSELS = 4;

  /**
   * If too few circles lie entirely in the field of view, circles with at least this fraction in it
   * count. On the training images of DRIVE, a fraction of 0.6 gives values for twice as many
   * photographs, but they agree less with the annotations.
   */
  private static final double LEAST_INSIDE = 0.75;

  /**
   * The least part of the zone's circles that must lie entirely in the field of view. A median over
   * one or two circles is unstable: on the training images of DRIVE, values agree better with the
   * annotations if partly visible circles then count as well.
   */
  private static final double ENTIRE_PART = 0.5;

  private static final int CIRCLE_SAMPLES = 720;

  /**
   * A vessel that crosses a circle.
   *
   * @param caliberPx the median caliber around the crossing
   * @param x where, relative to the center of the disc
   * @param y where, relative to the center of the disc
   */
  record Crossing(double caliberPx, double x, double y) {}

  /**
   * A circle around the disc.
   *
   * @param crossings widest first
   * @param inside the part of the circle that lies in the field of view
   */
  private record Circle(List<Crossing> crossings, double inside) {}

  private final List<Circle> circles;

  /** The fewest entire circles that represent the zone on their own. */
  private final double fewestEntire;

  private ZoneCalibers(List<Circle> circles, double fewestEntire) {
    this.circles = circles;
    this.fewestEntire = fewestEntire;
  }

  static ZoneCalibers of(BiomarkerContext context) {
    Ring ring = context.ring();
    int count = context.options().zoneCircles();
    double spacing = ring.width() / count;
    int reach = (int) Math.max(2, Math.round(0.75 * spacing));
    List<Circle> circles = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double radius = ring.inner() + spacing * (k + 0.5);
      double inside = inside(ring, radius, context.fieldOfView().mask());
      if (inside < LEAST_INSIDE) {
        continue;
      }
      List<Crossing> crossings = new ArrayList<>();
      for (Segment segment : context.segments()) {
        addCrossing(segment, ring, radius, reach, crossings);
      }
      crossings.sort(Comparator.comparingDouble(Crossing::caliberPx).reversed());
      circles.add(new Circle(crossings, inside));
    }
    return new ZoneCalibers(circles, ENTIRE_PART * count);
  }

  private static double inside(Ring ring, double radius, BinaryMask fieldOfView) {
    int inside = 0;
    for (int k = 0; k < CIRCLE_SAMPLES; k++) {
      double angle = 2 * Math.PI * (k + 0.5) / CIRCLE_SAMPLES;
      int x = (int) Math.round(ring.x() + radius * Math.cos(angle));
      int y = (int) Math.round(ring.y() + radius * Math.sin(angle));
      if (x >= 0
          && y >= 0
          && x < fieldOfView.width()
          && y < fieldOfView.height()
          && fieldOfView.get(x, y)) {
        inside++;
      }
    }
    return (double) inside / CIRCLE_SAMPLES;
  }

  /**
   * Adds a segment that crosses a circle, once: with the median of the calibers around all of its
   * crossings, at their center. The segment reaches to the centers of its nodes, so that a circle
   * through a node of several pixels crosses one of the node's segments.
   */
  private static void addCrossing(
      Segment segment, Ring ring, double radius, int reach, List<Crossing> target) {
    int last = segment.pathSize() - 1;
    boolean inside = isInside(segment.start(), ring, radius);
    List<double[]> calibers = new ArrayList<>();
    double sumX = 0;
    double sumY = 0;
    for (int k = 1; k <= last; k++) {
      boolean next =
          k == last
              ? isInside(segment.end(), ring, radius)
              : ring.radius(segment.x(k), segment.y(k)) < radius;
      if (next != inside) {
        // As many pixels on both sides of the circle: the same for a path that is turned round.
        SegmentPart part =
            new SegmentPart(segment, Math.max(0, k - reach), Math.min(last, k + reach - 1));
        calibers.add(part.calibersPx());
        sumX += (segment.x(k - 1) + segment.x(k)) / 2.0 - ring.x();
        sumY += (segment.y(k - 1) + segment.y(k)) / 2.0 - ring.y();
      }
      inside = next;
    }
    if (calibers.isEmpty()) {
      return;
    }
    double caliber = Statistics.median(calibers.stream().flatMapToDouble(Arrays::stream).toArray());
    if (caliber > 0) {
      target.add(new Crossing(caliber, sumX / calibers.size(), sumY / calibers.size()));
    }
  }

  private static boolean isInside(Node node, Ring ring, double radius) {
    return ring.radius(node.x(), node.y()) < radius;
  }

  /**
   * The calibers of the circles with enough vessels, each widest first, in pixels: of the circles
   * that lie entirely in the field of view, or, if less than half of the zone's circles do and have
   * enough vessels, of those with most of their length in it.
   */
  List<double[]> calibers(Predicate<Crossing> filter, int fewest) {
    List<double[]> entire = calibers(filter, fewest, 1);
    return entire.size() >= fewestEntire ? entire : calibers(filter, fewest, LEAST_INSIDE);
  }

  private List<double[]> calibers(Predicate<Crossing> filter, int fewest, double inside) {
    return circles.stream()
        .filter(circle -> circle.inside() >= inside)
        .map(
            circle ->
                circle.crossings().stream()
                    .filter(filter)
                    .mapToDouble(Crossing::caliberPx)
                    .toArray())
        .filter(calibers -> calibers.length >= fewest)
        .toList();
  }

  /** Why no circle has enough vessels. */
  String absence(String what, int fewest) {
    return circles.isEmpty()
        ? "too little of each circle of the zone lies in the field of view"
        : "fewer than " + fewest + " " + what + " cross each circle of the zone";
  }

  /** Combines the calibers of a circle, widest first, to one. */
  @FunctionalInterface
  interface Equivalent {
    OptionalDouble of(double[] calibers);
  }

  /** The median over the circles; empty if no circle has a value. */
  static OptionalDouble median(List<double[]> circles, Equivalent equivalent) {
    double[] values =
        circles.stream()
            .map(equivalent::of)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Statistics.median(values));
  }
}
