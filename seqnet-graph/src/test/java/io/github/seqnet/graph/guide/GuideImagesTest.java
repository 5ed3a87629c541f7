// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Draws the images of the guide; into its folder with {@code
 * -Dseqnet.guide.folder=<checkout>/seqnet-graph/docs}, else into a temporary one.
 */
class GuideImagesTest {
  private static final Path GUIDE = Path.of("docs");

  @Test
  void drawsTheImagesOfTheGuide(@TempDir Path temporary) throws IOException {
    String folder = System.getProperty("seqnet.guide.folder", temporary.toString());
    List<Path> files = GuideImages.draw(Path.of(folder));
    for (Path file : files) {
      RgbImage drawn = ImageFiles.readRgb(file);
      RgbImage shown = ImageFiles.readRgb(GUIDE.resolve(file.getFileName().toString()));
      assertEquals(shown.width(), drawn.width(), () -> file + ": width");
      assertEquals(shown.height(), drawn.height(), () -> file + ": height");
      assertTrue(colors(drawn) >= 2, () -> file + " is blank");
      assertTrue(Files.size(file) < 200_000, () -> file + " is too large for the repository");
    }
    try (var shown = Files.list(GUIDE)) {
      assertEquals(files.size(), shown.filter(file -> file.toString().endsWith(".png")).count());
    }
  }

  private static int colors(RgbImage image) {
    Set<List<Float>> colors = new HashSet<>();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        colors.add(List.of(image.sample(x, y, 0), image.sample(x, y, 1), image.sample(x, y, 2)));
      }
    }
    return colors.size();
  }
}
