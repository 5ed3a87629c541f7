// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import java.util.Arrays;

/** Array kernels of {@link Resampler}: separable resampling. */
final class ResamplerKernel {
  private ResamplerKernel() {}

  /** Copies one row of the input. */
  @FunctionalInterface
  interface RowSource {
    void copyRow(int y, float[] row);
  }

  /** A rectangle of the result. */
  record Part(int left, int top, int width, int height) {}

  /** Resamples a whole image. */
  static float[] resize(
      RowSource source, int width, int height, int channels, int newWidth, int newHeight) {
    Part whole = new Part(0, 0, newWidth, newHeight);
    return resize(source, width, height, channels, newWidth, newHeight, whole);
  }

  /**
   * Computes a rectangle of a resampled image. Filters each input row once along x and keeps the
   * filtered rows that the current output row needs in a ring. Weights are not negative and add up
   * to 1 up to rounding of doubles, which is far below that of floats, so no result leaves the
   * range of the input.
   */
  static float[] resize(
      RowSource source,
      int width,
      int height,
      int channels,
      int newWidth,
      int newHeight,
      Part part) {
    long length = (long) part.width * part.height * channels;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "new size of "
              + part.width
              + " x "
              + part.height
              + " pixels is larger than one Java array");
    }
    Weights across = Weights.of(width, newWidth);
    Weights down = Weights.of(height, newHeight);
    float[] result = new float[(int) length];
    float[] row = new float[width * channels];
    int rowLength = part.width * channels;
    double[][] ring = new double[down.longest][rowLength];
    double[] sums = new double[rowLength];
    int filtered = down.first[part.top];
    for (int y = 0; y < part.height; y++) {
      int first = down.first[part.top + y];
      int offset = down.offset[part.top + y];
      int taps = down.offset[part.top + y + 1] - offset;
      for (; filtered < first + taps; filtered++) {
        source.copyRow(filtered, row);
        filterRow(row, channels, across, part.left, ring[filtered % ring.length]);
      }
      Arrays.fill(sums, 0.0);
      for (int t = 0; t < taps; t++) {
        addScaled(ring[(first + t) % ring.length], down.weight[offset + t], sums);
      }
      int out = y * rowLength;
      for (int i = 0; i < rowLength; i++) {
        result[out + i] = (float) sums[i];
      }
    }
    return result;
  }

  /** Filters a row, from an output column on, as many columns as there is room for. */
  private static void filterRow(
      float[] row, int channels, Weights across, int left, double[] filtered) {
    int[] first = across.first;
    int[] offset = across.offset;
    double[] weight = across.weight;
    int end = left + filtered.length / channels;
    if (channels == 1 && across.longest <= 2) {
      filterPairs(row, across, left, filtered);
      return;
    }
    if (channels == 3) {
      for (int x = left, i = 0; x < end; x++, i += 3) {
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int t = offset[x], s = first[x] * 3; t < offset[x + 1]; t++, s += 3) {
          double w = weight[t];
          red += w * row[s];
          green += w * row[s + 1];
          blue += w * row[s + 2];
        }
        filtered[i] = red;
        filtered[i + 1] = green;
        filtered[i + 2] = blue;
      }
      return;
    }
    for (int x = left, i = 0; x < end; x++) {
      for (int c = 0; c < channels; c++, i++) {
        double sum = 0;
        for (int t = offset[x], s = first[x] * channels + c; t < offset[x + 1]; t++) {
          sum += weight[t] * row[s];
          s += channels;
        }
        filtered[i] = sum;
      }
    }
  }

  /** Filters one channel where each output has one or two inputs, as in enlargement. */
  private static void filterPairs(float[] row, Weights across, int left, double[] filtered) {
    int[] first = across.first;
    int[] offset = across.offset;
    double[] weight = across.weight;
    for (int i = 0; i < filtered.length; i++) {
      int x = left + i;
      int at = offset[x];
      double sum = weight[at] * row[first[x]];
      filtered[i] = offset[x + 1] - at == 1 ? sum : sum + weight[at + 1] * row[first[x] + 1];
    }
  }

  private static void addScaled(double[] row, double weight, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * row[i];
    }
  }

  /**
   * The weights of {@code m} output positions over {@code n} input positions: output j has the
   * weights {@code weight[offset[j] .. offset[j + 1] - 1]} for the inputs from {@code first[j]} on.
   * Both ends of that range increase with j.
   */
  private static final class Weights {
    final int[] first;
    final int[] offset;
    double[] weight;
    final int longest;

    private Weights(int n, int m) {
      first = new int[m];
      offset = new int[m + 1];
      weight = new double[Math.max(16, 2 * m)];
      double factor = (double) n / m;
      double[] gaussian = gaussian(Math.max(0.0, (factor - 1) / 2));
      int radius = gaussian.length / 2;
      // One output reaches 2 * radius + 2 input positions before mirroring.
      double[] dense = new double[Math.min(n, 2 * radius + 2)];
      int most = 0;
      for (int j = 0; j < m; j++) {
        double center = (j + 0.5) * factor - 0.5;
        int left = (int) Math.floor(center);
        double share = center - left;
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        for (int i = left - radius; i <= left + 1 + radius; i++) {
          int at = mirror(i, n);
          low = Math.min(low, at);
          high = Math.max(high, at);
        }
        Arrays.fill(dense, 0.0);
        for (int k = -radius; k <= radius; k++) {
          dense[mirror(left + k, n) - low] += (1 - share) * gaussian[k + radius];
          dense[mirror(left + 1 + k, n) - low] += share * gaussian[k + radius];
        }
        int taps = high - low + 1;
        if (dense[taps - 1] == 0 && taps > 1) {
          taps--;
        }
        first[j] = low;
        offset[j + 1] = offset[j] + taps;
        if (offset[j + 1] > weight.length) {
          weight = Arrays.copyOf(weight, Math.max(2 * weight.length, offset[j + 1]));
        }
        System.arraycopy(dense, 0, weight, offset[j], taps);
        most = Math.max(most, taps);
      }
      longest = most;
    }

    static Weights of(int n, int m) {
      return new Weights(n, m);
    }

    /** The normalized Gaussian of {@code 2 * radius + 1} weights, radius = four sigma, rounded. */
    private static double[] gaussian(double sigma) {
      if (sigma <= 1e-15) {
        return new double[] {1.0};
      }
      int radius = (int) (4.0 * sigma + 0.5);
      double[] weights = new double[2 * radius + 1];
      double sum = 0;
      for (int i = -radius; i <= radius; i++) {
        double w = Math.exp(-0.5 * i * i / (sigma * sigma));
        weights[i + radius] = w;
        sum += w;
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= sum;
      }
      return weights;
    }

    /** The position in 0..n-1 that a position outside mirrors, the border pixel not repeated. */
    private static int mirror(int i, int n) {
      if (i >= 0 && i < n) {
        return i;
      }
      if (n == 1) {
        return 0;
      }
      int period = 2 * (n - 1);
      int at = Math.floorMod(i, period);
      return at < n ? at : period - at;
    }
  }
}
