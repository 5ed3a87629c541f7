package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossPlotTest {
  @TempDir Path folder;

  @Test
  void picturesNeedNoTemporaryFilesOfImageIo() throws IOException {
    Path log = folder.resolve("steps.csv");
    Files.writeString(log, "step,seconds,loss\n1,1,1\n2,2,0.5\n");
    Path png = folder.resolve("loss.png");
    Path cache = Files.createDirectory(folder.resolve("cache"));
    File before = ImageIO.getCacheDirectory();
    try {
      ImageIO.setCacheDirectory(cache.toFile());
      Files.delete(cache);
      LossPlot.write(log, png);
    } finally {
      ImageIO.setCacheDirectory(before);
    }
    RgbImage picture = ImageFiles.readRgb(png);
    assertEquals(900, picture.width());
    assertEquals(1, picture.sample(0, 0, 1), "white ground");
  }

  @Test
  void logWithoutStepsGivesNoPicture() throws IOException {
    Path log = folder.resolve("steps.csv");
    Files.writeString(log, "step,seconds,loss\n");
    LossPlot.write(log, folder.resolve("loss.png"));
    assertFalse(Files.exists(folder.resolve("loss.png")));
  }
}
