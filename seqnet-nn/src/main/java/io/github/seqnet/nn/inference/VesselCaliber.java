// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.image.ProbabilityMap;

/**
 * Estimates the mean caliber of the vessels in a probability map, in px, without a threshold: twice
 * the sum of the map divided by its total variation. For a ribbon of length {@code n} and width
 * {@code w} the sum is {@code n * w}, and each of its two edges adds {@code n} to the total
 * variation.
 *
 * <p>At a fixed size of the field of view, the caliber indicates the angle of a camera: the
 * narrower the angle, the wider the vessels. {@link WindowStrategy#caliber()} uses it. It is not a
 * biomarker, because it depends on the number of narrow vessels that a network finds.
 */
public final class VesselCaliber {
  /** A map with less than this share of vessels has no caliber. */
  private static final double LEAST_SHARE = 0.005;

  private VesselCaliber() {}

  /**
   * Measures the caliber.
   *
   * @param vessels the vessel map of a photograph
   * @return the caliber in px; 0 if the map shows hardly any vessels
   */
  public static double of(ProbabilityMap vessels) {
    int width = vessels.width();
    int height = vessels.height();
    float[] row = new float[width];
    float[] next = new float[width];
    vessels.copyTo(0, 0, width, 1, next, 0, width);
    double sum = 0;
    double variation = 0;
    for (int y = 0; y + 1 < height; y++) {
      float[] swap = row;
      row = next;
      next = swap;
      vessels.copyTo(0, y + 1, width, 1, next, 0, width);
      for (int x = 0; x + 1 < width; x++) {
        double value = row[x];
        sum += value;
        double across = row[x + 1] - value;
        double down = next[x] - value;
        variation += Math.sqrt(across * across + down * down);
      }
    }
    double pixels = (double) width * height;
    return sum < LEAST_SHARE * pixels || variation == 0 ? 0 : 2 * sum / variation;
  }
}
