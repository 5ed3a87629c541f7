// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.pipeline.VesselAnalysis;

/**
 * Measures the calibers of a graph on a vessel probability map with subpixel resolution: at each
 * center-line pixel, the distance between the points on both sides where the probability falls
 * below a level. Where a vessel's probability hardly reaches the level, the level is {@value
 * #PEAK_PART} of the probability on the center line.
 *
 * <p>Each caliber is the mean over {@value #RAYS} parallel rays. A ray ends in the valley between
 * two vessels that touch, and close to the edge of the vessel mask, so that it never measures two
 * vessels.
 *
 * <p>A network that works at a lower resolution than the photograph draws all vessels too wide by
 * about the size w of a working pixel. Calibers are reduced by {@value #EDGE_SHIFT} w, or, if w is
 * less than two pixels of the photograph, by that part of it which exceeds the first pixel.
 *
 * <p>The network also blurs vessels, so that narrow ones look wider than they are. The blur is
 * subtracted in quadrature: the caliber becomes {@code sqrt(caliber^2 - blur^2)}. The blur is
 * {@value #BLUR} w, and falls to {@value #COARSE_BLUR} w at a lower resolution.
 */
final class ProbabilityCalibers {
  private static final double PEAK_PART = 0.85;

  /**
   * By how many working pixels vessels are too wide at a lower working resolution. Chosen, with the
   * blur, on the training images of DRIVE, LES-AV and HRF, whose working pixels are 1, 2.7 and 4.7
   * px.
   */
  private static final double EDGE_SHIFT = 1.25;

  /** The width of the network's blur in working pixels, at the resolution of the photograph. */
  private static final double BLUR = 2.25;

  /** The same at a lower resolution. */
  private static final double COARSE_BLUR = 1.5;

  /** The correction leaves at least this part of a caliber. */
  private static final double LEAST_PART = 0.5;

  private static final int RAYS = 5;

  /** How far to each side along the vessel rays start, in pixels and as a part of the caliber. */
  private static final double REACH_PX = 1;

  private static final double REACH = 0.2;

  /** The step along a ray, and by how much it may leave the mask, in working pixels. */
  private static final double STEP = 0.25;

  private static final double BEYOND_MASK = 1.5;

  private static final int SMALLEST_REACH = 4;

  /** By how much the probability falls and rises again in a valley between two vessels. */
  private static final double VALLEY_DEPTH = 0.05;

  private static final double VALLEY_RISE = 0.03;

  /**
   * The part of the caliber next to the center line where there is no valley: the probability may
   * be lower along a vessel's central light reflex.
   */
  private static final double CORE = 0.25;

  private final float[] map;
  private final int width;
  private final int height;
  private final double level;
  private final double workingPixel;

  private ProbabilityCalibers(ProbabilityMap map, double level, double workingPixel) {
    this.map = map.toArray();
    this.width = map.width();
    this.height = map.height();
    this.level = level;
    this.workingPixel = Math.max(1, workingPixel);
  }

  /** The graph of an analyzed photograph with calibers measured on its vessel map. */
  static VesselGraph measure(VesselGraph graph, VesselAnalysis analysis, double level) {
    double acrossX = (double) analysis.width() / analysis.prediction().width();
    double acrossY = (double) analysis.height() / analysis.prediction().height();
    return measure(graph, analysis.maps().vessel(), level, Math.sqrt(acrossX * acrossY));
  }

  /**
   * The graph with calibers measured on a map of its size.
   *
   * @param workingPixel the size of a pixel of the network's map in pixels of the graph
   */
  static VesselGraph measure(
      VesselGraph graph, ProbabilityMap map, double level, double workingPixel) {
    ProbabilityCalibers calibers = new ProbabilityCalibers(map, level, workingPixel);
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
      double norm = Math.hypot(dx, dy);
      double caliber =
          norm == 0 ? 0 : across(segment.x(k), segment.y(k), dx / norm, dy / norm, coarse);
      calibers[k] = (float) corrected(caliber > 0 ? caliber : coarse);
    }
    return calibers;
  }

  private double corrected(double caliber) {
    double coarse = Math.min(1, workingPixel - 1);
    double shift = coarse * EDGE_SHIFT * workingPixel;
    double shifted = Math.max(LEAST_PART * caliber, caliber - shift);
    double blur = (BLUR + coarse * (COARSE_BLUR - BLUR)) * workingPixel;
    double least = LEAST_PART * shifted;
    return Math.sqrt(Math.max(least * least, shifted * shifted - blur * blur));
  }

  /** The mean caliber over the rays at a point of a vessel with the given direction. */
  private double across(int x, int y, double dx, double dy, double coarse) {
    double reach = Math.min(REACH_PX, REACH * coarse);
    double most = coarse / 2 + BEYOND_MASK * workingPixel;
    double core = CORE * coarse;
    double sum = 0;
    int rays = 0;
    for (int k = 0; k < RAYS; k++) {
      double along = reach * (2.0 * k / (RAYS - 1) - 1);
      double fromX = x + along * dx;
      double fromY = y + along * dy;
      double center = at(fromX, fromY);
      double edge = Math.min(level, PEAK_PART * center);
      if (edge > 0) {
        sum += side(fromX, fromY, -dy, dx, edge, core, most);
        sum += side(fromX, fromY, dy, -dx, edge, core, most);
        rays++;
      }
    }
    return rays == 0 ? 0 : sum / rays;
  }

  /** From a point inside of a vessel to its edge, or to the valley before the next vessel. */
  private double side(
      double x, double y, double nx, double ny, double edge, double core, double most) {
    double step = STEP * workingPixel;
    double before = at(x, y);
    double highest = before;
    double lowest = before;
    double valley = 0;
    for (double t = step; t <= most; t += step) {
      double now = at(x + t * nx, y + t * ny);
      if (now < edge) {
        return t - step * (edge - now) / (before - now);
      }
      if (t <= core || now > highest) {
        highest = Math.max(highest, now);
        lowest = now;
        valley = t;
      } else if (now < lowest) {
        lowest = now;
        valley = t;
      } else if (lowest < highest - VALLEY_DEPTH && now > lowest + VALLEY_RISE) {
        return valley;
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
