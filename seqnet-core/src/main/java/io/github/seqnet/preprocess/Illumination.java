// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.Arrays;

/**
 * Illumination correction: removes uneven lighting and the color cast of a photograph, so that a
 * vessel has about the same color everywhere and in every photograph.
 *
 * <p>In each channel, a pixel v becomes its contrast with the surrounding retina, {@code (v + 0.02)
 * / (b + 0.02) - 1}. The background b is the mean over an approximately Gaussian window (three box
 * filters) with a standard deviation of 1/46 of the longer side, restricted to the field of view.
 * The contrasts of a channel are divided by the root mean square of those below 0.5. The result is
 * 0.5 plus 0.12 times the quotient, clipped to 0..1.
 *
 * <p>The field of view is first extended by a rim of 1/272 of the longer side, because the embedded
 * model was trained with fields of view that include it, and its dark pixels affect the contrast of
 * the result. Pixels outside of the extended field of view are 0.
 *
 * <p>The published SeqNet has no such step. It makes arteries and veins easier to distinguish in
 * photographs of cameras that a network was not trained on.
 *
 * <p>Cost: about 20 passes over each channel and 32 bytes per pixel. Stateless and thread-safe.
 */
public final class Illumination {
  /** The radius of the box filters as a fraction of the longer side. */
  private static final double RADIUS = 12.0 / 576;

  /**
   * The width of the rim as a fraction of the longer side. It reproduces the contrast that the
   * embedded model was trained with.
   */
  private static final double RIM = 1.0 / 272;

  private static final int BOXES = 3;

  /** The number of rows transposed at a time, whose lines stay in the cache. */
  private static final int TILE = 16;

  /** Limits the noise of dark channels. */
  private static final float DARK = 0.02f;

  private static final float RETINA = 0.5f;
  private static final float SPREAD = 0.12f;
  private static final float LEAST_DEVIATION = 0.001f;

  /**
   * Larger contrasts are not vessels but frame inside of a field of view that is slightly too
   * large.
   */
  private static final float LARGEST_CONTRAST = 0.5f;

  private Illumination() {}

  /** As {@link #even(RgbImage, FieldOfView)}, with the field of view located in the image. */
  public static RgbImage even(RgbImage image) {
    return even(image, FieldOfViewFinder.find(image));
  }

  /**
   * Corrects the illumination.
   *
   * @param view the field of view, of the size of the image
   * @throws IllegalArgumentException if the sizes differ
   */
  public static RgbImage even(RgbImage image, FieldOfView view) {
    int width = image.width();
    int height = image.height();
    BinaryMask mask = view.mask();
    if (mask.width() != width || mask.height() != height) {
      throw new IllegalArgumentException(
          "the field of view must be %d x %d pixels as the image, got %d x %d"
              .formatted(width, height, mask.width(), mask.height()));
    }
    int side = Math.max(width, height);
    byte[] inside = withRim(mask.toArray(), width, height, (int) Math.round(RIM * side));
    int radius = Math.max(1, (int) Math.round(RADIUS * side));
    float[] area = new float[width * height];
    for (int i = 0; i < area.length; i++) {
      area[i] = inside[i];
    }
    float[] turned = new float[area.length];
    float[] light = new float[area.length];
    float[] values = new float[area.length];
    blur(area, turned, light, width, height, radius);
    System.arraycopy(light, 0, area, 0, area.length);
    float[] samples = image.toArray();
    for (int channel = 0; channel < 3; channel++) {
      copy(samples, channel, inside, values);
      blur(values, turned, light, width, height, radius);
      toContrasts(values, light, area, inside);
      write(values, SPREAD / deviation(values, inside), inside, samples, channel);
    }
    return RgbImage.wrap(width, height, samples);
  }

  /** Adds the pixels that lie at most {@code rim} px away. */
  private static byte[] withRim(byte[] inside, int width, int height, int rim) {
    byte[] grown = new byte[inside.length];
    int[] before = new int[width + 1];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        before[x + 1] = before[x] + (inside[y * width + x] == 0 ? 0 : 1);
      }
      if (before[width] == 0) {
        continue;
      }
      for (int dy = -rim; dy <= rim; dy++) {
        if (y + dy >= 0 && y + dy < height) {
          int reach = (int) Math.sqrt(rim * rim - dy * dy);
          for (int x = 0; x < width; x++) {
            if (before[Math.min(width, x + reach + 1)] > before[Math.max(0, x - reach)]) {
              grown[(y + dy) * width + x] = 1;
            }
          }
        }
      }
    }
    return grown;
  }

  private static void copy(float[] samples, int channel, byte[] inside, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = inside[i] == 0 ? 0 : samples[3 * i + channel];
    }
  }

  private static void toContrasts(float[] values, float[] light, float[] area, byte[] inside) {
    for (int i = 0; i < values.length; i++) {
      if (inside[i] != 0) {
        values[i] = (values[i] + DARK) / (light[i] / area[i] + DARK) - 1;
      }
    }
  }

  /** The root mean square of the contrasts that may be retina. */
  private static float deviation(float[] contrasts, byte[] inside) {
    double squares = 0;
    int count = 0;
    for (int i = 0; i < contrasts.length; i++) {
      if (inside[i] != 0 && Math.abs(contrasts[i]) < LARGEST_CONTRAST) {
        squares += contrasts[i] * contrasts[i];
        count++;
      }
    }
    return (float) Math.sqrt(squares / Math.max(1, count)) + LEAST_DEVIATION;
  }

  private static void write(
      float[] contrasts, float scale, byte[] inside, float[] samples, int channel) {
    for (int i = 0; i < contrasts.length; i++) {
      samples[3 * i + channel] =
          inside[i] == 0 ? 0 : Math.max(0, Math.min(1, RETINA + scale * contrasts[i]));
    }
  }

  /**
   * Three box filters along each side, without values beyond the border.
   *
   * @param values the plane, which stays
   * @param turned overwritten
   * @param result receives the blurred plane
   */
  private static void blur(
      float[] values, float[] turned, float[] result, int width, int height, int radius) {
    transpose(values, width, height, turned);
    blurColumns(turned, result, height, width, radius);
    transpose(result, height, width, turned);
    blurColumns(turned, result, width, height, radius);
  }

  /**
   * Filters all columns at once, row by row, because rows are contiguous in memory.
   *
   * @param values overwritten
   */
  private static void blurColumns(
      float[] values, float[] result, int width, int height, int radius) {
    float share = 1f / (2 * radius + 1);
    float[] from = values;
    // An odd number of filters ends in the result.
    float[] to = result;
    float[] sums = new float[width];
    for (int pass = 0; pass < BOXES; pass++) {
      Arrays.fill(sums, 0);
      for (int y = 0; y < Math.min(radius, height); y++) {
        add(from, y * width, sums);
      }
      for (int y = 0; y < height; y++) {
        int enters = y + radius;
        int leaves = y - radius - 1;
        if (enters < height && leaves >= 0) {
          move(from, enters * width, leaves * width, sums);
        } else if (enters < height) {
          add(from, enters * width, sums);
        } else if (leaves >= 0) {
          subtract(from, leaves * width, sums);
        }
        multiply(sums, share, to, y * width);
      }
      float[] swap = from;
      from = to;
      to = swap;
    }
  }

  private static void add(float[] values, int at, float[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += values[at + x];
    }
  }

  private static void subtract(float[] values, int at, float[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] -= values[at + x];
    }
  }

  private static void move(float[] values, int enters, int leaves, float[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] = sums[x] + values[enters + x] - values[leaves + x];
    }
  }

  private static void multiply(float[] sums, float share, float[] result, int at) {
    for (int x = 0; x < sums.length; x++) {
      result[at + x] = sums[x] * share;
    }
  }

  /** Transposes a plane of {@code width} x {@code height}. */
  private static void transpose(float[] values, int width, int height, float[] result) {
    for (int top = 0; top < height; top += TILE) {
      int bottom = Math.min(height, top + TILE);
      for (int x = 0; x < width; x++) {
        for (int y = top; y < bottom; y++) {
          result[x * height + y] = values[y * width + x];
        }
      }
    }
  }
}
