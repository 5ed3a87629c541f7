// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.preprocess.Resampler;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.ToIntFunction;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Encodes images for web pages: small files, reduced to a largest side, without metadata.
 *
 * <p>Thread-safe. Cost: linear in the number of pixels.
 */
public final class WebImages {
  private WebImages() {}

  /**
   * Encodes a photograph as baseline JPEG.
   *
   * @param maximumSide larger photographs are reduced until no side is longer, at least 1
   * @param quality 0..1; 0.85 shows no artifacts at normal size
   * @throws IllegalArgumentException if a number is out of range
   */
  public static byte[] jpeg(RgbImage image, int maximumSide, double quality) {
    Objects.requireNonNull(image, "image");
    if (!(quality >= 0 && quality <= 1)) {
      throw new IllegalArgumentException("quality must be in 0..1, got " + quality);
    }
    double scale = scale(image.width(), image.height(), maximumSide);
    RgbImage reduced =
        scale == 1
            ? image
            : Resampler.resize(image, side(image.width(), scale), side(image.height(), scale));
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    if (!writers.hasNext()) {
      throw new IllegalStateException("this Java runtime has no JPEG writer");
    }
    ImageWriter writer = writers.next();
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
        writer.setOutput(out);
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality((float) quality);
        writer.write(null, new IIOImage(BufferedImages.of(reduced), null, null), parameters);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Writing to memory does not fail.
    } finally {
      writer.dispose();
    }
  }

  /**
   * Encodes labels as a PNG with a palette, to be drawn above a photograph.
   *
   * @param maximumSide larger maps are reduced until no side is longer; a reduced pixel takes the
   *     label that most of its vessel pixels have, so that thin vessels stay connected
   * @param colors the color of each label as ARGB, {@code 0xAARRGGBB}; background is transparent
   * @throws IllegalArgumentException if the side is below 1
   */
  public static byte[] overlay(
      ArteryVeinMap labels, int maximumSide, ToIntFunction<VesselLabel> colors) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(colors, "colors");
    double scale = scale(labels.width(), labels.height(), maximumSide);
    int width = side(labels.width(), scale);
    int height = side(labels.height(), scale);
    VesselLabel[] known = VesselLabel.values();
    int[] palette = new int[known.length];
    for (VesselLabel label : known) {
      palette[label.code()] = label == VesselLabel.BACKGROUND ? 0 : colors.applyAsInt(label);
    }
    BufferedImage image =
        new BufferedImage(
            width,
            height,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(
                8, palette.length, palette, 0, true, -1, java.awt.image.DataBuffer.TYPE_BYTE));
    byte[] codes = labels.toArray();
    int[] row = new int[width * known.length];
    int y0 = 0;
    for (int y = 0; y < height; y++) {
      int y1 = Math.max(y0 + 1, (int) Math.round((y + 1) * (double) labels.height() / height));
      java.util.Arrays.fill(row, 0);
      for (int sy = y0; sy < y1; sy++) {
        int x0 = 0;
        for (int x = 0; x < width; x++) {
          int x1 = Math.max(x0 + 1, (int) Math.round((x + 1) * (double) labels.width() / width));
          for (int sx = x0; sx < x1; sx++) {
            row[x * known.length + codes[sy * labels.width() + sx]]++;
          }
          x0 = x1;
        }
      }
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, mostFrequentVessel(row, x * known.length, known));
      }
      y0 = y1;
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Writing to memory does not fail.
    }
  }

  private static int mostFrequentVessel(int[] counts, int from, VesselLabel[] known) {
    int best = VesselLabel.BACKGROUND.code();
    for (int code = 0; code < known.length; code++) {
      boolean better =
          best == VesselLabel.BACKGROUND.code() || counts[from + code] > counts[from + best];
      if (code != VesselLabel.BACKGROUND.code() && counts[from + code] > 0 && better) {
        best = code;
      }
    }
    return best;
  }

  private static double scale(int width, int height, int maximumSide) {
    if (maximumSide < 1) {
      throw new IllegalArgumentException("maximumSide must be at least 1, got " + maximumSide);
    }
    return Math.min(1, maximumSide / (double) Math.max(width, height));
  }

  private static int side(int side, double scale) {
    return Math.max(1, (int) Math.round(side * scale));
  }
}
