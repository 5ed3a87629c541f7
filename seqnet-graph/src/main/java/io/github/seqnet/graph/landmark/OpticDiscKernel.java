// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.landmark;

import java.util.Arrays;

/** The loops of {@link OpticDiscLocator}, on planes of one small working image. */
final class OpticDiscKernel {
  /** Distances of the rings in units of the disc's radius. */
  private static final double RING_FROM = 1.25;

  private static final double RING_TO = 2.0;

  /** The vessels that vote are those within this part of the working image around a candidate. */
  private static final double REACH = 0.4;

  /** The fraction of the largest total vote at which the convergence of a position is halved. */
  private static final float FEW = 0.3f;

  private static final int ANGLES = 48;
  private static final double[] COS = new double[ANGLES];
  private static final double[] SIN = new double[ANGLES];

  static {
    for (int k = 0; k < ANGLES; k++) {
      COS[k] = Math.cos(2 * Math.PI * k / ANGLES);
      SIN[k] = Math.sin(2 * Math.PI * k / ANGLES);
    }
  }

  final int width;
  final int height;

  OpticDiscKernel(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** The gray-value closing with a square of {@code 2 radius + 1}: fills dark, narrow things. */
  float[] closed(float[] plane, byte[] inside, int radius) {
    float[] dilated = extremum(plane, inside, radius, true);
    return extremum(dilated, inside, radius, false);
  }

  private float[] extremum(float[] plane, byte[] inside, int radius, boolean maximum) {
    float start = maximum ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    float[] rows = new float[plane.length];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        float best = start;
        int to = Math.min(width - 1, x + radius);
        for (int k = Math.max(0, x - radius); k <= to; k++) {
          int j = y * width + k;
          if (inside[j] != 0) {
            best = maximum ? Math.max(best, plane[j]) : Math.min(best, plane[j]);
          }
        }
        rows[i] = best;
      }
    }
    float[] result = new float[plane.length];
    for (int y = 0, i = 0; y < height; y++) {
      int from = Math.max(0, y - radius);
      int to = Math.min(height - 1, y + radius);
      for (int x = 0; x < width; x++, i++) {
        float best = start;
        for (int k = from; k <= to; k++) {
          float v = rows[k * width + x];
          best = maximum ? Math.max(best, v) : Math.min(best, v);
        }
        result[i] = inside[i] == 0 ? 0 : best;
      }
    }
    return result;
  }

  /**
   * The pixels with no pixel outside, the image's border included, within the square around them.
   */
  byte[] eroded(byte[] inside, int radius) {
    float[] plane = new float[inside.length];
    byte[] everywhere = new byte[inside.length];
    Arrays.fill(everywhere, (byte) 1);
    for (int i = 0; i < plane.length; i++) {
      plane[i] = inside[i];
    }
    float[] least = extremum(plane, everywhere, radius, false);
    byte[] result = new byte[inside.length];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        boolean border = x < radius || y < radius || x >= width - radius || y >= height - radius;
        result[i] = (byte) (least[i] > 0 && !border ? 1 : 0);
      }
    }
    return result;
  }

  /** A mean over a square of {@code 2 radius + 1}, over pixels inside only. */
  float[] mean(float[] plane, byte[] inside, int radius) {
    double[] sums = new double[(width + 1) * (height + 1)];
    int[] counts = new int[sums.length];
    int stride = width + 1;
    for (int y = 0, i = 0; y < height; y++) {
      double sum = 0;
      int count = 0;
      for (int x = 0; x < width; x++, i++) {
        if (inside[i] != 0) {
          sum += plane[i];
          count++;
        }
        int at = (y + 1) * stride + x + 1;
        sums[at] = sums[at - stride] + sum;
        counts[at] = counts[at - stride] + count;
      }
    }
    float[] result = new float[plane.length];
    for (int y = 0, i = 0; y < height; y++) {
      int top = Math.max(0, y - radius) * stride;
      int bottom = Math.min(height, y + radius + 1) * stride;
      for (int x = 0; x < width; x++, i++) {
        int left = Math.max(0, x - radius);
        int right = Math.min(width, x + radius + 1);
        int n =
            counts[bottom + right]
                - counts[top + right]
                - counts[bottom + left]
                + counts[top + left];
        double s =
            sums[bottom + right] - sums[top + right] - sums[bottom + left] + sums[top + left];
        result[i] = n == 0 ? 0 : (float) (s / n);
      }
    }
    return result;
  }

  /**
   * For each pixel, the contrast of a bright disc of that radius there: difference of the mean in
   * the disc and the mean in a ring around it, over the standard deviation in the ring (at least
   * {@code floor}). NEGATIVE_INFINITY where less than 0.6 of the disc or less than 0.4 of the ring
   * lies inside.
   */
  float[] contrast(float[] plane, byte[] inside, double radius, double floor, int stride) {
    // Sums along the rows, so that each row of a disc costs two look-ups.
    int w1 = width + 1;
    double[] sum = new double[w1 * height];
    double[] square = new double[w1 * height];
    int[] count = new int[w1 * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        int at = y * w1 + x;
        double v = inside[i] != 0 ? plane[i] : 0;
        sum[at + 1] = sum[at] + v;
        square[at + 1] = square[at] + v * v;
        count[at + 1] = count[at] + inside[i];
      }
    }
    int[] disc = halfWidths(radius);
    int[] hole = halfWidths(radius * RING_FROM);
    int[] ring = halfWidths(radius * RING_TO);
    int discArea = area(disc);
    int ringArea = area(ring) - area(hole);
    float[] result = new float[plane.length];
    Arrays.fill(result, Float.NEGATIVE_INFINITY);
    double[] totals = new double[3];
    for (int y = 0; y < height; y += stride) {
      for (int x = 0; x < width; x += stride) {
        if (inside[y * width + x] == 0) {
          continue;
        }
        total(sum, square, count, disc, x, y, totals);
        double discSum = totals[0];
        double discCount = totals[2];
        total(sum, square, count, ring, x, y, totals);
        double ringSum = totals[0];
        double ringSquare = totals[1];
        double ringCount = totals[2];
        total(sum, square, count, hole, x, y, totals);
        ringSum -= totals[0];
        ringSquare -= totals[1];
        ringCount -= totals[2];
        if (discCount < 0.6 * discArea || ringCount < 0.4 * ringArea) {
          continue;
        }
        double ringMean = ringSum / ringCount;
        double deviation = Math.sqrt(Math.max(0, ringSquare / ringCount - ringMean * ringMean));
        result[y * width + x] =
            (float) ((discSum / discCount - ringMean) / Math.max(floor, deviation));
      }
    }
    return result;
  }

  private void total(
      double[] sum, double[] square, int[] count, int[] half, int x, int y, double[] totals) {
    double s = 0;
    double q = 0;
    int c = 0;
    int reach = half.length - 1;
    int to = Math.min(height - 1, y + reach);
    int w1 = width + 1;
    for (int row = Math.max(0, y - reach); row <= to; row++) {
      int h = half[Math.abs(row - y)];
      int left = row * w1 + Math.max(0, x - h);
      int right = row * w1 + Math.min(width, x + h + 1);
      s += sum[right] - sum[left];
      q += square[right] - square[left];
      c += count[right] - count[left];
    }
    totals[0] = s;
    totals[1] = q;
    totals[2] = c;
  }

  /** For each row of a disc, counted from its center, how far it reaches to each side. */
  private static int[] halfWidths(double radius) {
    int reach = (int) Math.floor(radius);
    int[] half = new int[reach + 1];
    for (int row = 0; row <= reach; row++) {
      half[row] = (int) Math.floor(Math.sqrt(radius * radius - (double) row * row));
    }
    return half;
  }

  private static int area(int[] half) {
    int area = 2 * half[0] + 1;
    for (int row = 1; row < half.length; row++) {
      area += 2 * (2 * half[row] + 1);
    }
    return area;
  }

  /**
   * For each pixel, how far the vessels point to it: the mean of cos(2 (direction of the vessel -
   * direction to the pixel)) over the vessels within reach, weighted by their strength and by the
   * inverse of the distance; 0..1 with negative values cut off.
   */
  float[] convergence(float[] vessels, byte[] inside, double nearest, int stride) {
    float[] smooth = mean(vessels, inside, 1);
    int[] atX = new int[vessels.length];
    int[] atY = new int[vessels.length];
    double[] cos = new double[vessels.length];
    double[] sin = new double[vessels.length];
    double[] weight = new double[vessels.length];
    float[] xx = new float[vessels.length];
    float[] yy = new float[vessels.length];
    float[] xy = new float[vessels.length];
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int i = y * width + x;
        float gx = smooth[i + 1] - smooth[i - 1];
        float gy = smooth[i + width] - smooth[i - width];
        xx[i] = gx * gx;
        yy[i] = gy * gy;
        xy[i] = gx * gy;
      }
    }
    xx = mean(xx, inside, 2);
    yy = mean(yy, inside, 2);
    xy = mean(xy, inside, 2);
    double all = 0;
    double squares = 0;
    int pixels = 0;
    for (int i = 0; i < vessels.length; i++) {
      if (inside[i] != 0) {
        all += vessels[i];
        squares += vessels[i] * vessels[i];
        pixels++;
      }
    }
    double mean = all / Math.max(1, pixels);
    double threshold = mean + Math.sqrt(Math.max(0, squares / Math.max(1, pixels) - mean * mean));
    int n = 0;
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        double energy = xx[i] + yy[i];
        if (inside[i] != 0 && vessels[i] > threshold && energy > 0) {
          // The gradient is across the vessel: its double angle is turned by half a turn.
          double a = -(xx[i] - yy[i]) / energy;
          double b = -2 * xy[i] / energy;
          atX[n] = x;
          atY[n] = y;
          cos[n] = a;
          sin[n] = b;
          weight[n] = Math.min(vessels[i], 3 * threshold);
          n++;
        }
      }
    }
    float[] result = new float[vessels.length];
    float[] totals = new float[vessels.length];
    double reach = REACH * Math.max(width, height);
    float most = 0;
    for (int y = 0; y < height; y += stride) {
      for (int x = 0; x < width; x += stride) {
        if (inside[y * width + x] == 0) {
          continue;
        }
        double votes = 0;
        double total = 0;
        for (int k = 0; k < n; k++) {
          double dx = atX[k] - x;
          double dy = atY[k] - y;
          double d2 = dx * dx + dy * dy;
          if (d2 > reach * reach || d2 < nearest * nearest) {
            continue;
          }
          double w = weight[k] / Math.sqrt(d2);
          votes += w * ((dx * dx - dy * dy) * cos[k] + 2 * dx * dy * sin[k]) / d2;
          total += w;
        }
        result[y * width + x] = (float) Math.max(0, votes);
        totals[y * width + x] = (float) total;
        most = Math.max(most, (float) total);
      }
    }
    // Few vessels, such as near the rim, are little evidence even if all of them agree.
    for (int i = 0; i < result.length; i++) {
      result[i] /= totals[i] + FEW * most + Float.MIN_NORMAL;
    }
    return result;
  }

  /**
   * Moves and sizes a disc so that its margin lies on the strongest step from bright to dark: the
   * mean over all directions of the step, each cut to a limit so that a few strong edges do not
   * win, weighted by how usual the radius is.
   *
   * @return x, y, radius, and the radius that fits best if all sizes are equally usual
   */
  double[] refined(
      float[] plane, byte[] inside, double x, double y, double radius, double from, double to) {
    double limit = stepLimit(plane, inside, x, y, radius);
    double best = Double.NEGATIVE_INFINITY;
    double bestOfAll = Double.NEGATIVE_INFINITY;
    double radiusOfAll = radius;
    double[] found = {x, y, radius};
    double shift = 0.7 * radius;
    for (double r = from; r <= to + 1e-9; r += 0.5) {
      double usual = OpticDiscLocator.usual(r / Math.max(width, height));
      for (double dy = -shift; dy <= shift; dy += 1) {
        for (double dx = -shift; dx <= shift; dx += 1) {
          double score = edge(plane, inside, x + dx, y + dy, r, limit) * Math.sqrt(r);
          if (score > bestOfAll) {
            bestOfAll = score;
            radiusOfAll = r;
          }
          if (score * usual > best) {
            best = score * usual;
            found = new double[] {x + dx, y + dy, r};
          }
        }
      }
    }
    return new double[] {found[0], found[1], found[2], radiusOfAll};
  }

  /** The part of a circle's rim that lies on a step from bright to dark, 0..1. */
  double support(float[] plane, byte[] inside, double[] circle) {
    double limit = stepLimit(plane, inside, circle[0], circle[1], circle[2]);
    double half = Math.max(1.5, 0.15 * circle[2]);
    double sum = 0;
    for (int k = 0; k < ANGLES; k++) {
      int in =
          index(circle[0] + (circle[2] - half) * COS[k], circle[1] + (circle[2] - half) * SIN[k]);
      int out =
          index(circle[0] + (circle[2] + half) * COS[k], circle[1] + (circle[2] + half) * SIN[k]);
      if (in >= 0 && out >= 0 && inside[in] != 0 && inside[out] != 0) {
        sum += Math.max(0, Math.min(1, (plane[in] - plane[out]) / limit));
      }
    }
    return sum / ANGLES;
  }

  private double stepLimit(float[] plane, byte[] inside, double x, double y, double radius) {
    double in = 0;
    double out = 0;
    int n = 0;
    for (int k = 0; k < ANGLES; k++) {
      int i = index(x + 0.5 * radius * COS[k], y + 0.5 * radius * SIN[k]);
      int o = index(x + 1.5 * radius * COS[k], y + 1.5 * radius * SIN[k]);
      if (i >= 0 && o >= 0 && inside[i] != 0 && inside[o] != 0) {
        in += plane[i];
        out += plane[o];
        n++;
      }
    }
    return n == 0 ? 0.05 : Math.max(0.01, 0.6 * (in - out) / n);
  }

  private double edge(
      float[] plane, byte[] inside, double x, double y, double radius, double limit) {
    double sum = 0;
    int n = 0;
    double half = Math.max(1.5, 0.15 * radius);
    for (int k = 0; k < ANGLES; k++) {
      int in = index(x + (radius - half) * COS[k], y + (radius - half) * SIN[k]);
      int out = index(x + (radius + half) * COS[k], y + (radius + half) * SIN[k]);
      if (in < 0 || out < 0 || inside[in] == 0 || inside[out] == 0) {
        continue;
      }
      double step = plane[in] - plane[out];
      sum += Math.max(-limit, Math.min(limit, step));
      n++;
    }
    if (n < ANGLES / 2) {
      return Double.NEGATIVE_INFINITY;
    }
    // A circle that is partly outside of the field of view has less evidence.
    return sum / n * Math.sqrt(n / (double) ANGLES);
  }

  private int index(double x, double y) {
    int column = (int) Math.round(x);
    int row = (int) Math.round(y);
    return column < 0 || column >= width || row < 0 || row >= height ? -1 : row * width + column;
  }
}
