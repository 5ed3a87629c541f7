// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingListener;
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
  void needsNoTemporaryFilesOfImageIo() throws IOException {
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
    RgbImage plot = ImageFiles.readRgb(png);
    assertEquals(900, plot.width());
    assertEquals(1, plot.sample(0, 0, 1), "white background");
  }

  @Test
  void logWithoutStepsGivesNoPlot() throws IOException {
    Path log = folder.resolve("steps.csv");
    Files.writeString(log, "step,seconds,loss\n");
    LossPlot.write(log, folder.resolve("loss.png"));
    assertFalse(Files.exists(folder.resolve("loss.png")));
  }

  @Test
  void plotThatCannotBeWrittenDoesNotEndTheTraining() throws IOException {
    Files.writeString(folder.resolve(Trainer.STEPS), "step,seconds,loss\n1,1,1\n2,2,0.5\n");
    Path inTheWay = Files.createDirectories(folder.resolve(LossPlot.FILE).resolve("in-the-way"));
    LossPlot plot = new LossPlot();
    plot.saved(new TrainingListener.Saved(2, folder.resolve(Trainer.CHECKPOINT)));
    assertTrue(Files.exists(inTheWay));
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    plot.saved(new TrainingListener.Saved(2, folder.resolve(Trainer.CHECKPOINT)));
    assertEquals(900, ImageFiles.readRgb(folder.resolve(LossPlot.FILE)).width());
  }
}
