// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;

/**
 * Resizes images, probability maps, masks and labels.
 *
 * <p>Images and probability maps are resampled as scikit-image 0.26 {@code resize} does by default,
 * to within rounding: bilinear interpolation with aligned pixel centers (the center of output pixel
 * {@code j} lies at {@code (j + 0.5) * n / m - 0.5} of the input), preceded by a Gaussian filter
 * along each side that shrinks, with {@code sigma = (n / m - 1) / 2}, truncated at four sigma.
 * Beyond the border the image is mirrored without repeating the border pixel. The result stays
 * within the range of the input.
 *
 * <p>Cost: Gaussian and interpolation of each side form one set of weights that is computed once.
 * Each input row is filtered once, and only the filtered rows that one output row needs are held.
 * Sums have double precision. All methods are stateless and thread-safe.
 */
public final class Resampler {
  private Resampler() {}

  /**
   * Resamples an image.
   *
   * @param width the new number of columns, at least 1
   * @param height the new number of rows, at least 1
   * @throws IllegalArgumentException if a side is below 1, or the result is larger than one array
   */
  public static RgbImage resize(RgbImage image, int width, int height) {
    checkSize(width, height);
    if (image.width() == width && image.height() == height) {
      return image;
    }
    float[] samples =
        ResamplerKernel.resize(
            (y, row) -> image.copyTo(0, y, image.width(), 1, row, 0, 0),
            image.width(),
            image.height(),
            3,
            width,
            height);
    return RgbImage.wrap(width, height, samples);
  }

  /**
   * Computes a rectangle of a resampled image: the same pixels as those of the whole image, without
   * making the others.
   *
   * @param width the number of columns of the whole image, at least 1
   * @param height the number of rows of the whole image, at least 1
   * @param left the first column of the rectangle
   * @param top the first row of the rectangle
   */
  static RgbImage resizePart(
      RgbImage image, int width, int height, int left, int top, int columns, int rows) {
    checkSize(width, height);
    float[] samples;
    if (image.width() == width && image.height() == height) {
      samples = new float[3 * columns * rows];
      image.copyTo(left, top, columns, rows, samples, 0, 3 * columns);
    } else {
      samples =
          ResamplerKernel.resize(
              (y, row) -> image.copyTo(0, y, image.width(), 1, row, 0, 0),
              image.width(),
              image.height(),
              3,
              width,
              height,
              new ResamplerKernel.Part(left, top, columns, rows));
    }
    return RgbImage.wrap(columns, rows, samples);
  }

  /**
   * Resamples a probability map.
   *
   * @param width the new number of columns, at least 1
   * @param height the new number of rows, at least 1
   * @throws IllegalArgumentException if a side is below 1, or the result is larger than one array
   */
  public static ProbabilityMap resize(ProbabilityMap map, int width, int height) {
    checkSize(width, height);
    if (map.width() == width && map.height() == height) {
      return map;
    }
    float[] values =
        ResamplerKernel.resize(
            (y, row) -> map.copyTo(0, y, map.width(), 1, row, 0, 0),
            map.width(),
            map.height(),
            1,
            width,
            height);
    return ProbabilityMap.wrap(width, height, values);
  }

  /**
   * Resamples all maps of a prediction.
   *
   * @param width the new number of columns, at least 1
   * @param height the new number of rows, at least 1
   * @throws IllegalArgumentException if a side is below 1, or the result is larger than one array
   */
  public static VesselMaps resize(VesselMaps maps, int width, int height) {
    return new VesselMaps(
        resize(maps.vessel(), width, height),
        resize(maps.artery(), width, height),
        resize(maps.vein(), width, height));
  }

  /**
   * Resamples a mask as a map of 0 and 1, and sets the pixels that are more than half covered.
   *
   * @param width the new number of columns, at least 1
   * @param height the new number of rows, at least 1
   * @throws IllegalArgumentException if a side is below 1, or the result is larger than one array
   */
  public static BinaryMask resize(BinaryMask mask, int width, int height) {
    checkSize(width, height);
    if (mask.width() == width && mask.height() == height) {
      return mask;
    }
    byte[] set = mask.toArray();
    float[] resized =
        ResamplerKernel.resize(
            (y, row) -> {
              for (int x = 0; x < row.length; x++) {
                row[x] = set[y * row.length + x];
              }
            },
            mask.width(),
            mask.height(),
            1,
            width,
            height);
    byte[] result = new byte[resized.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) (resized[i] > 0.5f ? 1 : 0);
    }
    return BinaryMask.wrap(width, height, result);
  }

  /**
   * Resamples labels: each pixel takes the label of the input pixel nearest to its center (the one
   * to the right and below where two are equally near).
   *
   * @param width the new number of columns, at least 1
   * @param height the new number of rows, at least 1
   * @throws IllegalArgumentException if a side is below 1, or the result is larger than one array
   */
  public static ArteryVeinMap resizeNearest(ArteryVeinMap labels, int width, int height) {
    checkSize(width, height);
    if (labels.width() == width && labels.height() == height) {
      return labels;
    }
    byte[] codes = labels.toArray();
    byte[] resized = new byte[width * height];
    int[] columns = new int[width];
    for (int x = 0; x < width; x++) {
      columns[x] = nearest(x, width, labels.width());
    }
    for (int y = 0, i = 0; y < height; y++) {
      int row = nearest(y, height, labels.height()) * labels.width();
      for (int x = 0; x < width; x++, i++) {
        resized[i] = codes[row + columns[x]];
      }
    }
    return ArteryVeinMap.wrap(width, height, resized);
  }

  /**
   * The index of the pixel nearest to the center of pixel {@code position} when a side of {@code
   * size} pixels is resized to {@code otherSize} pixels.
   *
   * @param position 0..size-1
   * @return 0..otherSize-1
   */
  public static int nearest(int position, int size, int otherSize) {
    return (int) ((2L * position + 1) * otherSize / (2L * size));
  }

  private static void checkSize(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "new size must be at least 1 x 1 pixels, got " + width + " x " + height);
    }
    if ((long) width * height > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "new size of " + width + " x " + height + " pixels is larger than one Java array");
    }
  }
}
