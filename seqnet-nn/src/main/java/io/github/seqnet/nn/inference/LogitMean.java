// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.preprocess.Resampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Averages probability maps of one image: the mean of their logits. Stateless. */
public final class LogitMean {
  /** Probabilities closer than this to 0 or 1 count as this far away. */
  private static final float LEAST = 1e-6f;

  private LogitMean() {}

  /**
   * The mean of the logits of maps.
   *
   * @param maps at least one, of any sizes
   * @return a map of the size of the last
   * @throws IllegalArgumentException if there are no maps
   */
  public static ProbabilityMap of(List<ProbabilityMap> maps) {
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("maps must not be empty");
    }
    ProbabilityMap last = maps.get(maps.size() - 1);
    if (maps.size() == 1) {
      return last;
    }
    int width = last.width();
    List<ProbabilityMap> same =
        maps.stream().map(map -> Resampler.resize(map, width, last.height())).toList();
    float[] values = new float[width * last.height()];
    float[][] rows = new float[maps.size()][width];
    for (int y = 0; y < last.height(); y++) {
      for (int i = 0; i < rows.length; i++) {
        same.get(i).copyTo(0, y, width, 1, rows[i], 0, width);
      }
      float[] mean = rows.length == 2 ? ofTwo(rows[0], rows[1]) : of(rows);
      System.arraycopy(mean, 0, values, y * width, width);
    }
    return ProbabilityMap.wrap(width, last.height(), values);
  }

  /**
   * Averages each map of one image with the same map at another size.
   *
   * @param maps the maps
   * @param others the same maps at the other size
   * @return the mean of the logits of each map and its other, at the size of the map
   * @throws IllegalArgumentException if there is another number of maps
   */
  public static List<ProbabilityMap> ofEach(
      List<ProbabilityMap> maps, List<ProbabilityMap> others) {
    if (others.size() != maps.size()) {
      throw new IllegalArgumentException(
          "others must be " + maps.size() + " maps, got " + others.size());
    }
    List<ProbabilityMap> means = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      means.add(of(List.of(others.get(i), maps.get(i))));
    }
    return means;
  }

  /** Puts the mean of rows into the first: the logarithm of a root of the product of odds. */
  private static float[] of(float[][] rows) {
    double[] odds = new double[rows[0].length];
    Arrays.fill(odds, 1);
    for (float[] row : rows) {
      for (int x = 0; x < odds.length; x++) {
        double p = clamped(row[x]);
        odds[x] *= p / (1 - p);
      }
    }
    for (int x = 0; x < odds.length; x++) {
      double mean = Math.pow(odds[x], 1.0 / rows.length);
      rows[0][x] = (float) (mean / (1 + mean));
    }
    return rows[0];
  }

  /** As {@link #of(float[][])}, in single precision: the JIT compiler vectorizes this loop. */
  private static float[] ofTwo(float[] first, float[] second) {
    for (int x = 0; x < first.length; x++) {
      float p = clamped(first[x]);
      float q = clamped(second[x]);
      float mean = (float) Math.sqrt(p * q / ((1 - p) * (1 - q)));
      first[x] = mean / (1 + mean);
    }
    return first;
  }

  private static float clamped(float probability) {
    return Math.max(LEAST, Math.min(1 - LEAST, probability));
  }
}
