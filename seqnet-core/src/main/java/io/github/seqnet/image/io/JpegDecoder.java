// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.awt.image.Raster;
import java.io.IOException;

/** Decodes the samples of a JPEG file: gray, RGB (converted from YCbCr), or CMYK. */
final class JpegDecoder {
  private JpegDecoder() {}

  /**
   * Decodes a file.
   *
   * @param structure the markers of this file
   * @return one, three or four bands; four as stored by the file, with YCCK converted to CMYK
   * @throws IOException with the reason only, if the file is damaged
   */
  static Samples decode(byte[] file, JpegStructure structure, ReadBudget budget)
      throws IOException {
    if (structure.isLossless()) {
      Samples samples = LosslessJpeg.decode(file, structure, budget);
      if (samples.bands() == 3 && structure.hasColorTransform()) {
        convertYCbCr(samples);
      }
      return samples;
    }
    boolean inks = structure.components() == 4;
    Raster raster =
        PluginReader.readRaster(
            Plugins.reader(ImageFormat.JPEG), structure.essentials(file), inks, budget);
    int bands = raster.getNumBands();
    if (bands != structure.components()
        || raster.getWidth() != structure.width()
        || raster.getHeight() != structure.height()) {
      throw new IOException("the file is damaged (the decoded image has another size)");
    }
    Samples samples = PluginReader.samples(raster, 8);
    if (inks && structure.hasColorTransform()) {
      convertYcck(samples.values());
    }
    return samples;
  }

  /** As libjpeg: YCC stands for the inverted RGB; in Adobe's files the result is inverted again. */
  private static void convertYcck(char[] values) {
    for (int i = 0; i < values.length; i += 4) {
      float y = values[i];
      float cb = values[i + 1] - 128;
      float cr = values[i + 2] - 128;
      values[i] = clamp(255 - (y + 1.402f * cr));
      values[i + 1] = clamp(255 - (y - 0.344136f * cb - 0.714136f * cr));
      values[i + 2] = clamp(255 - (y + 1.772f * cb));
    }
  }

  /** Converts luma and chroma of the full range (JFIF) to RGB, in place. */
  static void convertYCbCr(Samples samples) {
    char[] values = samples.values();
    float largest = samples.largest();
    float half = 1 << (samples.bits() - 1);
    for (int i = 0; i < values.length; i += samples.bands()) {
      float y = values[i];
      float cb = values[i + 1] - half;
      float cr = values[i + 2] - half;
      values[i] = clamp(y + 1.402f * cr, largest);
      values[i + 1] = clamp(y - 0.344136f * cb - 0.714136f * cr, largest);
      values[i + 2] = clamp(y + 1.772f * cb, largest);
    }
  }

  private static char clamp(float value, float largest) {
    return (char) Math.max(0, Math.min(largest, Math.round(value)));
  }

  private static char clamp(float value) {
    return (char) Math.max(0, Math.min(255, Math.round(value)));
  }
}
