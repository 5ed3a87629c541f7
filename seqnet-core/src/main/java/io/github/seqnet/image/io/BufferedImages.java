// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ColorEncoding;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;

/**
 * Converts between images of AWT and Swing and those of this library.
 *
 * <p>Do not fill an {@link RgbImage} from {@link BufferedImage#getRGB}. It converts color spaces
 * and brightens the gray images of AWT (a stored 50 becomes 122 of 255), so a network would see
 * another photograph than it was trained on. {@link #toRgb} takes the samples as they are stored.
 *
 * <p>Each call creates a new image, in time linear in the number of pixels. All methods are
 * stateless and thread-safe.
 */
public final class BufferedImages {
  private BufferedImages() {}

  /**
   * Converts a decoded image to the photograph that {@link ImageFiles#readRgb(java.nio.file.Path)}
   * returns for the same file. Each sample is its stored value divided by the largest value of its
   * bit depth (1 to 16), without conversion of color spaces. Gray becomes three equal channels, and
   * transparent pixels are laid over black. The EXIF orientation of the file is not applied.
   * Samples of 12 bits stored in 16 come out 16 times as dark, because the image does not state the
   * difference.
   *
   * @param image gray, RGB or palette, with or without alpha; not changed
   * @return a copy of the same size, samples in 0..1
   * @throws IllegalArgumentException if the samples are not unsigned integers of at most 16 bits,
   *     the color space is neither gray nor RGB, or there are more than {@link
   *     ImageFiles#MAXIMUM_PIXELS} pixels; the message states which
   */
  public static RgbImage toRgb(BufferedImage image) {
    try {
      new ReadBudget(ReaderLimits.defaults()).checkPixels(image.getWidth(), image.getHeight());
      return Pixels.of(image, true).toImage();
    } catch (IOException e) {
      throw new IllegalArgumentException("image: " + e.getMessage(), e);
    }
  }

  /** A photograph as 8-bit RGB, {@code round(255 * v)}, opaque. */
  public static BufferedImage of(RgbImage image) {
    BufferedImage target =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] bytes = bytes(target);
    float[] row = new float[image.width() * 3];
    for (int y = 0, i = 0; y < image.height(); y++) {
      image.copyTo(0, y, image.width(), 1, row, 0, 0);
      for (int s = 0; s < row.length; s += 3, i += 3) {
        bytes[i] = eightBits(row[s + 2]);
        bytes[i + 1] = eightBits(row[s + 1]);
        bytes[i + 2] = eightBits(row[s]);
      }
    }
    return target;
  }

  /**
   * A map as 8-bit RGB, opaque: {@code round(255 * p)} in each channel. It is not a gray image,
   * because {@link BufferedImage#getRGB} would change the values of one.
   */
  public static BufferedImage of(ProbabilityMap map) {
    return replicated(gray(map));
  }

  /** A mask as 8-bit RGB, opaque: white where it is set, black elsewhere. */
  public static BufferedImage of(BinaryMask mask) {
    return replicated(gray(mask));
  }

  /** Labels as 8-bit RGB, opaque, in the colors of {@link ColorEncoding#encode}. */
  public static BufferedImage of(ArteryVeinMap labels) {
    return of(ColorEncoding.encode(labels));
  }

  /**
   * Draws labels as a layer over a photograph: vessels in the colors of {@link
   * ColorEncoding#encode}, everything else transparent.
   *
   * @param opacity of the vessels, 0..1; 0 is invisible, 1 hides the photograph
   * @return 8-bit ARGB, not premultiplied, with an alpha of {@code round(255 * opacity)} on vessels
   *     and 0 elsewhere
   * @throws IllegalArgumentException if the opacity is out of range
   */
  public static BufferedImage overlay(ArteryVeinMap labels, double opacity) {
    if (!(opacity >= 0 && opacity <= 1)) {
      throw new IllegalArgumentException("opacity must be in 0..1, got " + opacity);
    }
    int width = labels.width();
    byte[] codes = labels.toArray();
    int alpha = (int) Math.round(255 * opacity) << 24;
    BufferedImage colors = of(labels);
    BufferedImage target = new BufferedImage(width, labels.height(), BufferedImage.TYPE_INT_ARGB);
    int[] row = new int[width];
    for (int y = 0, i = 0; y < labels.height(); y++) {
      colors.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++, i++) {
        row[x] = codes[i] == 0 ? 0 : alpha | (row[x] & 0xffffff);
      }
      target.setRGB(0, y, width, 1, row, 0, width);
    }
    return target;
  }

  /** A map as 8-bit gray, {@code round(255 * p)}. */
  static BufferedImage gray(ProbabilityMap map) {
    BufferedImage image =
        new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] target = bytes(image);
    float[] values = map.toArray();
    for (int i = 0; i < target.length; i++) {
      target[i] = eightBits(values[i]);
    }
    return image;
  }

  /** A mask as 8-bit gray of 0 and 255. */
  static BufferedImage gray(BinaryMask mask) {
    BufferedImage image =
        new BufferedImage(mask.width(), mask.height(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] target = bytes(image);
    byte[] values = mask.toArray();
    for (int i = 0; i < target.length; i++) {
      target[i] = (byte) -values[i];
    }
    return image;
  }

  /** The stored samples of a gray image in each of three channels. */
  private static BufferedImage replicated(BufferedImage gray) {
    BufferedImage image =
        new BufferedImage(gray.getWidth(), gray.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] source = bytes(gray);
    byte[] target = bytes(image);
    for (int p = 0, i = 0; p < source.length; p++, i += 3) {
      target[i] = source[p];
      target[i + 1] = source[p];
      target[i + 2] = source[p];
    }
    return image;
  }

  private static byte[] bytes(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }

  /** {@code round(255 * v)}; half is rounded up. */
  private static byte eightBits(float v) {
    return (byte) (int) (v * 255f + 0.5);
  }
}
