// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * The label encoding by colors: arteries red, veins blue, crossings green, unknown vessels white or
 * magenta, background black.
 *
 * <p>Public data sets use green for crossings alone, or for crossings and uncertain vessels, and
 * some use magenta for uncertain vessels. The meanings of green and magenta are options.
 *
 * <p>With {@link Matching#NEAREST}, smoothed edges, JPEG compression, transparency over black and
 * uniformly dimmed colors, such as maroon for arteries, are read correctly. Images in other colors
 * are rejected: yellow and cyan do not stand for any label.
 *
 * @param matching how other colors are read
 * @param green the label that green stands for
 * @param magenta the label that magenta stands for
 */
public record ColorEncoding(Matching matching, VesselLabel green, VesselLabel magenta)
    implements LabelEncoding, Serializable {
  private static final long serialVersionUID = 1L;

  /** How colors are compared. */
  public enum Matching {
    /** Each pixel is read as the color nearest to it in RGB. */
    NEAREST,
    /** Each pixel must have exactly one of the colors at full intensity. */
    EXACT
  }

  /** Colors by the code of the label: bit 0 red, bit 1 green, bit 2 blue. */
  private static final int[] COLORS = {0b000, 0b001, 0b100, 0b010, 0b111};

  private static final int RED = 0b001;
  private static final int GREEN = 0b010;
  private static final int YELLOW = 0b011;
  private static final int BLUE = 0b100;
  private static final int MAGENTA = 0b101;
  private static final int CYAN = 0b110;
  private static final int HUES = 8;

  /** The largest fraction of vessel pixels that may be yellow or cyan, as edges can be. */
  private static final double MOST_IMPLAUSIBLE = 0.3;

  /** The same, where most vessels are magenta, as in maps with one channel per class. */
  private static final double MOST_IMPLAUSIBLE_BESIDE_MAGENTA = 0.02;

  /** The number of levels that brightness is counted in. */
  private static final int LEVELS = 256;

  /** Pixels below this level are ignored when the brightness of a color is estimated. */
  private static final int DARKEST_SHADE = 64;

  /** The smallest number of pixels from which the brightness of a color is estimated. */
  private static final int FEWEST_SOLID = 20;

  /** A color whose level is at least this is not dimmed. */
  private static final int BRIGHT = 192;

  private static final ColorEncoding DEFAULTS =
      new ColorEncoding(Matching.NEAREST, VesselLabel.CROSSING, VesselLabel.UNKNOWN);

  /**
   * @throws NullPointerException if an argument is null; names it
   */
  public ColorEncoding {
    Objects.requireNonNull(matching, "matching");
    Objects.requireNonNull(green, "green");
    Objects.requireNonNull(magenta, "magenta");
  }

  /** The nearest color; green is a crossing, magenta unknown. */
  public static ColorEncoding defaults() {
    return DEFAULTS;
  }

  @Override
  public String id() {
    return "colors";
  }

  /** This encoding with another way of matching. */
  public ColorEncoding withMatching(Matching newMatching) {
    return new ColorEncoding(newMatching, green, magenta);
  }

  /** This encoding with another meaning of green. */
  public ColorEncoding withGreen(VesselLabel newGreen) {
    return new ColorEncoding(matching, newGreen, magenta);
  }

  /** This encoding with another meaning of magenta. */
  public ColorEncoding withMagenta(VesselLabel newMagenta) {
    return new ColorEncoding(matching, green, newMagenta);
  }

  /**
   * Draws labels. {@link #decode} with {@link #defaults()} reads them back.
   *
   * @throws IllegalArgumentException if the image is larger than one array
   */
  public static RgbImage encode(ArteryVeinMap labels) {
    byte[] codes = labels.toArray();
    float[] rgb = new float[ImageChecks.length("RGB image", labels.width(), labels.height(), 3)];
    for (int p = 0, i = 0; p < codes.length; p++, i += 3) {
      int color = COLORS[codes[p]];
      rgb[i] = color & 1;
      rgb[i + 1] = color >> 1 & 1;
      rgb[i + 2] = color >> 2 & 1;
    }
    return RgbImage.wrap(labels.width(), labels.height(), rgb);
  }

  /**
   * Reads labels. Where two colors are equally near, the first of black, red, blue, green, white
   * and magenta is taken. An image that is black all over has no vessels.
   *
   * @throws IllegalArgumentException if matching is exact and a pixel has another color (names the
   *     first such pixel); if too many vessel pixels are yellow or cyan; or if the image is gray
   *     with a few levels, which are class indices or a mask of 0 and 1
   */
  @Override
  public ArteryVeinMap decode(RgbImage image) {
    float[] rgb = image.toArray();
    rejectClassIndices(rgb);
    return matching == Matching.EXACT ? decodeExactly(image, rgb) : decodeNearest(image, rgb);
  }

  private ArteryVeinMap decodeExactly(RgbImage image, float[] rgb) {
    byte[] codes = new byte[rgb.length / 3];
    for (int p = 0, i = 0; p < codes.length; p++, i += 3) {
      float red = rgb[i];
      float greenValue = rgb[i + 1];
      float blue = rgb[i + 2];
      int color = (int) red | (int) greenValue << 1 | (int) blue << 2;
      if (!(full(red) && full(greenValue) && full(blue)) || color == YELLOW || color == CYAN) {
        throw notAColor(image, p, red, greenValue, blue);
      }
      codes[p] = label(color).code();
    }
    return ArteryVeinMap.wrap(image.width(), image.height(), codes);
  }

  private ArteryVeinMap decodeNearest(RgbImage image, float[] rgb) {
    float[] brightness = brightness(rgb);
    byte[] codes = new byte[rgb.length / 3];
    int[] corners = new int[HUES];
    for (int p = 0, i = 0; p < codes.length; p++, i += 3) {
      if (rgb[i] == 0 && rgb[i + 1] == 0 && rgb[i + 2] == 0) {
        corners[0]++;
        continue;
      }
      float scale = brightness[hue(rgb[i], rgb[i + 1], rgb[i + 2])];
      float red = Math.min(1, rgb[i] / scale);
      float greenValue = Math.min(1, rgb[i + 1] / scale);
      float blue = Math.min(1, rgb[i + 2] / scale);
      corners[Math.round(red) | Math.round(greenValue) << 1 | Math.round(blue) << 2]++;
      codes[p] = label(nearest(red, greenValue, blue)).code();
    }
    rejectOtherColors(corners);
    return ArteryVeinMap.wrap(image.width(), image.height(), codes);
  }

  private static void rejectOtherColors(int[] corners) {
    double vessels = Arrays.stream(corners).sum() - (double) corners[0];
    double implausible = corners[YELLOW] + (double) corners[CYAN];
    boolean oneChannelPerClass =
        corners[MAGENTA] > vessels / 2 && corners[RED] + corners[BLUE] < corners[MAGENTA] / 10;
    double most = oneChannelPerClass ? MOST_IMPLAUSIBLE_BESIDE_MAGENTA : MOST_IMPLAUSIBLE;
    if (vessels == 0 || implausible / vessels <= most) {
      return;
    }
    boolean rrwnet = corners[CYAN] > corners[YELLOW];
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%.0f %% of the vessel pixels are %s, which does not stand for a label; artery/vein"
                + " labels must be red artery, blue vein, green crossing, white or magenta unknown,"
                + " black background%s",
            100 * implausible / vessels,
            rrwnet ? "cyan" : "yellow",
            rrwnet
                ? "; these look like RRWNet's colors: read them with --encoding rrwnet"
                    + " (LabelEncoding.rrwnet())"
                : ""));
  }

  /**
   * Estimates how brightly each color is drawn, so that maps in dark shades can be read. A color
   * counts as dimmed only if many of its pixels share one level; the levels of smoothed edges and
   * of compression artifacts are spread out.
   *
   * @return for each hue the brightness of its solid areas; 1 unless it is dimmed
   */
  private static float[] brightness(float[] rgb) {
    int[][] counts = new int[HUES][LEVELS];
    for (int i = 0; i < rgb.length; i += 3) {
      if (rgb[i] == 0 && rgb[i + 1] == 0 && rgb[i + 2] == 0) {
        continue; // black counts neither as a hue nor as a visible level
      }
      float brightest = Math.max(rgb[i], Math.max(rgb[i + 1], rgb[i + 2]));
      counts[hue(rgb[i], rgb[i + 1], rgb[i + 2])][Math.round(brightest * (LEVELS - 1))]++;
    }
    float[] brightness = new float[HUES];
    Arrays.fill(brightness, 1);
    long all = 0;
    for (int[] levels : counts) {
      all += sum(levels, DARKEST_SHADE, LEVELS - 1);
    }
    for (int hue = 1; hue < HUES; hue++) {
      long visible = sum(counts[hue], DARKEST_SHADE, LEVELS - 1);
      int mode = DARKEST_SHADE;
      for (int level = DARKEST_SHADE; level < LEVELS; level++) {
        mode = counts[hue][level] > counts[hue][mode] ? level : mode;
      }
      long solid = sum(counts[hue], mode - 2, Math.min(LEVELS - 1, mode + 2));
      if (mode < BRIGHT
          && solid >= FEWEST_SOLID
          && solid >= 0.5 * visible
          && visible >= 0.01 * all) {
        brightness[hue] = mode / (float) (LEVELS - 1);
      }
    }
    return brightness;
  }

  private static long sum(int[] counts, int from, int to) {
    long sum = 0;
    for (int level = from; level <= to; level++) {
      sum += counts[level];
    }
    return sum;
  }

  /** The nearest corner of the RGB cube after scaling the brightest channel to 1; 0 for black. */
  private static int hue(float red, float green, float blue) {
    float half = Math.max(red, Math.max(green, blue)) / 2;
    return (red > half ? 1 : 0) | (green > half ? 2 : 0) | (blue > half ? 4 : 0);
  }

  /** Rejects gray images of a few levels that would be read as background or as unknown vessels. */
  private static void rejectClassIndices(float[] rgb) {
    GrayLevels levels = GrayLevels.of(rgb);
    if (levels.lookLikeClassIndices() || levels.areAllDark()) {
      throw new IllegalArgumentException(
          "it is gray with "
              + levels.describe()
              + ", which look like class indices or a mask of 0 and 1; artery/vein labels must be"
              + " colors: red artery, blue vein, green crossing, white unknown, black background."
              + " Read class indices with --encoding class-index (LabelEncoding.classIndex())");
    }
  }

  private VesselLabel label(int color) {
    if (color == GREEN) {
      return green;
    }
    if (color == MAGENTA) {
      return magenta;
    }
    for (VesselLabel label : VesselLabel.values()) {
      if (COLORS[label.code()] == color) {
        return label;
      }
    }
    throw new AssertionError(color);
  }

  private static boolean full(float v) {
    return v == 0f || v == 1f;
  }

  private static int nearest(float red, float green, float blue) {
    int best = 0;
    float bestDistance = distance(red, green, blue, 0);
    for (int k = 1; k <= COLORS.length; k++) {
      int color = k < COLORS.length ? COLORS[k] : MAGENTA;
      float distance = distance(red, green, blue, color);
      if (distance < bestDistance) {
        best = color;
        bestDistance = distance;
      }
    }
    return best;
  }

  private static float distance(float red, float green, float blue, int color) {
    float r = red - (color & 1);
    float g = green - (color >> 1 & 1);
    float b = blue - (color >> 2 & 1);
    return r * r + g * g + b * b;
  }

  private static IllegalArgumentException notAColor(
      RgbImage image, int pixel, float red, float green, float blue) {
    return new IllegalArgumentException(
        "the color (%d, %d, %d) at x=%d, y=%d does not stand for a label"
            .formatted(
                Math.round(red * 255),
                Math.round(green * 255),
                Math.round(blue * 255),
                pixel % image.width(),
                pixel / image.width()));
  }
}
