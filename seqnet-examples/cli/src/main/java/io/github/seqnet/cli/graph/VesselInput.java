// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.graph;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.LabelEncoding;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Vessels that any program or person annotated.
 *
 * @param map the vessels; those of a mask are all {@link VesselLabel#UNKNOWN}
 * @param labeled whether the map distinguishes arteries from veins
 */
record VesselInput(ArteryVeinMap map, boolean labeled) {
  /**
   * The squared distance in RGB, 0..1, above which a pixel differs from the colors of labels: about
   * a third of the way from black to red.
   */
  private static final double FAR = 0.1;

  /**
   * The fraction of far pixels from which on an image is not an artery/vein map. Maps that were
   * compressed or resized have up to 0.1, at the edges of vessels; photographs have 0.5 and more.
   */
  private static final double TOO_MANY = 0.25;

  /**
   * Reads a vessel mask (a gray image) or an artery/vein map in the usual colors (a colored image).
   *
   * @throws IOException if the file cannot be read or is neither; names it
   */
  static VesselInput read(Path file) throws IOException {
    RgbImage image = ImageFiles.readRgb(file);
    if (!isColored(image)) {
      rejectClassIndices(file, image);
      return new VesselInput(ArteryVeinMap.unknown(ImageFiles.readMask(file)), false);
    }
    double far = farFromLabels(image);
    if (far > TOO_MANY) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: not an artery/vein map: %.0f %% of the pixels are not near red, blue, green,"
                  + " white, magenta or black; use predict --graph for photographs, or name the"
                  + " encoding of the labels with --encoding",
              file,
              100 * far));
    }
    return decode(file, image, LabelEncoding.colors());
  }

  /**
   * Reads an artery/vein map in a given encoding.
   *
   * @throws IOException if the file cannot be read or is not encoded in this way; names it
   */
  static VesselInput read(Path file, LabelEncoding encoding) throws IOException {
    return of(ImageFiles.readLabels(file, encoding));
  }

  /**
   * Reads a mask of arteries and a mask of veins.
   *
   * @throws IOException if a file cannot be read or the sizes differ; names the files
   */
  static VesselInput read(Path arteries, Path veins) throws IOException {
    BinaryMask arteryMask = ImageFiles.readMask(arteries);
    BinaryMask veinMask = ImageFiles.readMask(veins);
    if (arteryMask.width() != veinMask.width() || arteryMask.height() != veinMask.height()) {
      throw new IOException(
          String.format(
              "%s: is %d x %d pixels, but the arteries in %s are %d x %d; both masks must have the"
                  + " same size",
              veins,
              veinMask.width(),
              veinMask.height(),
              arteries,
              arteryMask.width(),
              arteryMask.height()));
    }
    return of(ArteryVeinMap.of(arteryMask, veinMask));
  }

  private static VesselInput decode(Path file, RgbImage image, LabelEncoding encoding)
      throws IOException {
    try {
      return of(encoding.decode(image));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": cannot be read as labels: " + e.getMessage(), e);
    }
  }

  /** Rejects gray images of more than two levels that are class indices. */
  private static void rejectClassIndices(Path file, RgbImage image) throws IOException {
    ArteryVeinMap map;
    try {
      map = LabelEncoding.classIndex().decode(image);
    } catch (IllegalArgumentException e) {
      return; // not class indices
    }
    if (map.pixels(VesselLabel.VEIN).count() + map.pixels(VesselLabel.CROSSING).count() > 0) {
      throw new IOException(
          file
              + ": its gray levels look like class indices, not like a mask; read them with"
              + " --encoding class-index");
    }
  }

  /** A map whose vessels are all unknown is like a mask. */
  private static VesselInput of(ArteryVeinMap map) {
    for (byte code : map.toArray()) {
      if (code != VesselLabel.BACKGROUND.code() && code != VesselLabel.UNKNOWN.code()) {
        return new VesselInput(map, true);
      }
    }
    return new VesselInput(map, false);
  }

  /** The fraction of pixels that differ from every label color. */
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

  /** Whether a pixel is far from every corner of the RGB cube. */
  private static boolean isFar(float red, float green, float blue) {
    float r = Math.min(red, 1 - red);
    float g = Math.min(green, 1 - green);
    float b = Math.min(blue, 1 - blue);
    return r * r + g * g + b * b > FAR;
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
