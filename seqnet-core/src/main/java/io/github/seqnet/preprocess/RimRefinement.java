// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import io.github.seqnet.image.RgbImage;
import java.util.Arrays;

/**
 * Moves a contour that was found on cells to the color step in the pixels near it. Colors are read
 * along the rays of the contour and averaged over neighboring rays; dynamic programming around the
 * contour finds the shifts with the largest steps and few differences between neighboring rays.
 */
final class RimRefinement {
  /** Reach of the search on both sides, in cells. */
  private static final double REACH = 2;

  /** The number of samples on each side of a possible step. */
  private static final int DEPTH = 3;

  /** Neighboring rays on each side whose colors are averaged. */
  private static final int NEIGHBORS = 2;

  private static final int LARGEST_STEP = 2;
  private static final float STEP_COST = 0.12f;

  /** The pull towards the contour of the cells, at full reach. */
  private static final float PRIOR_COST = 0.15f;

  /** The percentile of the steps of all rays that is a full step; smaller ones count less. */
  private static final double FULL = 0.3;

  private RimRefinement() {}

  /**
   * Refines a contour.
   *
   * @param contour in cells
   * @return the contour in pixels of the rectangle that the cells cover
   */
  static RadialContour refined(
      RgbImage image, FrameCells cells, RadialContour contour, int width, int height) {
    int rays = RadialContour.RAYS;
    int factor = cells.factor();
    double centerX = contour.centerX() * factor;
    double centerY = contour.centerY() * factor;
    double[] limits = RadialContour.limits(centerX, centerY, width, height);
    double[] radii = contour.smoothed();
    double spacing = Math.max(1, factor / 6.0);
    int reach = (int) Math.ceil(REACH * factor / spacing);
    int samples = 2 * (reach + DEPTH);
    double[] base = new double[rays];
    boolean[] free = new boolean[rays];
    float[][] colors = new float[rays][];
    for (int k = 0; k < rays; k++) {
      base[k] = Math.min(limits[k], radii[k] * factor);
      free[k] = contour.isFree(k, 0.5) && base[k] < limits[k] - 0.5;
      if (!free[k]) {
        base[k] = limits[k];
        continue;
      }
      colors[k] = new float[3 * samples];
      double cos = RadialContour.cos(k);
      double sin = RadialContour.sin(k);
      for (int s = 0; s < samples; s++) {
        double r = Math.max(0, base[k] + (s - reach - DEPTH + 0.5) * spacing);
        int x = cells.left() + clamp((int) Math.floor(centerX + r * cos), width);
        int y = cells.top() + clamp((int) Math.floor(centerY + r * sin), height);
        for (int c = 0; c < 3; c++) {
          colors[k][3 * s + c] = image.sample(x, y, c);
        }
      }
    }
    int states = 2 * reach + 1;
    float[][] steps = steps(colors, states, samples);
    float full = full(steps);
    int[] best = shifts(steps, states, reach, full);
    for (int k = 0; k < rays; k++) {
      if (free[k]) {
        base[k] = Math.max(0, Math.min(limits[k], base[k] + (best[k] - reach) * spacing));
      }
    }
    // A ray ends at a whole number of pixels, which an ellipse need not.
    double[] smooth = new RadialContour(centerX, centerY, base, limits).smoothed();
    for (int k = 0; k < rays; k++) {
      base[k] = free[k] ? Math.min(limits[k], smooth[k]) : base[k];
    }
    return new RadialContour(centerX, centerY, base, limits);
  }

  private static int clamp(int at, int size) {
    return Math.max(0, Math.min(size - 1, at));
  }

  /** For each ray and shift, the difference of the mean colors on both sides. */
  private static float[][] steps(float[][] colors, int states, int samples) {
    int rays = colors.length;
    float[][] steps = new float[rays][];
    float[] sum = new float[3 * samples];
    for (int k = 0; k < rays; k++) {
      if (colors[k] == null) {
        continue;
      }
      int n = RadialContour.sumOfNeighbors(colors, k, NEIGHBORS, sum);
      steps[k] = new float[states];
      for (int s = 0; s < states; s++) {
        double squares = 0;
        for (int c = 0; c < 3; c++) {
          float difference = 0;
          for (int d = 0; d < DEPTH; d++) {
            difference += sum[3 * (s + d) + c] - sum[3 * (s + DEPTH + d) + c];
          }
          squares += difference * difference;
        }
        steps[k][s] = (float) Math.sqrt(squares) / (n * DEPTH);
      }
    }
    return steps;
  }

  private static float full(float[][] steps) {
    float[] most = new float[steps.length];
    int n = 0;
    for (float[] step : steps) {
      if (step != null) {
        for (float value : step) {
          most[n] = Math.max(most[n], value);
        }
        n++;
      }
    }
    return n == 0 ? 1 : RegionKernel.percentile(Arrays.copyOf(most, n), FULL) + 1e-6f;
  }

  private static int[] shifts(float[][] steps, int states, int reach, float full) {
    int rays = steps.length;
    int turns = 2 * rays;
    byte[][] came = new byte[turns][states];
    float[] before = new float[states];
    float[] after = new float[states];
    for (int t = 0; t < turns; t++) {
      float[] step = steps[(t + rays / 2) % rays];
      float largest = full;
      if (step != null) {
        for (float value : step) {
          largest = Math.max(largest, value);
        }
      }
      for (int s = 0; s < states; s++) {
        float least = Float.POSITIVE_INFINITY;
        int from = Math.max(0, s - LARGEST_STEP);
        int to = Math.min(states - 1, s + LARGEST_STEP);
        for (int q = from; q <= to; q++) {
          float total = before[q] + STEP_COST * Math.abs(q - s);
          if (total < least) {
            least = total;
            came[t][s] = (byte) (q - s);
          }
        }
        float gain = step == null ? 0 : step[s] / largest;
        after[s] = least - gain + PRIOR_COST * Math.abs(s - reach) / reach;
      }
      float[] swap = before;
      before = after;
      after = swap;
    }
    int at = 0;
    for (int s = 1; s < states; s++) {
      at = before[s] < before[at] ? s : at;
    }
    int[] result = new int[rays];
    for (int t = turns - 1; t >= 0; t--) {
      if (t >= rays / 2 && t < rays / 2 + rays) {
        result[(t + rays / 2) % rays] = at;
      }
      at += came[t][at];
    }
    return result;
  }
}
