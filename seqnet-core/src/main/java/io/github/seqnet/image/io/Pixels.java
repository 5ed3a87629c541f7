// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import io.github.seqnet.image.RgbImage;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a decoded image before they become a value: interleaved RGB samples in 0..1, index
 * {@code (y * width + x) * 3 + channel}. Mutable.
 */
final class Pixels {
  private final int width;
  private final int height;
  private final float[] rgb;
  private final byte @Nullable [] indices;

  private Pixels(int width, int height, float[] rgb, byte @Nullable [] indices) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
    this.indices = indices;
  }

  /** Creates pixels backed by the array. */
  static Pixels of(int width, int height, float[] rgb) {
    return new Pixels(width, height, rgb, null);
  }

  /**
   * Creates pixels backed by the arrays.
   *
   * @param indices the palette index of each pixel
   */
  static Pixels ofPalette(int width, int height, float[] rgb, byte[] indices) {
    return new Pixels(width, height, rgb, indices);
  }

  /** The palette indices as an image of 8-bit gray values; empty if there is no palette. */
  Optional<RgbImage> indices() {
    if (indices == null) {
      return Optional.empty();
    }
    float[] gray = new float[rgb.length];
    for (int i = 0; i < gray.length; i++) {
      gray[i] = Byte.toUnsignedInt(indices[i / 3]) / 255f;
    }
    return Optional.of(RgbImage.wrap(width, height, gray));
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The array itself. */
  float[] rgb() {
    return rgb;
  }

  /** Whether red, green and blue are equal everywhere. */
  boolean isGray() {
    for (int i = 0; i < rgb.length; i += 3) {
      if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Creates an image backed by the array.
   *
   * @throws IllegalArgumentException if a sample is not in 0..1
   */
  RgbImage toImage() {
    return RgbImage.wrap(width, height, rgb);
  }

  /**
   * Converts stored samples: divides them by the largest value of their bit depth, without
   * conversion of color spaces. Gray becomes three equal channels, and alpha is laid over black,
   * unless it is 0 everywhere.
   *
   * @param alpha whether the last of two or four samples is alpha, if the image states it
   * @throws IOException with the reason only, if the samples are of an unsupported kind
   */
  static Pixels of(BufferedImage image, boolean alpha) throws IOException {
    ColorModel colors = image.getColorModel();
    Raster raster = image.getRaster();
    if (colors instanceof IndexColorModel palette) {
      return ofPalette(raster, palette);
    }
    int bands = raster.getNumBands();
    int type = raster.getTransferType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
      throw new IOException("floating-point samples are not supported");
    }
    if (type == DataBuffer.TYPE_SHORT) {
      throw new IOException("samples of signed integers are not supported, only unsigned ones");
    }
    float[] largest = new float[bands];
    for (int b = 0; b < bands; b++) {
      int bits = raster.getSampleModel().getSampleSize(b);
      if (bits > 16) {
        throw new IOException("samples of " + bits + " bits are not supported");
      }
      largest[b] = (1 << bits) - 1;
    }
    boolean gray = bands <= 2;
    if (!gray && colors != null && colors.getColorSpace().getType() != ColorSpace.TYPE_RGB) {
      throw new IOException("its color space is not supported, only gray and RGB are");
    }
    boolean blend =
        alpha
            && (bands == 2 || bands == 4)
            && colors != null
            && colors.hasAlpha()
            && !colors.isAlphaPremultiplied()
            && hasVisiblePixel(raster, bands - 1);
    int width = image.getWidth();
    int height = image.getHeight();
    float[] rgb = new float[width * height * 3];
    int[] row = new int[width * bands];
    float[][] levels = new float[bands][];
    for (int b = 0; b < bands; b++) {
      levels[b] = new float[(int) largest[b] + 1];
      for (int value = 0; value < levels[b].length; value++) {
        levels[b][value] = value / largest[b];
      }
    }
    for (int y = 0, i = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      if (!gray && !blend) {
        toFloats(row, bands, levels, rgb, i);
        i += 3 * width;
        continue;
      }
      for (int x = 0, s = 0; x < width; x++, s += bands, i += 3) {
        float share = blend ? row[s + bands - 1] / largest[bands - 1] : 1f;
        if (gray) {
          float value = row[s] / largest[0] * share;
          rgb[i] = value;
          rgb[i + 1] = value;
          rgb[i + 2] = value;
        } else {
          rgb[i] = row[s] / largest[0] * share;
          rgb[i + 1] = row[s + 1] / largest[1] * share;
          rgb[i + 2] = row[s + 2] / largest[2] * share;
        }
      }
    }
    return of(width, height, rgb);
  }

  /** Programs that leave alpha empty write images that would be transparent everywhere. */
  private static boolean hasVisiblePixel(Raster raster, int alpha) {
    int[] row = new int[raster.getWidth()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, alpha, row);
      for (int value : row) {
        if (value != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Converts the red, green and blue samples of a row. */
  private static void toFloats(int[] row, int bands, float[][] levels, float[] rgb, int from) {
    float[] red = levels[0];
    float[] green = levels[1];
    float[] blue = levels[2];
    for (int s = 0, i = from; s < row.length; s += bands, i += 3) {
      rgb[i] = red[row[s]];
      rgb[i + 1] = green[row[s + 1]];
      rgb[i + 2] = blue[row[s + 2]];
    }
  }

  private static Pixels ofPalette(Raster raster, IndexColorModel palette) throws IOException {
    int width = raster.getWidth();
    int height = raster.getHeight();
    float[] rgb = new float[width * height * 3];
    byte[] indices = new byte[width * height];
    int[] row = new int[width];
    for (int y = 0, i = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++, i += 3) {
        int index = row[x];
        if (index >= palette.getMapSize()) {
          throw new IOException("palette index " + index + " does not exist");
        }
        indices[i / 3] = (byte) index;
        float alpha = palette.getAlpha(index) / 255f;
        rgb[i] = palette.getRed(index) / 255f * alpha;
        rgb[i + 1] = palette.getGreen(index) / 255f * alpha;
        rgb[i + 2] = palette.getBlue(index) / 255f * alpha;
      }
    }
    return palette.getMapSize() > 256
        ? of(width, height, rgb)
        : ofPalette(width, height, rgb, indices);
  }

  /**
   * Rotates and flips the image so that it is upright.
   *
   * @param orientation the EXIF value, 1..8
   */
  Pixels upright(int orientation) {
    if (orientation <= 1 || orientation > 8) {
      return this;
    }
    boolean swap = orientation >= 5;
    int newWidth = swap ? height : width;
    int newHeight = swap ? width : height;
    float[] from = rgb;
    float[] to = new float[from.length];
    byte[] newIndices = indices == null ? null : new byte[indices.length];
    for (int y = 0, i = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++, i += 3) {
        int sourceX =
            switch (orientation) {
              case 2, 3 -> width - 1 - x;
              case 5, 6 -> y;
              case 7, 8 -> width - 1 - y;
              default -> x;
            };
        int sourceY =
            switch (orientation) {
              case 3, 4 -> height - 1 - y;
              case 5, 8 -> x;
              case 6, 7 -> height - 1 - x;
              default -> y;
            };
        int s = (sourceY * width + sourceX) * 3;
        to[i] = from[s];
        to[i + 1] = from[s + 1];
        to[i + 2] = from[s + 2];
        if (newIndices != null && indices != null) {
          newIndices[i / 3] = indices[s / 3];
        }
      }
    }
    return new Pixels(newWidth, newHeight, to, newIndices);
  }
}
