// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.ProbabilityMap;

/**
 * Measures the calibers of a graph on a vessel probability map with subpixel resolution: at each
 * center-line pixel, the distance between the points on both sides where the probability falls
 * below a level. A network's map at the level of 0.5 is wider than an annotator's vessel; a higher
 * level corrects this.
 *
 * <p>Where a vessel's probability hardly reaches the level, the level is {@value #PEAK_PART} of the
 * probability on the center line.
 */
final class ProbabilityCalibers {
  private static final double PEAK_PART = 0.85;
  private static final double STEP = 0.25;
  private static final int SMALLEST_REACH = 4;

  private final float[] map;
  private final int width;
  private final int height;
  private final double level;

  private ProbabilityCalibers(ProbabilityMap map, double level) {
    this.map = map.toArray();
    this.width = map.width();
    this.height = map.height();
    this.level = level;
  }

  /** The graph with calibers measured on a map of its size. */
  static VesselGraph measure(VesselGraph graph, ProbabilityMap map, double level) {
    ProbabilityCalibers calibers = new ProbabilityCalibers(map, level);
    float[][] measured = new float[graph.segmentCount()][];
    for (Segment segment : graph.segments()) {
      measured[segment.index()] = calibers.of(segment);
    }
    return graph.withCalibers(measured);
  }

  private float[] of(Segment segment) {
    float[] calibers = new float[segment.pathSize()];
    int last = calibers.length - 1;
    for (int k = 0; k <= last; k++) {
      double coarse = segment.caliberPx(k);
      int reach = (int) Math.max(SMALLEST_REACH, coarse);
      int from = Math.max(0, k - reach);
      int to = Math.min(last, k + reach);
      double dx = segment.x(to) - segment.x(from);
      double dy = segment.y(to) - segment.y(from);
      double length = Math.hypot(dx, dy);
      double caliber =
          length == 0
              ? 0
              : across(segment.x(k), segment.y(k), -dy / length, dx / length, 2 * coarse + 2);
      calibers[k] = (float) (caliber > 0 ? caliber : coarse);
    }
    return calibers;
  }

  private double across(int x, int y, double nx, double ny, double most) {
    double center = at(x, y);
    double edge = Math.min(level, PEAK_PART * center);
    return edge <= 0 ? 0 : side(x, y, nx, ny, edge, most) + side(x, y, -nx, -ny, edge, most);
  }

  /** The distance over which the probability stays above the edge in a direction. */
  private double side(int x, int y, double nx, double ny, double edge, double most) {
    double before = at(x, y);
    for (double t = STEP; t <= most; t += STEP) {
      double now = at(x + t * nx, y + t * ny);
      if (now < edge) {
        return t - STEP * (edge - now) / (before - now);
      }
      before = now;
    }
    return most;
  }

  /** Interpolates linearly between pixel centers; 0 outside of the image. */
  private double at(double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double u = x - left;
    double v = y - top;
    return (1 - v) * ((1 - u) * pixel(left, top) + u * pixel(left + 1, top))
        + v * ((1 - u) * pixel(left, top + 1) + u * pixel(left + 1, top + 1));
  }

  private double pixel(int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : map[y * width + x];
  }
}
