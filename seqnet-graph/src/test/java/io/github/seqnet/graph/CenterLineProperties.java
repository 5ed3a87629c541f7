// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.testing.Masks;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.BinaryMask;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Center lines of drawn vessels against the curve that each was drawn from. */
class CenterLineProperties {
  private static final int SIZE = 360;

  /** The end of a vessel of few pixels does not show its shape: short vessels are less certain. */
  private static final double LENGTH_PX = 250;

  /** The part of the length that the center line may differ by. */
  private static final double LENGTH_TOLERANCE = 0.02;

  /** The largest mean distance of the center line from the middle of the vessel, in pixels. */
  private static final double CENTER_TOLERANCE_PX = 0.5;

  /** A vessel of an even number of pixels has its middle between two of them. */
  private static final double PIXEL_TOLERANCE_PX = 1.3;

  @Property(tries = 150, seed = "61", edgeCases = EdgeCasesMode.NONE)
  void aVesselIsOneCenteredSegment(
      @ForAll @DoubleRange(min = 2, max = 20) double width,
      @ForAll @DoubleRange(min = 0, max = 6.28) double direction,
      @ForAll @DoubleRange(min = -1, max = 1) double bend,
      @ForAll @DoubleRange(min = 0, max = 1) double shift,
      @ForAll @IntRange(min = 0, max = 2) int shape,
      @ForAll @DoubleRange(min = -45, max = 45) double firstSlantDeg,
      @ForAll @DoubleRange(min = -45, max = 45) double secondSlantDeg) {
    double curvature = Math.abs(bend) < 0.3 ? 0 : bend / 80;
    double length = Math.min(LENGTH_PX, curvature == 0 ? LENGTH_PX : 3 / Math.abs(curvature));
    Arc arc = new Arc(SIZE / 2.0 + shift, SIZE / 2.0 - shift, direction, curvature, length);
    boolean round = shape == 0;
    double first = shape == 2 ? Math.tan(Math.toRadians(firstSlantDeg)) : 0;
    double second = shape == 2 ? Math.tan(Math.toRadians(secondSlantDeg)) : 0;
    BinaryMask mask = arc.draw(width, round, first, second);
    BinaryMask skeleton = Thinning.skeleton(mask, ThinningMethod.CENTER_LINE);
    assertEquals(1, Masks.components(skeleton), "components");
    VesselGraph graph = VesselGraph.of(mask);
    assertEquals(1, graph.segmentCount(), "segments");
    assertEquals(2, graph.nodeCount(), "nodes");
    assertEquals(length, graph.segment(0).smoothedLengthPx(), LENGTH_TOLERANCE * length, "length");
    double lineSum = 0;
    double worst = 0;
    int linePixels = 0;
    double maskSum = 0;
    int maskPixels = 0;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        if (!mask.get(x, y)) {
          continue;
        }
        double along = arc.along(x, y);
        if (along > width && along < length - width) {
          double side = arc.side(x, y);
          maskSum += side;
          maskPixels++;
          if (skeleton.get(x, y)) {
            lineSum += side;
            worst = Math.max(worst, Math.abs(side));
            linePixels++;
          }
        }
      }
    }
    double offset = lineSum / linePixels - maskSum / maskPixels;
    assertTrue(Math.abs(offset) <= CENTER_TOLERANCE_PX, "mean offset " + offset);
    assertTrue(worst <= PIXEL_TOLERANCE_PX, "largest offset " + worst);
  }

  /**
   * Short vessels: the mean error of the length. The end of a vessel of few pixels shows its shape
   * only on average, so that single vessels are up to 5 px too long or too short. The length is
   * that of the axis: without round caps, up to a cut, and up to the tip of a pointed end.
   */
  @ParameterizedTest
  @CsvSource({
    "ROUND, 2, 8",
    "ROUND, 8, 20",
    "CUT, 2, 8",
    "CUT, 8, 20",
    "SLANTED, 2, 8",
    "SLANTED, 8, 20"
  })
  void shortVesselsHaveTheirLengthOnAverage(String shape, double narrowest, double widest) {
    SplittableRandom random = new SplittableRandom(67);
    double errors = 0;
    double bias = 0;
    double lengths = 0;
    int count = 60;
    for (int k = 0; k < count; k++) {
      double length = random.nextDouble(40, 140);
      double bend = random.nextDouble(-1, 1) / 80;
      Arc arc =
          new Arc(
              100 + random.nextDouble(),
              100 + random.nextDouble(),
              random.nextDouble(2 * Math.PI),
              Math.abs(bend) < 0.005 ? 0 : bend,
              length);
      double slant = shape.equals("SLANTED") ? 1 : 0;
      BinaryMask mask =
          arc.draw(
              random.nextDouble(narrowest, widest),
              shape.equals("ROUND"),
              slant * Math.tan(random.nextDouble(-0.7, 0.7)),
              slant * Math.tan(random.nextDouble(-0.7, 0.7)));
      VesselGraph graph = VesselGraph.of(mask);
      assertEquals(1, graph.segmentCount());
      double error = graph.segment(0).smoothedLengthPx() - length;
      errors += Math.abs(error);
      bias += error;
      lengths += length;
    }
    assertTrue(errors <= LENGTH_TOLERANCE * lengths, "mean error " + errors / count);
    assertTrue(Math.abs(bias) <= LENGTH_TOLERANCE * lengths, "bias " + bias / count);
  }

  @ParameterizedTest
  @ValueSource(doubles = {5, 8, 12, 16})
  void theCenterLineOfAPointedVesselReachesItsTips(double width) {
    double error = 0;
    int count = 24;
    for (int k = 0; k < count; k++) {
      Arc arc = new Arc(100.3, 100.7, k * Math.PI / count, 0, 110);
      byte[] values = new byte[SIZE * SIZE];
      for (int i = 0; i < values.length; i++) {
        int x = i % SIZE;
        int y = i / SIZE;
        double along = arc.along(x, y);
        double taper = Math.min(along, 110 - along) / 2;
        double most = Math.min(width / 2, taper);
        values[i] = (byte) (taper >= 0 && Math.abs(arc.side(x, y)) <= most ? 1 : 0);
      }
      VesselGraph graph = VesselGraph.of(BinaryMask.wrap(SIZE, SIZE, values));
      error += Math.abs(graph.segment(0).smoothedLengthPx() - 110) / count;
    }
    assertTrue(error <= 3, "mean error " + error);
  }

  /** A curve of constant curvature around a center. */
  private record Arc(double x, double y, double direction, double curvature, double length) {
    double[] at(double s) {
      double t = s - length / 2;
      if (curvature == 0) {
        return new double[] {x + t * Math.cos(direction), y + t * Math.sin(direction)};
      }
      double angle = direction + curvature * t;
      return new double[] {
        x + (Math.sin(angle) - Math.sin(direction)) / curvature,
        y - (Math.cos(angle) - Math.cos(direction)) / curvature
      };
    }

    /** The arc length from the first end to the foot of a point. */
    double along(double px, double py) {
      double dx = px - x;
      double dy = py - y;
      if (curvature == 0) {
        return dx * Math.cos(direction) + dy * Math.sin(direction) + length / 2;
      }
      double u = dx + Math.sin(direction) / curvature;
      double v = dy - Math.cos(direction) / curvature;
      double sign = Math.signum(curvature);
      double turn = Math.atan2(u * sign, -v * sign) - direction;
      turn -= 2 * Math.PI * Math.rint(turn / (2 * Math.PI));
      return turn / curvature + length / 2;
    }

    /** The distance of a point from the curve, positive on its right. */
    double side(double px, double py) {
      double dx = px - x;
      double dy = py - y;
      if (curvature == 0) {
        return dy * Math.cos(direction) - dx * Math.sin(direction);
      }
      double radius = 1 / Math.abs(curvature);
      double u = dx + Math.sin(direction) / curvature;
      double v = dy - Math.cos(direction) / curvature;
      return Math.signum(curvature) * (radius - Math.hypot(u, v));
    }

    /** The pixels within half a width of the curve, with round ends or cut at a slant. */
    BinaryMask draw(double width, boolean round, double first, double second) {
      double[] start = at(0);
      double[] end = at(length);
      byte[] values = new byte[SIZE * SIZE];
      for (int v = 0; v < SIZE; v++) {
        for (int u = 0; u < SIZE; u++) {
          double along = along(u, v);
          double side = side(u, v);
          boolean inside =
              Math.abs(side) <= width / 2
                  && along + first * side >= 0
                  && along + second * side <= length;
          boolean cap =
              Math.hypot(u - start[0], v - start[1]) <= width / 2
                  || Math.hypot(u - end[0], v - end[1]) <= width / 2;
          values[v * SIZE + u] = (byte) (inside || (round && cap) ? 1 : 0);
        }
      }
      return BinaryMask.wrap(SIZE, SIZE, values);
    }
  }
}
