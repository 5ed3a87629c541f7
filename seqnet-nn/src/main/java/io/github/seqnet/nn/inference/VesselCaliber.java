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
    float[] values = vessels.toArray();
    double sum = 0;
    double variation = 0;
    for (int y = 0; y + 1 < height; y++) {
      for (int x = 0; x + 1 < width; x++) {
        int i = y * width + x;
        double value = values[i];
        sum += value;
        double across = values[i + 1] - value;
        double down = values[i + width] - value;
        variation += Math.sqrt(across * across + down * down);
      }
    }
    return sum < LEAST_SHARE * values.length || variation == 0 ? 0 : 2 * sum / variation;
  }
}
