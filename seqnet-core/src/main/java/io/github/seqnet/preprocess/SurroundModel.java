// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import java.util.Arrays;

/**
 * A color and texture model that distinguishes the surround of a photograph from the retina. It
 * consists of a joint color histogram and a texture histogram for each of the two.
 *
 * <p>Colors are compared as square roots, which spreads the dark ones. A surround whose color
 * changes over the frame is modeled by a {@link Surface} per channel, which is fitted to the
 * surround and subtracted from all colors. Texture is the standard deviation in a window of 3 x 3
 * cells.
 */
final class SurroundModel {
  private static final int BINS = 20;
  private static final int LEVELS = 12;
  private static final double LARGEST_TEXTURE = 0.15;

  /** The largest evidence of one cell, in natural logarithms, so that outliers do not decide. */
  private static final float LARGEST_EVIDENCE = 3;

  private static final double TEXTURE_WEIGHT = 0.5;

  /** The fraction of the surround's own cells whose density may be contaminated. */
  private static final double CONTAMINATED = 0.2;

  private static final double LARGEST_SURROUND = 0.97;

  private final int columns;
  private final int rows;

  /** Square roots of the colors, three planes, and the texture. */
  private final float[][] features;

  private final short[] colorBin;
  private final byte[] textureBin;

  /** For each channel, how the color of the surround changes over the frame. */
  private final Surface[] surfaces = new Surface[3];

  SurroundModel(FrameCells cells) {
    columns = cells.columns();
    rows = cells.rows();
    int n = columns * rows;
    features = new float[4][n];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < 3; c++) {
        features[c][i] = (float) Math.sqrt(Math.max(0, cells.colors()[3 * i + c]));
      }
    }
    texture();
    colorBin = new short[n];
    textureBin = new byte[n];
    for (int i = 0; i < n; i++) {
      double level = Math.sqrt(features[3][i] / LARGEST_TEXTURE) * LEVELS;
      textureBin[i] = (byte) Math.min(LEVELS - 1, (int) level);
    }
    flatten();
  }

  private void assignColorBins() {
    for (int y = 0, i = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++, i++) {
        int bin = 0;
        for (int c = 0; c < 3; c++) {
          double value = features[c][i] - surfaces[c].at(x, y);
          bin = bin * BINS + Math.max(0, Math.min(BINS - 1, (int) (value * BINS)));
        }
        colorBin[i] = (short) bin;
      }
    }
  }

  /** Assumes a surround of constant color. */
  void flatten() {
    Arrays.fill(surfaces, Surface.flat(columns, rows));
    assignColorBins();
  }

  /**
   * Fits planes to the medians of the four corners of the frame.
   *
   * @param corners for each corner, 1 for its cells: top left, top right, bottom left, bottom right
   */
  void fitCorners(byte[][] corners) {
    for (int c = 0; c < 3; c++) {
      double[] medians = new double[4];
      for (int corner = 0; corner < 4; corner++) {
        float[] values = new float[columns * rows];
        int n = 0;
        for (int i = 0; i < values.length; i++) {
          if (corners[corner][i] == 1) {
            values[n++] = features[c][i];
          }
        }
        medians[corner] = RegionKernel.percentile(Arrays.copyOf(values, n), 0.5);
      }
      double alongX = (medians[1] + medians[3] - medians[0] - medians[2]) / 4;
      double alongY = (medians[2] + medians[3] - medians[0] - medians[1]) / 4;
      surfaces[c] = Surface.plane(columns, rows, alongX, alongY);
    }
    assignColorBins();
  }

  /** Fits the surfaces to everything but the retina, without outliers such as text. */
  void fitSurfaces(byte[] retina) {
    byte[] surround = new byte[retina.length];
    for (int i = 0; i < surround.length; i++) {
      surround[i] = (byte) (1 - retina[i]);
    }
    for (int c = 0; c < 3; c++) {
      surfaces[c] = Surface.fit(features[c], surround, columns, rows).withoutConstant();
    }
    assignColorBins();
  }

  private void texture() {
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        double variance = 0;
        int top = Math.max(0, y - 1);
        int bottom = Math.min(rows - 1, y + 1);
        int left = Math.max(0, x - 1);
        int right = Math.min(columns - 1, x + 1);
        int count = (bottom - top + 1) * (right - left + 1);
        for (int c = 0; c < 3; c++) {
          double sum = 0;
          double squares = 0;
          for (int yy = top; yy <= bottom; yy++) {
            for (int xx = left; xx <= right; xx++) {
              double v = features[c][yy * columns + xx];
              sum += v;
              squares += v * v;
            }
          }
          variance += Math.max(0, squares / count - sum * sum / count / count);
        }
        features[3][y * columns + x] = (float) Math.sqrt(variance / 3);
      }
    }
  }

  /** Three planes of square roots of colors and one plane of texture. */
  float[][] features() {
    return features;
  }

  /**
   * The evidence for surround of each cell, given only cells that are known to be surround. Cells
   * that the surround's density does not explain are taken as retina.
   *
   * @param surround 1 for known surround
   * @return the logarithm of the ratio of the two densities, clipped
   */
  float[] evidenceFromSeeds(byte[] surround) {
    byte[] all = new byte[surround.length];
    Arrays.fill(all, (byte) 1);
    double[] colorSurround = colors(surround, (byte) 1);
    double[] colorAll = colors(all, (byte) 1);
    double[] textureSurround = textures(surround, (byte) 1);
    double[] textureAll = textures(all, (byte) 1);
    int seeds = 0;
    for (byte s : surround) {
      seeds += s;
    }
    float[] ratios = new float[seeds];
    int k = 0;
    for (int i = 0; i < surround.length; i++) {
      if (surround[i] == 1) {
        ratios[k++] = (float) (colorAll[colorBin[i]] / colorSurround[colorBin[i]]);
      }
    }
    double share = Math.min(LARGEST_SURROUND, RegionKernel.percentile(ratios, CONTAMINATED));
    subtract(colorAll, colorSurround, share);
    subtract(textureAll, textureSurround, share);
    return evidence(colorSurround, colorAll, textureSurround, textureAll);
  }

  /** The evidence for surround of each cell, given which cells are retina and which are not. */
  float[] evidence(byte[] retina) {
    return evidence(
        colors(retina, (byte) 0),
        colors(retina, (byte) 1),
        textures(retina, (byte) 0),
        textures(retina, (byte) 1));
  }

  private float[] evidence(
      double[] colorSurround,
      double[] colorRetina,
      double[] textureSurround,
      double[] textureRetina) {
    float[] ofColor = logRatio(colorSurround, colorRetina);
    float[] ofTexture = logRatio(textureSurround, textureRetina);
    float[] result = new float[columns * rows];
    for (int i = 0; i < result.length; i++) {
      double sum = ofColor[colorBin[i]] + TEXTURE_WEIGHT * ofTexture[textureBin[i]];
      result[i] = (float) Math.max(-LARGEST_EVIDENCE, Math.min(LARGEST_EVIDENCE, sum));
    }
    return result;
  }

  private static float[] logRatio(double[] first, double[] second) {
    float[] result = new float[first.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) Math.log(first[i] / second[i]);
    }
    return result;
  }

  private static void subtract(double[] all, double[] part, double share) {
    double least = 1e-6;
    for (int i = 0; i < all.length; i++) {
      all[i] = Math.max(least, all[i] - share * part[i]) / (1 - share);
    }
  }

  /** The density of the cells of one value over the bins of colors, smoothed. */
  private double[] colors(byte[] region, byte value) {
    double[] density = new double[BINS * BINS * BINS];
    double count = 0;
    for (int i = 0; i < region.length; i++) {
      if (region[i] == value) {
        density[colorBin[i]]++;
        count++;
      }
    }
    for (int stride = 1; stride < density.length; stride *= BINS) {
      smooth(density, stride, BINS);
    }
    return normalized(density, count);
  }

  private double[] textures(byte[] region, byte value) {
    double[] density = new double[LEVELS];
    double count = 0;
    for (int i = 0; i < region.length; i++) {
      if (region[i] == value) {
        density[textureBin[i]]++;
        count++;
      }
    }
    smooth(density, 1, LEVELS);
    return normalized(density, count);
  }

  private static void smooth(double[] density, int stride, int bins) {
    double[] line = new double[bins];
    for (int start = 0; start < density.length; start++) {
      if (start / stride % bins != 0) {
        continue;
      }
      for (int k = 0; k < bins; k++) {
        double before = density[start + Math.max(0, k - 1) * stride];
        double after = density[start + Math.min(bins - 1, k + 1) * stride];
        line[k] = 0.5 * density[start + k * stride] + 0.25 * (before + after);
      }
      for (int k = 0; k < bins; k++) {
        density[start + k * stride] = line[k];
      }
    }
  }

  private static double[] normalized(double[] density, double count) {
    // A uniform density with the weight of one cell makes every color possible.
    double prior = 1.0 / density.length;
    for (int i = 0; i < density.length; i++) {
      density[i] = (density[i] + prior) / (count + 1);
    }
    return density;
  }
}
