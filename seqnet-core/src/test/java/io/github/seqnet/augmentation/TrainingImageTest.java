// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.FolderDataset;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingImageTest {
  @TempDir Path root;

  private Dataset dataset() throws IOException {
    Files.createDirectories(root.resolve("images"));
    Files.createDirectories(root.resolve("labels"));
    for (int i = 0; i < 5; i++) {
      LabeledImage image = TestImages.ramp("x", 30 + i, 20, i / 8f);
      ImageFiles.writePng(root.resolve("images/" + i + ".png"), image.image());
      ImageFiles.writePng(root.resolve("labels/" + i + ".png"), image.labels());
    }
    return FolderDataset.ARTERY_VEIN.open(root, Split.ALL);
  }

  @Test
  void loadsInTheOrderOfTheSetWhateverTheThreads() throws IOException {
    Dataset set = dataset();
    List<Long> progress = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void progress(String stage, long done, long total) {
            assertEquals("read", stage);
            assertEquals(5, total);
            progress.add(done);
          }
        };
    List<TrainingImage> images = TrainingImage.load(set, 24, Preprocessing.NONE, 3, listener);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), progress);
    for (int i = 0; i < 5; i++) {
      assertEquals(Integer.toString(i), images.get(i).name());
      assertEquals(24, images.get(i).width());
      assertEquals(24, images.get(i).height());
    }
  }

  @Test
  void loadsPhotographsAsTheNetworkWantsThem() throws IOException {
    Dataset set = dataset();
    float[] prepared =
        TrainingImage.load(set, 24, Preprocessing.ILLUMINATION_CORRECTION, 1, ProgressListener.NONE)
            .get(2)
            .samples();
    LabeledImage resized = set.samples().get(2).load().resized(24, 24);
    assertArrayEquals(
        Preprocessing.ILLUMINATION_CORRECTION.apply(resized.image()).toArray(), prepared);
    assertFalse(Arrays.equals(resized.image().toArray(), prepared), "nothing has been done");
  }

  @Test
  void namesTheFileThatCannotBeRead() throws IOException {
    Dataset set = dataset();
    Files.writeString(root.resolve("labels/3.png"), "no image");
    IOException e =
        assertThrows(
            IOException.class,
            () -> TrainingImage.load(set, 24, Preprocessing.NONE, 2, ProgressListener.NONE));
    assertTrue(e.getMessage().startsWith(root.resolve("labels/3.png") + ": "), e.getMessage());
  }

  @Test
  void canBeCancelled() throws IOException {
    Dataset set = dataset();
    ProgressListener cancelled =
        new ProgressListener() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThrows(
        CancellationException.class,
        () -> TrainingImage.load(set, 24, Preprocessing.NONE, 1, cancelled));
  }
}
