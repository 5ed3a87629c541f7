// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.quality;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.RgbImage;
import java.util.Arrays;

/**
 * Numbers that describe the quality of a reduced photograph within its field of view. All but the
 * exposure are computed on colors divided by the bright level of the retina (90th percentile of the
 * largest channel), so that they do not depend on the brightness.
 *
 * @param complete area of the field of view relative to a disc of its larger extent, at most 1
 * @param uncovered area of the field of view relative to the part of its circle within the frame, 1
 *     if its outline is not round
 * @param sharpness contrast of dark lines at 1 pixel relative to that at 4 pixels; the square of
 *     the bright lines' contrast, which noise causes, is subtracted from that of the dark ones
 * @param exposed part of the retina that is neither dark nor overexposed
 * @param retinaColored part of the retina with red above green and green not below blue
 * @param vessels contrast of dark lines over that of bright lines at 2 pixels
 * @param vesselFree largest connected part of the retina that is far from every visible vessel
 */
record QualityFeatures(
    double complete,
    double uncovered,
    double sharpness,
    double exposed,
    double retinaColored,
    double vessels,
    double vesselFree) {
  private static final QualityFeatures NOTHING = new QualityFeatures(0, 0, 0, 0, 0, 0, 1);

  /** The largest channel, in 0..1, of a pixel that is black and of one that is bright enough. */
  private static final double BLACK = 0.06;

  private static final double BRIGHT = 0.18;

  /** A pixel is overexposed if its smallest channel reaches this part of the largest of all. */
  private static final double CLIPPED = 0.98;

  static QualityFeatures of(RgbImage image, BinaryMask mask, int side) {
    byte[] inside = mask.toArray();
    int width = image.width();
    int height = image.height();
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    long area = 0;
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        if (inside[i] != 0) {
          area++;
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    if (right < 0) {
      return NOTHING;
    }
    double factor = Math.max(1, Math.max(right - left + 1, bottom - top + 1) / (double) side);
    int columns = Math.max(1, (int) ((right - left + 1) / factor));
    int rows = Math.max(1, (int) ((bottom - top + 1) / factor));
    float[][] colors = new float[3][columns * rows];
    byte[] within = new byte[columns * rows];
    float[] band = new float[3 * (right - left + 1) * ((int) Math.ceil(factor) + 1)];
    int bandWidth = right - left + 1;
    for (int y = 0, i = 0; y < rows; y++) {
      int y0 = top + (int) (y * factor);
      int y1 = Math.max(y0 + 1, Math.min(height, top + (int) ((y + 1) * factor)));
      image.copyTo(left, y0, bandWidth, y1 - y0, band, 0, 3 * bandWidth);
      for (int x = 0; x < columns; x++, i++) {
        int x0 = (int) (x * factor);
        int x1 = Math.max(x0 + 1, Math.min(bandWidth, (int) ((x + 1) * factor)));
        int pixels = (y1 - y0) * (x1 - x0);
        int in = 0;
        for (int yy = y0; yy < y1; yy++) {
          for (int xx = x0; xx < x1; xx++) {
            in += inside[yy * width + left + xx];
            for (int c = 0; c < 3; c++) {
              colors[c][i] += band[3 * ((yy - y0) * bandWidth + xx) + c] / pixels;
            }
          }
        }
        within[i] = (byte) (in == pixels ? 1 : 0);
      }
    }
    double extent = Math.max(right - left, bottom - top) + 1.0;
    double complete = Math.min(1, area / (Math.PI / 4 * extent * extent));
    double uncovered =
        RoundOutline.uncovered(
            within, columns, rows, -left / factor, -top / factor, width / factor, height / factor);
    byte[] retina = eroded(within, columns, rows, Math.max(4, side / 25));
    return of(colors, retina, columns, rows, complete, uncovered);
  }

  private static QualityFeatures of(
      float[][] colors, byte[] retina, int columns, int rows, double complete, double uncovered) {
    float[] largest = new float[retina.length];
    int count = 0;
    for (int i = 0; i < retina.length; i++) {
      if (retina[i] != 0) {
        largest[count++] = Math.max(colors[0][i], Math.max(colors[1][i], colors[2][i]));
      }
    }
    Arrays.sort(largest, 0, count);
    float level = count == 0 ? 0 : largest[(int) (0.9 * (count - 1))];
    if (!(level > 0)) {
      return NOTHING;
    }
    float most = largest[count - 1];
    double exposed = 0;
    int colored = 0;
    for (int i = 0; i < retina.length; i++) {
      if (retina[i] != 0) {
        float red = colors[0][i];
        float green = colors[1][i];
        float blue = colors[2][i];
        double light = Math.max(red, Math.max(green, blue));
        boolean clipped = Math.min(red, Math.min(green, blue)) >= CLIPPED * most;
        exposed += clipped ? 0 : Math.max(0, Math.min(1, (light - BLACK) / (BRIGHT - BLACK)));
        colored += red > green + 0.04f * level && green > blue - 0.04f * level ? 1 : 0;
      }
    }
    float[] green = new float[retina.length];
    for (int i = 0; i < green.length; i++) {
      green[i] = colors[1][i] / level;
    }
    LineContrast fine = LineContrast.of(green, retina, columns, rows, 1);
    LineContrast middle = LineContrast.of(green, retina, columns, rows, 2);
    LineContrast coarse = LineContrast.of(green, retina, columns, rows, 4);
    double signal =
        Math.sqrt(Math.max(0, fine.dark() * fine.dark() - fine.bright() * fine.bright()));
    return new QualityFeatures(
        complete,
        uncovered,
        signal / (coarse.dark() + 2e-3),
        exposed / count,
        colored / (double) count,
        middle.dark() / (middle.bright() + 0.004),
        middle.vesselFree());
  }

  /** Clears cells whose square neighborhood is not all set or leaves the image. */
  private static byte[] eroded(byte[] region, int columns, int rows, int radius) {
    int[] sums = new int[(columns + 1) * (rows + 1)];
    for (int y = 0; y < rows; y++) {
      int sum = 0;
      for (int x = 0; x < columns; x++) {
        sum += region[y * columns + x];
        sums[(y + 1) * (columns + 1) + x + 1] = sums[y * (columns + 1) + x + 1] + sum;
      }
    }
    byte[] result = new byte[region.length];
    int full = (2 * radius + 1) * (2 * radius + 1);
    for (int y = radius; y < rows - radius; y++) {
      for (int x = radius; x < columns - radius; x++) {
        int low = (y - radius) * (columns + 1);
        int high = (y + radius + 1) * (columns + 1);
        int set =
            sums[high + x + radius + 1]
                - sums[high + x - radius]
                - sums[low + x + radius + 1]
                + sums[low + x - radius];
        result[y * columns + x] = (byte) (set == full ? 1 : 0);
      }
    }
    return result;
  }
}
