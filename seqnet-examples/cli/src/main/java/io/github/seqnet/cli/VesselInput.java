package io.github.seqnet.cli;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.LabelColors;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Vessels that any program or person marked.
 *
 * @param map the vessels; those of a gray image are all {@link VesselLabel#UNKNOWN}
 * @param labeled whether the image tells arteries from veins
 */
record VesselInput(ArteryVeinMap map, boolean labeled) {
  /**
   * How far a pixel may be from the colors of labels, as the squared distance in RGB of 0..1: about
   * a third of the way from black to red.
   */
  private static final double FAR = 0.1;

  /**
   * The share of far pixels from which on an image is no artery/vein map. Maps that were compressed
   * or resized have up to 0.1, at the rims of their vessels; photographs have about 0.5 and more.
   */
  private static final double TOO_MANY = 0.25;

  /**
   * Reads a mask (a gray image) or an artery/vein map (a colored one).
   *
   * @throws IOException if it cannot be read, or is colored as no artery/vein map is
   */
  static VesselInput read(Path file) throws IOException {
    RgbImage image = ImageFiles.readRgb(file);
    if (isColored(image)) {
      double far = farFromLabels(image);
      if (far > TOO_MANY) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: is no artery/vein map: %.0f %% of the pixels are not near red, blue, green,"
                    + " white, magenta or black; the graph of a photograph is made by predict"
                    + " --graph",
                file,
                100 * far));
      }
      return new VesselInput(LabelColors.defaults().decode(image), true);
    }
    return new VesselInput(ArteryVeinMap.unknown(ImageFiles.readMask(file)), false);
  }

  /** The share of the pixels that are far from each color that stands for a label. */
  private static double farFromLabels(RgbImage image) {
    float[] row = new float[image.width() * 3];
    long far = 0;
    for (int y = 0; y < image.height(); y++) {
      image.copyTo(0, y, image.width(), 1, row, 0, 0);
      for (int i = 0; i < row.length; i += 3) {
        if (isFar(row[i], row[i + 1], row[i + 2])) {
          far++;
        }
      }
    }
    return (double) far / ((double) image.width() * image.height());
  }

  /** The corners of the RGB cube stand for labels, but for yellow and cyan. */
  private static boolean isFar(float red, float green, float blue) {
    float r = Math.round(red);
    float g = Math.round(green);
    float b = Math.round(blue);
    boolean yellowOrCyan = g == 1 && r != b;
    double squared = (red - r) * (red - r) + (green - g) * (green - g) + (blue - b) * (blue - b);
    return yellowOrCyan || squared > FAR;
  }

  private static boolean isColored(RgbImage image) {
    float[] row = new float[image.width() * 3];
    for (int y = 0; y < image.height(); y++) {
      image.copyTo(0, y, image.width(), 1, row, 0, 0);
      for (int i = 0; i < row.length; i += 3) {
        if (row[i] != row[i + 1] || row[i] != row[i + 2]) {
          return true;
        }
      }
    }
    return false;
  }
}
