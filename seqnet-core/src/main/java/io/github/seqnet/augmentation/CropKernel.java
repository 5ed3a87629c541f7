// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

/** Samples crops of a transformed image without computing the whole image. */
final class CropKernel {
  /** The code of pixels outside of the image, in addition to the codes of labels. */
  static final byte OUTSIDE = 5;

  private CropKernel() {}

  /**
   * Samples a photograph bilinearly; pixels outside of it are 0.
   *
   * @param source read: interleaved RGB, {@code width x height}
   * @param map from pixel (x, y) of the crop to the source
   * @param target written from {@code offset} on: interleaved RGB, {@code size x size}
   * @param coverage written: the fraction of each pixel inside of the image, {@code size x size}
   */
  static void sample(
      float[] source,
      int width,
      int height,
      AffineMap map,
      int size,
      float[] target,
      int offset,
      float[] coverage) {
    int rowStep = width * 3;
    int t = offset;
    int c = 0;
    for (int y = 0; y < size; y++) {
      double rowX = map.xy() * y + map.x0();
      double rowY = map.yy() * y + map.y0();
      for (int x = 0; x < size; x++, t += 3, c++) {
        double sx = map.xx() * x + rowX;
        double sy = map.yx() * x + rowY;
        if (!(sx > -1 && sx < width && sy > -1 && sy < height)) {
          target[t] = 0;
          target[t + 1] = 0;
          target[t + 2] = 0;
          coverage[c] = 0;
          continue;
        }
        int x0 = (int) (sx + 1) - 1;
        int y0 = (int) (sy + 1) - 1;
        float fx = (float) (sx - x0);
        float fy = (float) (sy - y0);
        float w11 = fx * fy;
        float w01 = fx - w11;
        float w10 = fy - w11;
        float w00 = 1 - fx - w10;
        if (x0 >= 0 && x0 < width - 1 && y0 >= 0 && y0 < height - 1) {
          int i = y0 * rowStep + x0 * 3;
          int j = i + rowStep;
          target[t] = w00 * source[i] + w01 * source[i + 3] + w10 * source[j] + w11 * source[j + 3];
          target[t + 1] =
              w00 * source[i + 1] + w01 * source[i + 4] + w10 * source[j + 1] + w11 * source[j + 4];
          target[t + 2] =
              w00 * source[i + 2] + w01 * source[i + 5] + w10 * source[j + 2] + w11 * source[j + 5];
          coverage[c] = 1;
        } else {
          boolean left = x0 >= 0;
          boolean right = x0 < width - 1;
          boolean top = y0 >= 0;
          boolean bottom = y0 < height - 1;
          w00 = left && top ? w00 : 0;
          w01 = right && top ? w01 : 0;
          w10 = left && bottom ? w10 : 0;
          w11 = right && bottom ? w11 : 0;
          int i = Math.max(0, y0) * rowStep;
          int j = Math.min(height - 1, y0 + 1) * rowStep;
          int l = Math.max(0, x0) * 3;
          int r = Math.min(width - 1, x0 + 1) * 3;
          for (int k = 0; k < 3; k++) {
            target[t + k] =
                w00 * source[i + l + k]
                    + w01 * source[i + r + k]
                    + w10 * source[j + l + k]
                    + w11 * source[j + r + k];
          }
          coverage[c] = Math.min(1, w00 + w01 + w10 + w11);
        }
      }
    }
  }

  /**
   * Samples labels at the nearest pixel.
   *
   * @param source read: codes, {@code width x height}
   * @param target written: codes or {@link #OUTSIDE}, {@code size x size}
   * @return the number of vessel pixels
   */
  static int labels(byte[] source, int width, int height, AffineMap map, int size, byte[] target) {
    int vessels = 0;
    int t = 0;
    for (int y = 0; y < size; y++) {
      double rowX = map.xy() * y + map.x0() + 0.5;
      double rowY = map.yy() * y + map.y0() + 0.5;
      for (int x = 0; x < size; x++, t++) {
        double sx = map.xx() * x + rowX;
        double sy = map.yx() * x + rowY;
        if (sx >= 0 && sx < width && sy >= 0 && sy < height) {
          byte code = source[((int) sy) * width + (int) sx];
          target[t] = code;
          vessels += code == 0 ? 0 : 1;
        } else {
          target[t] = OUTSIDE;
        }
      }
    }
    return vessels;
  }
}
