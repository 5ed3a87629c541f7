package io.github.seqnet.image;

import java.util.Objects;

/**
 * How artery/vein labels are drawn and read as colors: red artery, blue vein, green crossing, white
 * unknown, black background.
 *
 * <p>Public data sets use green for crossings alone or for crossings and uncertain vessels, and
 * some use magenta for uncertain ones: what these two mean on reading is an option.
 *
 * @param matching how a color that is none of these is read
 * @param green what green stands for
 * @param magenta what magenta stands for
 */
public record LabelColors(Matching matching, VesselLabel green, VesselLabel magenta) {
  /** How colors are compared on reading. */
  public enum Matching {
    /**
     * Each pixel is read as the color nearest to it in RGB, as smoothed or compressed files need.
     */
    NEAREST,
    /** Each pixel must have exactly one of the colors (8-bit files of full intensity). */
    EXACT
  }

  /** Bit 0 red, bit 1 green, bit 2 blue. */
  private static final int[] COLORS = {0b000, 0b001, 0b100, 0b010, 0b111};

  private static final int MAGENTA = 0b101;
  private static final int GREEN = 0b010;

  private static final LabelColors DEFAULTS =
      new LabelColors(Matching.NEAREST, VesselLabel.CROSSING, VesselLabel.UNKNOWN);

  /**
   * @throws NullPointerException if one is null
   */
  public LabelColors {
    Objects.requireNonNull(matching, "matching");
    Objects.requireNonNull(green, "green");
    Objects.requireNonNull(magenta, "magenta");
  }

  /** The nearest color; green is a crossing, magenta unknown. */
  public static LabelColors defaults() {
    return DEFAULTS;
  }

  /** These options with another way of matching. */
  public LabelColors withMatching(Matching newMatching) {
    return new LabelColors(newMatching, green, magenta);
  }

  /** These options with another meaning of green. */
  public LabelColors withGreen(VesselLabel newGreen) {
    return new LabelColors(matching, newGreen, magenta);
  }

  /** These options with another meaning of magenta. */
  public LabelColors withMagenta(VesselLabel newMagenta) {
    return new LabelColors(matching, green, newMagenta);
  }

  /**
   * Draws labels; {@link #decode} with {@link #defaults()} reads them back.
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
   * Reads labels. Where two colors are equally near, the one named first wins: black, red, blue,
   * green, white, magenta.
   *
   * @throws IllegalArgumentException if matching is exact and a color is none; names the first such
   *     pixel
   */
  public ArteryVeinMap decode(RgbImage image) {
    float[] rgb = image.toArray();
    byte[] codes = new byte[rgb.length / 3];
    for (int p = 0, i = 0; p < codes.length; p++, i += 3) {
      float red = rgb[i];
      float green = rgb[i + 1];
      float blue = rgb[i + 2];
      if (matching == Matching.EXACT && !(full(red) && full(green) && full(blue))) {
        throw notAColor(image, p, red, green, blue);
      }
      int color = nearest(red, green, blue);
      if (matching == Matching.EXACT && color != ((int) red | (int) green << 1 | (int) blue << 2)) {
        throw notAColor(image, p, red, green, blue);
      }
      codes[p] = label(color).code();
    }
    return ArteryVeinMap.wrap(image.width(), image.height(), codes);
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
        "the color ("
            + Math.round(red * 255)
            + ", "
            + Math.round(green * 255)
            + ", "
            + Math.round(blue * 255)
            + ") at x="
            + pixel % image.width()
            + ", y="
            + pixel / image.width()
            + " stands for no label");
  }
}
