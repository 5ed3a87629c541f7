// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.Program;
import io.github.seqnet.cli.SmallModel;
import io.github.seqnet.graph.io.CsvTable;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.image.io.NpyFile;
import io.github.seqnet.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictCommandTest {
  private static final List<String> IMAGES =
      List.of("out_seg", "out_art", "out_vei", "out_final", "out_refined", "overlay");

  @TempDir private Path folder;
  private Path weights;
  private Path output;

  @BeforeEach
  void writeWeights() throws IOException {
    weights = SmallModel.write(folder.resolve("small.seqnet"), SmallModel.SEQNET);
    output = folder.resolve("results");
  }

  private Program predict(Object... arguments) {
    return Program.run(
        Stream.concat(
                Stream.of("predict", "-o", output, "--weights", weights), Stream.of(arguments))
            .toArray());
  }

  @Test
  void everyPictureHasTheNameAndTheSizeOfItsInput() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("left eye.png"), 90, 70);
    Program run = predict("-i", image);
    assertEquals(0, run.exitCode(), run.err());
    for (String kind : IMAGES) {
      RgbImage written = ImageFiles.readRgb(output.resolve(kind).resolve("left eye.png"));
      assertEquals(90, written.width(), kind);
      assertEquals(70, written.height(), kind);
    }
  }

  @Test
  void probabilitiesAreWrittenAtTheWorkingSizeWhenAskedFor() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 50, 60);
    assertEquals(0, predict("-i", image).exitCode());
    assertFalse(Files.exists(output.resolve("probabilities")));
    assertEquals(0, predict("-i", image, "--save-probabilities").exitCode());
    for (String map : List.of("seg", "art", "vei")) {
      ProbabilityMap read = NpyFile.readMap(output.resolve("probabilities/a." + map + ".npy"));
      assertEquals(576, read.width());
      assertEquals(576, read.height());
    }
  }

  @Test
  void withoutRefinementThereAreNoRefinedLabels() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 50, 60);
    assertEquals(0, predict("-i", image, "--no-refine").exitCode());
    assertFalse(Files.exists(output.resolve("out_refined")));
    assertTrue(Files.exists(output.resolve("overlay/a.png")));
  }

  @Test
  void onlyThePicturesAskedForAreWritten() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 50, 60);
    assertEquals(0, predict("-i", image, "--write", "refined,seg").exitCode());
    assertTrue(Files.exists(output.resolve("out_refined/a.png")));
    assertTrue(Files.exists(output.resolve("out_seg/a.png")));
    for (String kind : List.of("out_art", "out_vei", "out_final", "overlay")) {
      assertFalse(Files.exists(output.resolve(kind)), kind);
    }
    assertTrue(Files.readString(output.resolve("records/a.json")).contains("[seg, refined]"));
    Program none = predict("-i", image, "--write", "none,seg");
    assertEquals(2, none.exitCode());
    assertTrue(none.error().contains("--write: none excludes all others"), none.error());
  }

  @Test
  void measuresOfAllImagesAreOneTableBesideNoPictures() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    SmallModel.writeImage(images.resolve("a.png"), 40, 40);
    SmallModel.writeImage(images.resolve("b.png"), 40, 50);
    Program run =
        predict("-i", images, "--graph", "--measure", "--write", "none", "--format", "csv");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        List.of("40", "50"),
        CsvTable.rows(output.resolve("measures.csv"), List.of()).stream()
            .map(row -> row.text("height_px"))
            .toList());
    try (Stream<Path> entries = Files.list(output)) {
      assertEquals(
          List.of("graph", "measures.csv", "records"),
          entries.map(entry -> entry.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void aFolderIsDoneWholeAndFailuresAreNamed() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    SmallModel.writeImage(images.resolve("a.png"), 40, 40);
    Files.writeString(images.resolve("b.png"), "this is no image");
    SmallModel.writeImage(images.resolve("c.png"), 40, 40);
    Program run = predict("-i", images);
    assertEquals(1, run.exitCode());
    assertTrue(Files.exists(output.resolve("out_seg/a.png")));
    assertFalse(Files.exists(output.resolve("out_seg/b.png")));
    assertTrue(Files.exists(output.resolve("out_seg/c.png")));
    assertEquals(1, run.error().lines().count(), run.err());
    assertTrue(run.error().contains("b.png"), run.err());
    assertTrue(run.out().contains("2 images done"), run.out());
    assertTrue(run.out().contains("1 failed") && run.out().contains("b.png"), run.out());
  }

  @Test
  void anImageOfOnePixelIsNoError() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("dot.png"), 1, 1);
    Program run = predict("-i", image);
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(1, ImageFiles.readRgb(output.resolve("overlay/dot.png")).width());
  }

  @Test
  void outsideOfAGivenFieldOfViewThereIsNothing() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 60, 60);
    byte[] left = new byte[60 * 60];
    for (int i = 0; i < left.length; i++) {
      left[i] = (byte) (i % 60 < 30 ? 1 : 0);
    }
    Path mask = folder.resolve("mask.png");
    ImageFiles.writePng(mask, BinaryMask.wrap(60, 60, left));
    assertEquals(0, predict("-i", image, "--fov", mask).exitCode());
    RgbImage photograph = ImageFiles.readRgb(image);
    RgbImage overlay = ImageFiles.readRgb(output.resolve("overlay/a.png"));
    for (int y = 0; y < 60; y++) {
      for (int x = 30; x < 60; x++) {
        assertEquals(photograph.sample(x, y, 0), overlay.sample(x, y, 0));
      }
    }
  }

  @Test
  void aMaskOfAnotherSizeFailsTheImage() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 60, 60);
    Path mask = SmallModel.writeImage(folder.resolve("mask.png"), 30, 30);
    Program run = predict("-i", image, "--fov", mask);
    assertEquals(1, run.exitCode());
    assertTrue(run.error().contains("a.png") && run.error().contains("60 x 60"), run.err());
  }

  @Test
  void anEmptyMaskStopsEverything() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 60, 60);
    Path mask = folder.resolve("black.png");
    ImageFiles.writePng(mask, BinaryMask.wrap(60, 60, new byte[3600]));
    Program run = predict("-i", image, "--fov", mask);
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("black.png") && run.error().contains("empty"), run.err());
    assertFalse(Files.exists(output));
  }

  @Test
  void aMaskThatIsMissingStopsEverything() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 60, 60);
    Program run = predict("-i", image, "--fov", folder.resolve("missing.png"));
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("missing.png"), run.err());
    assertFalse(Files.exists(output));
  }

  @Test
  void aStrideBeyondTheWindowIsWrongUsage() {
    Program run = predict("-i", folder, "--mode", "reference", "--stride", "129");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("129") && run.error().contains("128"), run.err());
  }

  @Test
  void referenceModeTakesTheWholeImage() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 40, 40);
    Program run = predict("-i", image, "--mode", "REFERENCE", "--stride", "128");
    assertEquals(0, run.exitCode());
    assertTrue(run.err().contains("whole image"), run.err());
  }

  @Test
  void aNetworkWithoutArteriesGivesVesselsAlone() throws IOException {
    weights = SmallModel.write(folder.resolve("iternet.seqnet"), SmallModel.ITERNET);
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 40, 40);
    Program run = predict("-i", image, "--save-probabilities");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(Files.exists(output.resolve("out_seg/a.png")));
    assertTrue(Files.exists(output.resolve("probabilities/a.seg.npy")));
    assertFalse(Files.exists(output.resolve("out_art")));
    assertEquals(0, predict("-i", image, "--refine", "none").exitCode());
    Program refined = predict("-i", image, "--refine", "stable");
    assertEquals(2, refined.exitCode());
    assertTrue(refined.error().contains("--refine"), refined.err());
  }

  @Test
  void memoryIsReportedToThoseWhoAsk() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 40, 40);
    assertFalse(predict("-i", image).err().contains("MiB"));
    assertTrue(predict("-i", image, "--verbose").err().contains("MiB"));
  }

  @Test
  void theReferenceProgramsMapsAreReproduced() throws IOException {
    weights = Shared.path("weights/seqnet-k8.keras2.hdf5");
    Path image = Shared.path("data/DRIVE/test/images/01_test.tif");
    Path expected = Shared.path("fixtures/predict");
    Program run =
        predict("-i", image, "--mode", "reference", "--stride", "24", "--save-probabilities");
    assertEquals(0, run.exitCode(), run.err());
    for (String map : List.of("seg", "art", "vei")) {
      float[] ours =
          NpyFile.read(output.resolve("probabilities/01_test." + map + ".npy")).toArray();
      float[] reference =
          NpyFile.read(expected.resolve("01_test.stride24." + map + ".npy")).toArray();
      assertEquals(reference.length, ours.length);
      float largest = 0;
      for (int i = 0; i < ours.length; i++) {
        largest = Math.max(largest, Math.abs(ours[i] - reference[i]));
      }
      // The required accuracy; float32 sums in another order differ by about 5e-6.
      assertTrue(largest <= 1e-4, map + " differs by " + largest);
    }
  }
}
