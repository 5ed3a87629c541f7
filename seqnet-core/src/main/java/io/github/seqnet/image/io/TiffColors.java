// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.IOException;

/**
 * Converts the samples of a TIFF page to RGB, by photometric interpretation: gray of both
 * polarities, RGB, palette, CMYK, YCbCr, CIE L*a*b*. Alpha is laid over black; samples of no stated
 * meaning are ignored.
 */
final class TiffColors {
  private static final int COLOR_MAP = 320;
  private static final int INK_SET = 332;
  private static final int YCBCR_COEFFICIENTS = 529;
  private static final int ICC_PROFILE = 34675;

  private static final int ASSOCIATED_ALPHA = 1;
  private static final int UNASSOCIATED_ALPHA = 2;

  private TiffColors() {}

  /**
   * Converts all pixels.
   *
   * @throws IOException with the reason only, if the colors are malformed or not supported
   */
  static DecodedPixels toRgb(Samples samples, TiffStructure.Page page) throws IOException {
    long photometric = page.integer(TiffDecoder.PHOTOMETRIC, samples.bands() >= 3 ? 2 : 1);
    int colors =
        switch ((int) photometric) {
          case 0, 1, 3 -> 1;
          case 2, TiffDecoder.YCBCR, 8, 9 -> 3;
          case 5 -> 4;
          default ->
              throw new IOException(
                  "the photometric interpretation " + photometric + " is not supported");
        };
    if (photometric == 8 && samples.bands() == 1) {
      colors = 1;
    }
    if (samples.bands() < colors) {
      throw TiffStructure.malformed(
          samples.bands() + " samples per pixel, but its colors have " + colors);
    }
    byte[] profile = page.bytes(ICC_PROFILE);
    float[] rgb = new float[samples.width() * samples.height() * 3];
    switch ((int) photometric) {
      case 0, 1 -> gray(samples, photometric == 0, rgb);
      case 2 -> rgb(samples, rgb);
      case 3 -> {
        palette(samples, page.integers(COLOR_MAP), rgb);
        profile = null;
      }
      case 5 -> {
        if (page.integer(INK_SET, 1) != 1) {
          throw new IOException("inks other than CMYK are not supported");
        }
        ColorProfile.cmykToRgb(samples, false, profile, rgb);
        profile = null;
      }
      case TiffDecoder.YCBCR -> {
        if (page.integer(TiffDecoder.COMPRESSION, 1) == TiffDecoder.JPEG) {
          rgb(samples, rgb);
        } else {
          yCbCr(samples, page.rationals(YCBCR_COEFFICIENTS), rgb);
        }
      }
      default -> {
        lab(samples, photometric == 9, rgb);
        profile = null;
      }
    }
    long alpha = samples.bands() == colors ? 0 : page.integer(TiffDecoder.EXTRA_SAMPLES, 0);
    if (alpha == UNASSOCIATED_ALPHA && hasVisiblePixel(samples, colors)) {
      layOverBlack(samples, colors, rgb);
    } else if (alpha == ASSOCIATED_ALPHA && photometric == 0) {
      throw new IOException("premultiplied alpha of inverted gray is not supported");
    }
    boolean indexed = photometric == 3 && samples.bits() <= 8;
    return new DecodedPixels(
        indexed
            ? Pixels.ofPalette(samples.width(), samples.height(), rgb, indices(samples))
            : Pixels.of(samples.width(), samples.height(), rgb),
        profile);
  }

  /** Programs that leave alpha empty write images that would be transparent everywhere. */
  private static boolean hasVisiblePixel(Samples samples, int alpha) {
    char[] values = samples.values();
    for (int s = alpha; s < values.length; s += samples.bands()) {
      if (values[s] != 0) {
        return true;
      }
    }
    return false;
  }

  private static void gray(Samples samples, boolean inverted, float[] rgb) {
    float largest = samples.largest();
    char[] values = samples.values();
    int bands = samples.bands();
    for (int p = 0, s = 0; p < rgb.length; p += 3, s += bands) {
      float value = (inverted ? largest - values[s] : values[s]) / largest;
      rgb[p] = value;
      rgb[p + 1] = value;
      rgb[p + 2] = value;
    }
  }

  private static void rgb(Samples samples, float[] rgb) {
    float largest = samples.largest();
    char[] values = samples.values();
    int bands = samples.bands();
    for (int p = 0, s = 0; p < rgb.length; p += 3, s += bands) {
      rgb[p] = values[s] / largest;
      rgb[p + 1] = values[s + 1] / largest;
      rgb[p + 2] = values[s + 2] / largest;
    }
  }

  private static byte[] indices(Samples samples) {
    byte[] indices = new byte[samples.width() * samples.height()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (byte) samples.values()[i * samples.bands()];
    }
    return indices;
  }

  private static void palette(Samples samples, long[] map, float[] rgb) throws IOException {
    int colors = map.length / 3;
    if (colors == 0) {
      throw TiffStructure.malformed("its palette is missing");
    }
    // Some writers store palettes of 8 bits without scaling them to 16, others scale by 256 instead
    // of 257.
    boolean eightBits = true;
    boolean highBytes = true;
    for (long value : map) {
      eightBits &= value < 256;
      highBytes &= value % 256 == 0;
    }
    float largest = eightBits ? 255 : highBytes ? 65280 : 65535;
    char[] values = samples.values();
    int bands = samples.bands();
    for (int p = 0, s = 0; p < rgb.length; p += 3, s += bands) {
      int index = values[s];
      if (index >= colors) {
        throw new IOException("the palette index " + index + " does not exist");
      }
      rgb[p] = Math.min(1, map[index] / largest);
      rgb[p + 1] = Math.min(1, map[colors + index] / largest);
      rgb[p + 2] = Math.min(1, map[2 * colors + index] / largest);
    }
  }

  private static void yCbCr(Samples samples, double[] coefficients, float[] rgb)
      throws IOException {
    double red = coefficients.length == 3 ? coefficients[0] : 0.299;
    double green = coefficients.length == 3 ? coefficients[1] : 0.587;
    double blue = coefficients.length == 3 ? coefficients[2] : 0.114;
    if (!(red > 0 && red < 1 && green > 0 && green < 1 && blue > 0 && blue < 1)) {
      throw TiffStructure.malformed("its YCbCr coefficients are out of range");
    }
    float largest = samples.largest();
    float middle = (1 << (samples.bits() - 1)) / largest;
    char[] values = samples.values();
    int bands = samples.bands();
    for (int p = 0, s = 0; p < rgb.length; p += 3, s += bands) {
      double y = values[s] / largest;
      double r = y + (2 - 2 * red) * (values[s + 2] / largest - middle);
      double b = y + (2 - 2 * blue) * (values[s + 1] / largest - middle);
      double g = (y - blue * b - red * r) / green;
      rgb[p] = clamp(r);
      rgb[p + 1] = clamp(g);
      rgb[p + 2] = clamp(b);
    }
  }

  /** CIE L*a*b* with the D50 white of color profiles: signed a* and b*, or offset as by ICC. */
  private static void lab(Samples samples, boolean icc, float[] rgb) throws IOException {
    int bits = samples.bits();
    if (bits != 8 && bits != 16) {
      throw new IOException("L*a*b* samples of " + bits + " bits are not supported");
    }
    boolean wide = bits == 16;
    char[] values = samples.values();
    int bands = samples.bands();
    double[] color = new double[3];
    for (int p = 0, s = 0; p < rgb.length; p += 3, s += bands) {
      double l = values[s] * 100 / (wide ? icc ? 65280.0 : 65535.0 : 255);
      double a = bands < 3 ? 0 : chroma(values[s + 1], wide, icc);
      double b = bands < 3 ? 0 : chroma(values[s + 2], wide, icc);
      ColorProfile.labToSrgb(l, a, b, color);
      rgb[p] = clamp(color[0]);
      rgb[p + 1] = clamp(color[1]);
      rgb[p + 2] = clamp(color[2]);
    }
  }

  private static double chroma(char value, boolean wide, boolean icc) {
    if (icc) {
      return wide ? value / 256.0 - 128 : value - 128;
    }
    return wide ? (short) value / 256.0 : (byte) value;
  }

  private static void layOverBlack(Samples samples, int band, float[] rgb) {
    float largest = samples.largest();
    for (int p = 0, s = band; p < rgb.length; p += 3, s += samples.bands()) {
      float alpha = samples.values()[s] / largest;
      rgb[p] *= alpha;
      rgb[p + 1] *= alpha;
      rgb[p + 2] *= alpha;
    }
  }

  private static float clamp(double value) {
    return (float) Math.max(0, Math.min(1, value));
  }
}
