package io.github.seqnet.examples.cli;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.LabelColors;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Vessels that any program or person marked.
 *
 * @param map the vessels; those of a grey image are all {@link VesselLabel#UNKNOWN}
 * @param labelled whether the image tells arteries from veins
 */
record VesselInput(ArteryVeinMap map, boolean labelled) {
  /** Reads a mask (a grey image) or an artery/vein map (a colored one). */
  static VesselInput read(Path file) throws IOException {
    RgbImage image = ImageFiles.readRgb(file);
    if (isColored(image)) {
      return new VesselInput(LabelColors.defaults().decode(image), true);
    }
    return new VesselInput(ArteryVeinMap.unknown(ImageFiles.readMask(file)), false);
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
