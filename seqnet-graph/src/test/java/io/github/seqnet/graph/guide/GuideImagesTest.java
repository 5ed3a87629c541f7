package io.github.seqnet.graph.guide;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Draws the images of the guide; into its folder with {@code
 * -Dseqnet.guide.folder=<checkout>/seqnet-graph/docs}, else into a temporary one.
 */
class GuideImagesTest {
  @Test
  void picturesAreDrawnAndSmall(@TempDir Path temporary) throws IOException {
    String folder = System.getProperty("seqnet.guide.folder", temporary.toString());
    for (Path file : GuideImages.draw(Path.of(folder))) {
      long bytes = Files.size(file);
      // Below a kilobyte nothing is drawn; the repository wants small files.
      assertTrue(bytes > 1000 && bytes < 200_000, () -> file + " has " + bytes + " bytes");
    }
  }
}
