// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits the outline of a round retina that a slide mount or the frame may cut off: a circle and up
 * to four chords parallel to the frame. Only the colors on both sides of the outline count, so that
 * a retina whose rim is as dark as the surround elsewhere, or a surround whose color varies, does
 * not matter.
 *
 * <p>The evidence for a piece of outline is the color step across it, averaged over neighboring
 * rays, compared with the color changes just inside and just outside of it.
 */
final class RoundRetina {
  /** Rays on each side whose colors are averaged. */
  private static final int NEIGHBORS = 9;

  /** Nearest and farthest chord, in units of the radius. */
  private static final double NEAREST = 0.5;

  private static final double FARTHEST = 0.975;

  /** The smallest part of a chord that lies on a color step. */
  private static final double CHORD_SUPPORT = 0.7;

  /** A shape with more chords and a smaller part of the outline on the circle is a rectangle. */
  private static final int MOST_CHORDS = 2;

  private static final double LEAST_ARC = 0.25;

  /** Samples along a chord. */
  private static final int CHORD = 96;

  /** Cells on each side of the outline in which colors are averaged. */
  private static final int BAND = 3;

  private static final double LEAST_STEP = 0.012;

  /** The part of an arc on a color step from which on it is a rim, and the fewest rays to tell. */
  private static final double RIM = 0.6;

  private static final int FEWEST_RAYS = 8;

  /** Bounds of the radii of candidates, in units of the shorter side of the frame. */
  private static final double SMALLEST = 0.3;

  private static final double LARGEST = 0.75;

  /** The part of the frame at each side in which there is no center. */
  private static final double OFF_CENTER = 0.25;

  private static final int CANDIDATES = 6;
  private static final int COARSE_ANGLES = 60;
  private static final double LEAST_SUPPORT = 0.3;

  /** The smallest part of the outline that lies within the frame. */
  private static final double LEAST_VISIBLE = 0.2;

  /** The score from which on a circle is moved to the sharpest place. */
  private static final double WORTHWHILE = 0.25;

  /** Moves of x, y, and radius: alone, and those that keep one side of the circle in place. */
  private static final int[][] MOVES = {
    {1, 0, 0},
    {-1, 0, 0},
    {0, 1, 0},
    {0, -1, 0},
    {0, 0, 1},
    {0, 0, -1},
    {1, 0, 1},
    {-1, 0, 1},
    {1, 0, -1},
    {-1, 0, -1},
    {0, 1, 1},
    {0, -1, 1},
    {0, 1, -1},
    {0, -1, -1}
  };

  private final float[][] features;
  private final int columns;
  private final int rows;

  private RoundRetina(float[][] features, int columns, int rows) {
    this.features = features;
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * The result of a fit.
   *
   * @param cut whether there are chords
   * @param score the part of the outline on a color step, 0..1
   */
  record Fit(RadialContour contour, boolean cut, double score) {}

  /**
   * Fits chords to a circle and rates the outline.
   *
   * @param features of each cell; the first three planes are colors
   * @param circle a circle within the frame or cut off by it
   */
  static Fit fit(float[][] features, int columns, int rows, CircleSearch.Circle circle) {
    return new RoundRetina(features, columns, rows).fit(circle);
  }

  /**
   * Large circles with the best supported outlines on a coarse grid of centers and radii.
   *
   * @param smooth planes of colors, averaged over a few cells
   * @return at most {@value #CANDIDATES} circles that differ clearly
   */
  static List<CircleSearch.Circle> candidates(float[][] smooth, int columns, int rows) {
    return new RoundRetina(smooth, columns, rows).candidates();
  }

  private List<CircleSearch.Circle> candidates() {
    double shorter = Math.min(columns, rows);
    double step = Math.max(2, shorter / 48);
    List<double[]> all = new ArrayList<>();
    for (double r = SMALLEST * shorter; r <= LARGEST * shorter; r += step) {
      for (double y = OFF_CENTER * rows; y <= (1 - OFF_CENTER) * rows; y += step) {
        for (double x = OFF_CENTER * columns; x <= (1 - OFF_CENTER) * columns; x += step) {
          double support = coarseSupport(x, y, r);
          if (support > LEAST_SUPPORT) {
            all.add(new double[] {x, y, r, support});
          }
        }
      }
    }
    all.sort((a, b) -> Double.compare(b[3], a[3]));
    List<CircleSearch.Circle> result = new ArrayList<>();
    for (double[] circle : all) {
      boolean other = true;
      for (CircleSearch.Circle chosen : result) {
        double difference =
            Math.hypot(chosen.x() - circle[0], chosen.y() - circle[1])
                + Math.abs(chosen.radius() - circle[2]);
        other &= difference > 4 * step;
      }
      if (other) {
        result.add(new CircleSearch.Circle(circle[0], circle[1], circle[2]));
        if (result.size() == CANDIDATES) {
          break;
        }
      }
    }
    return result;
  }

  /** The part of a circle's outline within the frame that lies on a color step. */
  private double coarseSupport(double x, double y, double r) {
    int visible = 0;
    double sum = 0;
    for (int k = 0; k < RadialContour.RAYS; k += RadialContour.RAYS / COARSE_ANGLES) {
      double cos = RadialContour.cos(k);
      double sin = RadialContour.sin(k);
      int far = at(x + (r + 7) * cos, y + (r + 7) * sin);
      if (far < 0) {
        continue;
      }
      int outer = at(x + (r + 2.5) * cos, y + (r + 2.5) * sin);
      int inner = at(x + (r - 2.5) * cos, y + (r - 2.5) * sin);
      int deep = at(x + (r - 7) * cos, y + (r - 7) * sin);
      double inside = 0;
      double across = 0;
      double outside = 0;
      for (int c = 0; c < 3; c++) {
        float[] plane = features[c];
        double in = plane[deep] - plane[inner];
        double step = plane[inner] - plane[outer];
        double out = plane[outer] - plane[far];
        inside += in * in;
        across += step * step;
        outside += out * out;
      }
      sum += onStep(inside, across, outside, 0.3, 0.2);
      visible++;
    }
    return visible < LEAST_VISIBLE * COARSE_ANGLES ? 0 : sum / visible;
  }

  private int at(double x, double y) {
    return x < 0 || y < 0 || x >= columns || y >= rows ? -1 : ((int) y) * columns + (int) x;
  }

  /** Moves and resizes a circle as long as its outline, with the chords, gets sharper. */
  private CircleSearch.Circle improved(CircleSearch.Circle circle, double[] chords) {
    CircleSearch.Circle best = circle;
    double most = sharpness(best, chords);
    for (double step = 3; step >= 0.75; step /= 2) {
      boolean moved = true;
      for (int k = 0; k < 8 && moved; k++) {
        moved = false;
        for (int[] move : MOVES) {
          double x = best.x() + step * move[0];
          double y = best.y() + step * move[1];
          if (!(x > 2 && y > 2 && x < columns - 2 && y < rows - 2)) {
            continue;
          }
          CircleSearch.Circle next = new CircleSearch.Circle(x, y, best.radius() + step * move[2]);
          double sharp = sharpness(next, chords);
          if (sharp > most) {
            most = sharp;
            best = next;
            moved = true;
          }
        }
      }
    }
    return best;
  }

  private double sharpness(CircleSearch.Circle circle, double[] chords) {
    return support(means(contour(circle, chords), 3), 3, 0.1, 0.5);
  }

  private Fit fit(CircleSearch.Circle first) {
    double[] chords = chords(first);
    CircleSearch.Circle circle = first;
    RadialContour contour = contour(first, chords);
    if (score(contour) > WORTHWHILE) {
      circle = improved(first, chords);
      chords = chords(circle);
      contour = contour(circle, chords);
    }
    double score = score(contour);
    int cuts = 0;
    for (double chord : chords) {
      cuts += Double.isNaN(chord) ? 0 : 1;
    }
    if (cuts > MOST_CHORDS && arcPart(contour, circle) < LEAST_ARC) {
      score = 0;
    } else if (cuts > 0) {
      // Chords along the sides of a rectangle do not make it round.
      score = Math.min(score, arcScore(contour, circle));
    }
    return new Fit(contour, cuts > 0, score);
  }

  /** For each side, the coordinate of the best chord, NaN for none: left, right, top, bottom. */
  private double[] chords(CircleSearch.Circle circle) {
    RadialContour whole = circle.contour(columns, rows);
    double[] chords = new double[4];
    for (int side = 0; side < 4; side++) {
      double distance = chord(circle.x(), circle.y(), circle.radius(), side);
      double center = side < 2 ? circle.x() : circle.y();
      chords[side] = center + (side % 2 == 0 ? -distance : distance);
      if (distance == 0 || hasRimBeyond(whole, side, (distance + BAND + 1) / circle.radius())) {
        chords[side] = Double.NaN;
      }
    }
    return chords;
  }

  /** Whether the arc that a chord would cut off lies on a color step, as a rim does. */
  private boolean hasRimBeyond(RadialContour whole, int side, double distance) {
    float[][] means = means(whole, 1);
    int rays = 0;
    for (int k = 0; k < means.length; k++) {
      if (along(side, k) <= distance) {
        means[k] = null;
      }
      rays += means[k] == null ? 0 : 1;
    }
    return rays > FEWEST_RAYS && support(means, 3, 0.35, 0.15, FEWEST_RAYS) > RIM;
  }

  /** The part of a ray in the direction of a side: 0 left, 1 right, 2 top, 3 bottom. */
  private static double along(int side, int ray) {
    double part = side < 2 ? RadialContour.cos(ray) : RadialContour.sin(ray);
    return side % 2 == 0 ? -part : part;
  }

  private RadialContour contour(CircleSearch.Circle circle, double[] chords) {
    RadialContour whole = circle.contour(columns, rows);
    double[] radii = whole.radii().clone();
    for (int side = 0; side < 4; side++) {
      double distance = Math.abs(chords[side] - (side < 2 ? circle.x() : circle.y()));
      for (int k = 0; k < radii.length; k++) {
        double along = along(side, k);
        if (along > 0 && distance / along < radii[k]) {
          radii[k] = distance / along;
        }
      }
    }
    return new RadialContour(circle.x(), circle.y(), radii, whole.limits());
  }

  /**
   * The distance of the best chord on a side: 0 left, 1 right, 2 top, 3 bottom; 0 for none. Where
   * several next to each other are as good, the middle one counts.
   */
  private double chord(double x, double y, double radius, int side) {
    double nearest = NEAREST * radius;
    int first = -1;
    int last = -1;
    double most = CHORD_SUPPORT;
    for (int k = 0; nearest + k < FARTHEST * radius; k++) {
      double part = chordSupport(x, y, radius, side, nearest + k);
      if (part > most) {
        most = part;
        first = k;
        last = k;
      } else if (part == most && first >= 0 && k == last + 1) {
        last = k;
      }
    }
    return first < 0 ? 0 : nearest + (first + last) / 2.0;
  }

  private double chordSupport(double x, double y, double radius, int side, double distance) {
    double half = 0.93 * Math.sqrt(radius * radius - distance * distance);
    float[][] means = new float[CHORD][];
    int visible = 0;
    for (int k = 0; k < CHORD; k++) {
      double across = (2.0 * k / (CHORD - 1) - 1) * half;
      float[] mean = new float[12];
      boolean in = true;
      for (int band = 0; band < 4 && in; band++) {
        for (int d = 0; d < BAND; d++) {
          double out = distance + (band - 2) * BAND + d + (band < 2 ? -0.5 : 1.5);
          double along = side % 2 == 0 ? -out : out;
          int column = (int) Math.floor(side < 2 ? x + along : x + across);
          int row = (int) Math.floor(side < 2 ? y + across : y + along);
          if (band == 3) {
            column = Math.max(0, Math.min(columns - 1, column));
            row = Math.max(0, Math.min(rows - 1, row));
          } else if (column < 0 || row < 0 || column >= columns || row >= rows) {
            in = false;
            break;
          }
          for (int c = 0; c < 3; c++) {
            mean[3 * band + c] += features[c][row * columns + column] / BAND;
          }
        }
      }
      if (in) {
        means[k] = mean;
        visible++;
      }
    }
    if (visible < CHORD / 3) {
      return 0;
    }
    return support(means, 3, 0.35, 0.15);
  }

  /** The part of the free outline that lies on a color step. */
  private double score(RadialContour contour) {
    return support(means(contour, 1), NEIGHBORS, 0.35, 0.15);
  }

  /** The part of the free outline on the circle that lies on a color step; 0 if there is little. */
  private double arcScore(RadialContour contour, CircleSearch.Circle circle) {
    float[][] means = means(contour, 1);
    for (int k = 0; k < means.length; k++) {
      if (!isOnCircle(contour, circle, k)) {
        means[k] = null;
      }
    }
    return support(means, NEIGHBORS, 0.35, 0.15);
  }

  /** The part of the free outline that is on the circle. */
  private static double arcPart(RadialContour contour, CircleSearch.Circle circle) {
    int free = 0;
    int on = 0;
    for (int k = 0; k < RadialContour.RAYS; k++) {
      if (contour.isFree(k, 2 * BAND + 1)) {
        free++;
        on += isOnCircle(contour, circle, k) ? 1 : 0;
      }
    }
    return free == 0 ? 0 : on / (double) free;
  }

  private static boolean isOnCircle(RadialContour contour, CircleSearch.Circle circle, int ray) {
    return contour.radii()[ray] >= circle.radius() - 1;
  }

  /** For every n-th ray, the mean colors of four bands from inside to outside; null if cut off. */
  private float[][] means(RadialContour contour, int every) {
    float[][] means = new float[RadialContour.RAYS / every][];
    for (int i = 0; i < means.length; i++) {
      int k = i * every;
      if (!contour.isFree(k, 2 * BAND + 1)) {
        continue;
      }
      float[] mean = new float[12];
      for (int band = 0; band < 4; band++) {
        for (int d = 0; d < BAND; d++) {
          double out = (band - 2) * BAND + d + (band < 2 ? -0.5 : 1.5);
          int cell = contour.cell(k, contour.radii()[k] + out, columns, rows);
          for (int c = 0; c < 3; c++) {
            mean[3 * band + c] += features[c][cell] / BAND;
          }
        }
      }
      means[i] = mean;
    }
    return means;
  }

  /** The mean over all pieces of the ratio of steps, from 0 at the first value on. */
  private static double support(float[][] means, int window, double from, double range) {
    return support(means, window, from, range, means.length / 20);
  }

  private static double support(
      float[][] means, int window, double from, double range, int fewest) {
    float[] sum = new float[12];
    double total = 0;
    int free = 0;
    for (int k = 0; k < means.length; k++) {
      if (means[k] == null) {
        continue;
      }
      free++;
      int n = RadialContour.sumOfNeighbors(means, k, window, sum);
      double inner = 0;
      double across = 0;
      double outer = 0;
      for (int c = 0; c < 3; c++) {
        double in = (sum[c] - sum[3 + c]) / n;
        double step = (sum[3 + c] - sum[6 + c]) / n;
        double out = (sum[6 + c] - sum[9 + c]) / n;
        inner += in * in;
        across += step * step;
        outer += out * out;
      }
      total += onStep(inner, across, outer, from, range);
    }
    return free < fewest ? 0 : total / free;
  }

  /**
   * Whether colors change more across the outline than on both sides of it.
   *
   * @param inner square of the change inside; the same across the outline and outside
   * @param from the part of the changes that is no evidence
   * @param range from there to full evidence
   * @return 0..1
   */
  private static double onStep(
      double inner, double across, double outer, double from, double range) {
    double step = Math.sqrt(across);
    double ratio = step / (step + Math.sqrt(inner) + Math.sqrt(outer) + LEAST_STEP);
    return Math.max(0, Math.min(1, (ratio - from) / range));
  }
}
