// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.color.ProfileDataException;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Converts stored colors to sRGB with the ICC profile that a file embeds. */
final class ColorProfile {
  /** Pixels converted at a time. */
  private static final int BLOCK = 1 << 14;

  /**
   * A profile whose colors differ from sRGB by at most this, of 65535, is treated as sRGB: 2 of
   * 255.
   */
  private static final int SRGB_TOLERANCE = 514;

  private final ColorConvertOp conversion;
  private final int bands;

  private ColorProfile(ICC_Profile profile, int bands) {
    this.bands = bands;
    conversion =
        new ColorConvertOp(
            new ICC_Profile[] {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)}, null);
  }

  /**
   * Converts pixels in place to sRGB.
   *
   * @param profile the content of an ICC profile
   * @return whether colors changed; false if the profile describes sRGB
   * @throws IOException with the reason only, if the profile is not valid for these pixels
   */
  static boolean convert(Pixels pixels, byte[] profile) throws IOException {
    try {
      ICC_Profile parsed = ICC_Profile.getInstance(profile);
      ColorProfile converter =
          switch (parsed.getColorSpaceType()) {
            case ColorSpace.TYPE_RGB -> new ColorProfile(parsed, 3);
            case ColorSpace.TYPE_GRAY -> new ColorProfile(parsed, 1);
            default -> throw new IOException("it is for neither RGB nor gray");
          };
      if (converter.bands == 1 && !pixels.isGray()) {
        throw new IOException("it is for gray images");
      }
      if (converter.isSrgb()) {
        return false;
      }
      converter.convert(pixels.rgb());
      return true;
    } catch (IllegalArgumentException | CMMException | ProfileDataException e) {
      throw new IOException("it is malformed", e);
    }
  }

  private boolean isSrgb() {
    int steps = bands == 1 ? 65 : 9;
    int count = bands == 1 ? steps : steps * steps * steps;
    float[] before = new float[count * 3];
    float last = steps - 1;
    for (int i = 0; i < count; i++) {
      int green = i / steps % steps;
      int blue = i / (steps * steps);
      before[3 * i] = (i % steps) / last;
      before[3 * i + 1] = bands == 1 ? before[3 * i] : green / last;
      before[3 * i + 2] = bands == 1 ? before[3 * i] : blue / last;
    }
    float[] after = before.clone();
    convert(after);
    for (int i = 0; i < after.length; i++) {
      if (Math.abs(after[i] - before[i]) * 65535 > SRGB_TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  private void convert(float[] rgb) {
    int pixels = rgb.length / 3;
    int size = Math.min(BLOCK, pixels);
    WritableRaster source = raster(size, bands);
    WritableRaster target = raster(size, 3);
    int[] in = new int[size * bands];
    int[] out = new int[size * 3];
    for (int start = 0; start < pixels; start += size) {
      int count = Math.min(size, pixels - start);
      for (int i = 0; i < count * bands; i++) {
        int at = bands == 1 ? 3 * (start + i) : 3 * start + i;
        in[i] = Math.round(rgb[at] * 65535);
      }
      source.setPixels(0, 0, size, 1, in);
      conversion.filter(source, target);
      target.getPixels(0, 0, size, 1, out);
      for (int i = 0; i < count * 3; i++) {
        rgb[3 * start + i] = out[i] / 65535f;
      }
    }
  }

  private static WritableRaster raster(int width, int bands) {
    return Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, width, 1, bands, null);
  }

  /**
   * Converts inks to RGB, by a profile or, without a valid one, as {@code (1 - ink) (1 - black)}.
   *
   * @param samples the first four samples of each pixel are cyan, magenta, yellow and black
   * @param inverted whether a large sample means little ink, as Adobe's JPEG files have it
   * @param profile the content of an ICC profile, or null
   * @param rgb receives the colors
   */
  static boolean cmykToRgb(
      Samples samples, boolean inverted, byte @Nullable [] profile, float[] rgb) {
    if (profile != null) {
      try {
        ICC_Profile parsed = ICC_Profile.getInstance(profile);
        if (parsed.getColorSpaceType() == ColorSpace.TYPE_CMYK) {
          new ColorProfile(parsed, 4).convertInks(samples, inverted, rgb);
          return true;
        }
      } catch (IllegalArgumentException | CMMException | ProfileDataException e) {
        // Convert as without a profile.
      }
    }
    float largest = samples.largest();
    char[] values = samples.values();
    int bands = samples.bands();
    for (int p = 0, s = 0; p < rgb.length; p += 3, s += bands) {
      float black = values[s + 3] / largest;
      float light = inverted ? black : 1 - black;
      for (int c = 0; c < 3; c++) {
        float ink = values[s + c] / largest;
        rgb[p + c] = (inverted ? ink : 1 - ink) * light;
      }
    }
    return false;
  }

  private void convertInks(Samples samples, boolean inverted, float[] rgb) {
    int pixels = rgb.length / 3;
    int size = Math.min(BLOCK, pixels);
    WritableRaster source = raster(size, 4);
    WritableRaster target = raster(size, 3);
    int[] in = new int[size * 4];
    int[] out = new int[size * 3];
    float largest = samples.largest();
    for (int start = 0; start < pixels; start += size) {
      int count = Math.min(size, pixels - start);
      for (int i = 0; i < count * 4; i++) {
        float ink = samples.values()[(start + i / 4) * samples.bands() + i % 4] / largest;
        in[i] = Math.round((inverted ? 1 - ink : ink) * 65535);
      }
      source.setPixels(0, 0, size, 1, in);
      conversion.filter(source, target);
      target.getPixels(0, 0, size, 1, out);
      for (int i = 0; i < count * 3; i++) {
        rgb[3 * start + i] = out[i] / 65535f;
      }
    }
  }

  /** CIE L*a*b* of the D50 white point to sRGB, which may lie outside 0..1. */
  static void labToSrgb(double l, double a, double b, double[] rgb) {
    double fy = (l + 16) / 116;
    double x = 0.9642 * inverse(fy + a / 500);
    double y = inverse(fy);
    double z = 0.8249 * inverse(fy - b / 200);
    // The inverse of sRGB's matrix, adapted to D50 by Bradford's method (ICC).
    rgb[0] = gamma(3.1338561 * x - 1.6168667 * y - 0.4906146 * z);
    rgb[1] = gamma(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z);
    rgb[2] = gamma(0.0719453 * x - 0.2289914 * y + 1.4052427 * z);
  }

  private static double inverse(double f) {
    return f > 6.0 / 29 ? f * f * f : 3 * 36.0 / 841 * (f - 4.0 / 29);
  }

  private static double gamma(double linear) {
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
  }
}
