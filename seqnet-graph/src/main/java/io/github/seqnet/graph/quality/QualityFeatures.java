package io.github.seqnet.graph.quality;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.RgbImage;
import java.util.Arrays;

/**
 * Numbers that describe the quality of a reduced photograph within its field of view.
 *
 * @param sharpness line contrast at 1 pixel relative to that at 4 pixels
 * @param exposed share of pixels that are neither dark nor overexposed
 * @param retinaColored share of pixels with red above green and green not below blue
 * @param vessels how much dark lines exceed bright ones, the noise included
 * @param contrast 97th percentile of the dark lines' contrast relative to the mean
 */
record QualityFeatures(
    double sharpness, double exposed, double retinaColored, double vessels, double contrast) {
  private static final int ANGLES = 8;

  static QualityFeatures of(RgbImage image, BinaryMask mask, int side) {
    byte[] inside = mask.toArray();
    int width = image.width();
    int height = image.height();
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
      return new QualityFeatures(0, 0, 0, 0, 0);
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
        int area = (y1 - y0) * (x1 - x0);
        int in = 0;
        for (int yy = y0; yy < y1; yy++) {
          for (int xx = x0; xx < x1; xx++) {
            in += inside[yy * width + left + xx];
            for (int c = 0; c < 3; c++) {
              colors[c][i] += band[3 * ((yy - y0) * bandWidth + xx) + c] / area;
            }
          }
        }
        within[i] = (byte) (in == area ? 1 : 0);
      }
    }
    return of(colors, eroded(within, columns, rows, Math.max(4, side / 25)), columns, rows);
  }

  private static QualityFeatures of(float[][] colors, byte[] within, int columns, int rows) {
    int count = 0;
    int exposed = 0;
    int colored = 0;
    for (int i = 0; i < within.length; i++) {
      if (within[i] != 0) {
        float red = colors[0][i];
        float green = colors[1][i];
        float blue = colors[2][i];
        float most = Math.max(red, Math.max(green, blue));
        count++;
        exposed += most > 0.12 && Math.min(red, Math.min(green, blue)) < 0.98 ? 1 : 0;
        colored += red > green + 0.03 && green > blue - 0.03 ? 1 : 0;
      }
    }
    if (count == 0) {
      return new QualityFeatures(0, 0, 0, 0, 0);
    }
    double[] fine = lines(colors[1], within, columns, rows, 1);
    double[] middle = lines(colors[1], within, columns, rows, 2);
    double[] coarse = lines(colors[1], within, columns, rows, 4);
    return new QualityFeatures(
        fine[0] / (coarse[0] + 1e-3),
        exposed / (double) count,
        colored / (double) count,
        middle[0] / (middle[1] + 0.004),
        middle[0]);
  }

  /**
   * Contrast of lines: at each pixel, the mean along a segment of each direction is compared with
   * the means of two parallel segments.
   *
   * @return the 97th percentile of the contrast of dark lines and that of bright lines
   */
  private static double[] lines(float[] plane, byte[] within, int columns, int rows, int scale) {
    int length = 5;
    float[] dark = new float[plane.length];
    float[] bright = new float[plane.length];
    int n = 0;
    for (int y = 0; y < rows; y += 2) {
      for (int x = 0; x < columns; x += 2) {
        if (within[y * columns + x] == 0) {
          continue;
        }
        float most = 0;
        float least = 0;
        for (int a = 0; a < ANGLES; a++) {
          double cos = Math.cos(Math.PI * a / ANGLES);
          double sin = Math.sin(Math.PI * a / ANGLES);
          float on = 0;
          float one = 0;
          float other = 0;
          for (int k = -length; k <= length; k++) {
            double px = x + k * cos;
            double py = y + k * sin;
            on += at(plane, columns, rows, px, py);
            one += at(plane, columns, rows, px - 2 * scale * sin, py + 2 * scale * cos);
            other += at(plane, columns, rows, px + 2 * scale * sin, py - 2 * scale * cos);
          }
          float mean = (on + one + other) / 3 + 0.02f * (2 * length + 1);
          most = Math.max(most, (Math.min(one, other) - on) / mean);
          least = Math.max(least, (on - Math.max(one, other)) / mean);
        }
        dark[n] = most;
        bright[n++] = least;
      }
    }
    return new double[] {percentile(dark, n), percentile(bright, n)};
  }

  private static double percentile(float[] values, int n) {
    if (n == 0) {
      return 0;
    }
    Arrays.sort(values, 0, n);
    return values[(int) (0.97 * (n - 1))];
  }

  private static float at(float[] plane, int columns, int rows, double x, double y) {
    int column = Math.max(0, Math.min(columns - 1, (int) Math.round(x)));
    int row = Math.max(0, Math.min(rows - 1, (int) Math.round(y)));
    return plane[row * columns + column];
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
