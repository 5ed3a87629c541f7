// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.landmark;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the optic disc of a fundus photograph: the bright round region on which the wide vessels
 * converge.
 *
 * <p>The image is averaged down to a working size of {@value #WORKING_SIDE} pixels for the longer
 * side of the field of view. Brightness is a quarter red and three quarters green; vessels are
 * filled by a gray-value closing of it; each position and radius is rated by the contrast of a disc
 * against the ring around it, times how far the vessels point there; the best one is then moved and
 * sized so that its rim lies on the strongest step from bright to dark. The rim is fitted in red,
 * in green, and in the mixture of both, with vessels filled; the circle with the largest part of
 * its rim on such a step is the result. Radii outside of 0.048 to 0.115 of the field of view, the
 * range of fields of 60 to 30 degrees, count less in the fit. If contrast or convergence of the
 * best candidate is too low, the answer is "not found" with the reason.
 *
 * <p>Photographs whose bright level (the 90th percentile) is below {@value #BRIGHT_LEVEL} are
 * brightened first, so that the disc of an underexposed photograph is found as well.
 *
 * <p>The {@linkplain OpticDisc#confidence() confidence} concerns size and location. It is the
 * product of the agreement of the radii in all planes, with and without preference for usual sizes,
 * the part of the rim that lies on a step from bright to dark, a factor that falls for unusual
 * radii, and one that falls if a candidate elsewhere is rated nearly as high.
 *
 * <p>Immutable and thread-safe. Cost: one pass over the image and a constant amount of work on the
 * small one (some tenths of a second).
 *
 * <p>Convergence after Hoover and Goldbaum 2003, <a
 * href="https://doi.org/10.1109/TMI.2003.815900">doi:10.1109/TMI.2003.815900</a>; they intersect
 * fuzzy segments, here each vessel pixel votes by its direction.
 */
public final class OpticDiscLocator {
  /** The longer side of the field of view in the working image. */
  static final int WORKING_SIDE = 256;

  private static final int RADII = 7;
  private static final int STRIDE = 3;

  /** Below this many pixels a disc is a handful of pixels. */
  private static final int SMALLEST_SIDE = 64;

  /** The share of red in the brightness; the rest is green. */
  private static final double RED = 0.25;

  /** Half the width of the widest vessel, as a part of the field of view. */
  private static final float VESSEL_PART = 0.015f;

  /** The rim of the field of view, often bright or unsharp, that shows no vessels. */
  private static final float RIM_PART = 0.03f;

  /** The deviation of a ring is taken as at least this, so that a dark, flat image has no disc. */
  private static final double CONTRAST_FLOOR = 0.02;

  /** The bright level of a retina, up to which darker photographs are brightened. */
  private static final double BRIGHT_LEVEL = 0.3;

  /** Darker photographs hold too few levels of gray. */
  private static final double MOST_BRIGHTENING = 12;

  /**
   * Radii of discs as a part of the field of view, for fields of 60 to 30 degrees: a disc has a
   * diameter of 1.8 mm or about 6 degrees.
   */
  private static final double TYPICAL_FROM = 0.048;

  private static final double TYPICAL_TO = 0.115;

  /** Candidates farther away than this many radii are at another location. */
  private static final double DISTINCT = 2.5;

  /** Scores of a rival, relative to the best, that leave the location certain or uncertain. */
  private static final double WEAK_RIVAL = 0.3;

  private static final double STRONG_RIVAL = 0.7;

  private static final double LEAST_UNIQUENESS = 0.2;

  private final OpticDiscOptions options;

  private OpticDiscLocator(OpticDiscOptions options) {
    this.options = options;
  }

  /** Searches with these options. */
  public static OpticDiscLocator with(OpticDiscOptions options) {
    return new OpticDiscLocator(Objects.requireNonNull(options, "options"));
  }

  /**
   * Searches with the photograph alone; vessels are what is darker than its surroundings.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public OpticDiscSearch locate(RgbImage image, FieldOfView fieldOfView) {
    return search(image, fieldOfView, null);
  }

  /**
   * Searches with the photograph and a vessel mask.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public OpticDiscSearch locate(RgbImage image, FieldOfView fieldOfView, BinaryMask vessels) {
    if (vessels.width() != image.width() || vessels.height() != image.height()) {
      throw new IllegalArgumentException(
          sizes("vessel mask", image, vessels.width(), vessels.height()));
    }
    return search(image, fieldOfView, vessels.toArray());
  }

  private OpticDiscSearch search(
      RgbImage image, FieldOfView fieldOfView, byte @Nullable [] vessels) {
    BinaryMask mask = fieldOfView.mask();
    int width = image.width();
    int height = image.height();
    if (mask.width() != width || mask.height() != height) {
      throw new IllegalArgumentException(
          sizes("field of view", image, mask.width(), mask.height()));
    }
    byte[] inside = mask.toArray();
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        if (inside[i] != 0) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    if (right < 0) {
      return new OpticDiscSearch.NotFound("the field of view is empty", 0, 0);
    }
    int side = Math.max(right - left, bottom - top) + 1;
    if (side < SMALLEST_SIDE) {
      return new OpticDiscSearch.NotFound(
          "the field of view is " + side + " px wide, too small for a disc to be seen", 0, 0);
    }
    double factor = Math.max(1.0, side / (double) WORKING_SIDE);
    int columns = Math.max(1, (int) ((right - left + 1) / factor));
    int rows = Math.max(1, (int) ((bottom - top + 1) / factor));
    // Only the rows of one working pixel at a time: photographs are large.
    int band = right - left + 1;
    float[] samples = new float[3 * band * ((int) Math.ceil(factor) + 1)];
    Working working = new Working(columns, rows);
    for (int y = 0, i = 0; y < rows; y++) {
      int y0 = top + (int) (y * factor);
      int y1 = Math.max(y0 + 1, Math.min(height, top + (int) ((y + 1) * factor)));
      image.copyTo(left, y0, band, y1 - y0, samples, 0, 3 * band);
      for (int x = 0; x < columns; x++, i++) {
        int x0 = left + (int) (x * factor);
        int x1 = Math.max(x0 + 1, Math.min(right + 1, left + (int) ((x + 1) * factor)));
        double red = 0;
        double green = 0;
        int vessel = 0;
        int in = 0;
        for (int yy = y0; yy < y1; yy++) {
          for (int xx = x0; xx < x1; xx++) {
            int at = yy * width + xx;
            int sample = 3 * ((yy - y0) * band + xx - left);
            red += samples[sample];
            green += samples[sample + 1];
            in += inside[at];
            vessel += vessels == null ? 0 : vessels[at];
          }
        }
        int area = (y1 - y0) * (x1 - x0);
        working.red[i] = (float) (red / area);
        working.green[i] = (float) (green / area);
        working.light[i] = (float) ((RED * red + (1 - RED) * green) / area);
        working.vessels[i] = vessel / (float) area;
        working.inside[i] = (byte) (2 * in > area ? 1 : 0);
      }
    }
    return search(working, vessels != null, left, top, factor);
  }

  private OpticDiscSearch search(
      Working working, boolean vesselsGiven, int left, int top, double factor) {
    working.brighten();
    OpticDiscKernel kernel = new OpticDiscKernel(working.columns, working.rows);
    byte[] inside = working.inside;
    int side = Math.max(working.columns, working.rows);
    int vesselWidth = Math.max(1, Math.round(VESSEL_PART * side));
    float[] filled = kernel.closed(working.light, inside, vesselWidth);
    float[] vessels = working.vessels;
    if (!vesselsGiven) {
      byte[] within = kernel.eroded(inside, Math.round(RIM_PART * side));
      for (int i = 0; i < vessels.length; i++) {
        vessels[i] = within[i] == 0 ? 0 : Math.max(0, filled[i] - working.light[i]);
      }
    }
    filled = kernel.mean(filled, inside, 1);
    double smallest = options.smallestRadius() * side;
    double largest = options.largestRadius() * side;
    float[] convergence = kernel.convergence(vessels, inside, smallest, STRIDE);
    float[] scores = new float[inside.length];
    double best = Double.NEGATIVE_INFINITY;
    int bestAt = -1;
    double bestRadius = 0;
    double bestContrast = 0;
    for (int k = 0; k < RADII; k++) {
      double radius = smallest * Math.pow(largest / smallest, k / (RADII - 1.0));
      float[] contrast = kernel.contrast(filled, inside, radius, CONTRAST_FLOOR, STRIDE);
      for (int i = 0; i < contrast.length; i++) {
        double score = Math.max(0, contrast[i]) * convergence[i];
        scores[i] = Math.max(scores[i], (float) score);
        if (contrast[i] > Float.NEGATIVE_INFINITY && score > best) {
          best = score;
          bestAt = i;
          bestRadius = radius;
          bestContrast = contrast[i];
        }
      }
    }
    if (bestAt < 0) {
      return new OpticDiscSearch.NotFound("the field of view is too small for a disc", 0, 0);
    }
    double bestConvergence = convergence[bestAt];
    if (bestContrast < options.smallestContrast()) {
      return new OpticDiscSearch.NotFound(
          String.format(
              Locale.ROOT,
              "the best candidate has a contrast of %.2f, below %.2f",
              bestContrast,
              options.smallestContrast()),
          bestContrast,
          bestConvergence);
    }
    if (bestConvergence < options.smallestConvergence()) {
      return new OpticDiscSearch.NotFound(
          String.format(
              Locale.ROOT,
              "the vessels converge on the best candidate by %.2f, below %.2f",
              bestConvergence,
              options.smallestConvergence()),
          bestContrast,
          bestConvergence);
    }
    int column = bestAt % working.columns;
    int row = bestAt / working.columns;
    // The rim is fitted in three planes: the cup is most visible in green, the rim in red.
    double typical = Math.max(bestRadius, TYPICAL_FROM * side);
    double from = Math.max(Math.max(smallest, TYPICAL_FROM * side), 0.6 * bestRadius);
    double to = Math.max(from + 1, Math.min(largest, 1.7 * typical));
    float[][] planes = {
      filled,
      kernel.mean(kernel.closed(working.red, inside, vesselWidth), inside, 1),
      kernel.mean(kernel.closed(working.green, inside, vesselWidth), inside, 1)
    };
    double[][] circles = new double[planes.length][];
    for (int k = 0; k < planes.length; k++) {
      circles[k] = kernel.refined(planes[k], inside, column, row, typical, from, to);
    }
    double[] circle = circles[0];
    double most = 0;
    for (int k = 0; k < circles.length; k++) {
      double support = kernel.support(planes[k], inside, circles[k]) * usual(circles[k][2] / side);
      if (support > most) {
        most = support;
        circle = circles[k];
      }
    }
    double distance = DISTINCT * Math.max(bestRadius, TYPICAL_FROM * side);
    double rival = rival(scores, working.columns, bestAt, distance) / best;
    OpticDisc disc =
        new OpticDisc(
            left + (circle[0] + 0.5) * factor - 0.5,
            top + (circle[1] + 0.5) * factor - 0.5,
            circle[2] * factor,
            most * agreement(circles, side) * uniqueness(rival));
    return new OpticDiscSearch.Found(disc, bestContrast, bestConvergence);
  }

  /** The best score of the candidates that are not on the same spot as the best one. */
  private static double rival(float[] scores, int columns, int bestAt, double distance) {
    double rival = 0;
    for (int i = 0; i < scores.length; i++) {
      int dx = i % columns - bestAt % columns;
      int dy = i / columns - bestAt / columns;
      if (scores[i] > rival && dx * dx + dy * dy > distance * distance) {
        rival = scores[i];
      }
    }
    return rival;
  }

  /** How certain the location is, from the score of the rival relative to the best. */
  private static double uniqueness(double rival) {
    double part = (rival - WEAK_RIVAL) / (STRONG_RIVAL - WEAK_RIVAL);
    return 1 - (1 - LEAST_UNIQUENESS) * Math.max(0, Math.min(1, part));
  }

  /** How well the radii agree, with and without preference for usual sizes, 0..1. */
  private static double agreement(double[][] circles, int side) {
    double least = Double.MAX_VALUE;
    double most = 0;
    double[] radii = new double[circles.length];
    for (int k = 0; k < circles.length; k++) {
      radii[k] = circles[k][3];
      least = Math.min(least, Math.min(circles[k][2], radii[k]));
      most = Math.max(most, Math.max(circles[k][2], radii[k]));
    }
    Arrays.sort(radii);
    return Math.exp(-2 * Math.log(most / least)) * usual(radii[radii.length / 2] / side);
  }

  /** How usual a radius is, as a part of the field of view: 1 in the typical range. */
  static double usual(double size) {
    double off = Math.max(0, Math.max(Math.log(TYPICAL_FROM / size), Math.log(size / TYPICAL_TO)));
    return Math.exp(-8 * off);
  }

  private static String sizes(String what, RgbImage image, int width, int height) {
    return what
        + " must be "
        + image.width()
        + " x "
        + image.height()
        + " pixels as the image, got "
        + width
        + " x "
        + height;
  }

  /** The planes of the working image. */
  private static final class Working {
    final int columns;
    final int rows;
    final float[] light;
    final float[] red;
    final float[] green;
    final float[] vessels;
    final byte[] inside;

    Working(int columns, int rows) {
      this.columns = columns;
      this.rows = rows;
      light = new float[columns * rows];
      red = new float[columns * rows];
      green = new float[columns * rows];
      vessels = new float[columns * rows];
      inside = new byte[columns * rows];
    }

    /** Scales the planes of an underexposed photograph, so that the thresholds suit it. */
    void brighten() {
      float[] sorted = new float[light.length];
      int n = 0;
      for (int i = 0; i < light.length; i++) {
        if (inside[i] != 0) {
          sorted[n++] = light[i];
        }
      }
      Arrays.sort(sorted, 0, n);
      double level = n == 0 ? 1 : sorted[(int) (0.9 * (n - 1))];
      float gain = (float) Math.min(MOST_BRIGHTENING, Math.max(1, BRIGHT_LEVEL / level));
      for (float[] plane : new float[][] {red, green, light}) {
        for (int i = 0; i < plane.length; i++) {
          plane[i] *= gain;
        }
      }
    }
  }
}
