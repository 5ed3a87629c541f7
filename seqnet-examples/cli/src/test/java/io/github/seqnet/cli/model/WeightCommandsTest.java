// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.Main;
import io.github.seqnet.cli.Program;
import io.github.seqnet.cli.SmallModel;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.Preprocessing;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeightCommandsTest {
  private static final SeqNetConfig CONFIG = SeqNetConfig.seqNet(2, 2);

  @TempDir private Path folder;

  @Test
  void importingAndExportingKeepsEveryWeight() throws IOException {
    Path first = SmallModel.writeKeras(folder.resolve("first.hdf5"), CONFIG);
    Path own = folder.resolve("own.seqnet");
    Path second = folder.resolve("second.hdf5");
    assertEquals(0, Program.run("import-weights", first, own).exitCode());
    assertEquals(0, Program.run("export-weights", own, second).exitCode());
    assertEquals(KerasFile.read(first).weights(), KerasFile.read(second).weights());
    assertEquals(CONFIG.specification(), WeightFile.read(own).specification());
    Path third = folder.resolve("third.hdf5");
    Path again = folder.resolve("again.seqnet");
    assertEquals(0, Program.run("import-weights", second, again).exitCode());
    assertEquals(0, Program.run("export-weights", again, third).exitCode());
    assertArrayEquals(Files.readAllBytes(own), Files.readAllBytes(again));
    assertArrayEquals(Files.readAllBytes(second), Files.readAllBytes(third));
  }

  @Test
  void theEmbeddedModelIsTheSameAfterExportAndImport() throws IOException {
    Path exported = folder.resolve("default.hdf5");
    Program export = Program.run("export-weights", "embedded", exported);
    assertEquals(0, export.exitCode(), export.err());
    assertTrue(export.err().contains("expects illumination-correction"), export.err());
    assertTrue(export.err().contains("the class Preprocessing of seqnet-core"), export.err());
    // There is an output now, which is not the model to read.
    assertEquals(0, Program.run("export-weights", "embedded", exported).exitCode());
    Path imported = folder.resolve("imported.seqnet");
    Program run = Program.run("import-weights", exported, imported);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("prepared: illumination-correction"), run.out());
    try (InputStream in = EmbeddedModel.DEFAULT.open()) {
      TrainedModel own = WeightFile.read(in, "embedded");
      TrainedModel read = WeightFile.read(imported);
      assertEquals(own.specification(), read.specification());
      assertEquals(own.weights(), read.weights());
      assertEquals(own.provenance(), read.provenance());
      assertEquals(own.license(), read.license());
    }
  }

  @Test
  void onlyTheWordItselfNamesTheEmbeddedModel() {
    Path target = folder.resolve("out.hdf5");
    Path missing = folder.resolve("embedded");
    Program run = Program.run("export-weights", missing, target);
    assertEquals(2, run.exitCode());
    assertEquals("seqnet: " + missing + ": there is no such file", run.error());
    assertFalse(Files.exists(target));
  }

  /** In a process of its own, whose working folder has such a file. */
  @Tag("process")
  @Test
  void aFileOfThatNameIsAFile() throws IOException, InterruptedException {
    SmallModel.write(folder.resolve("embedded"), SmallModel.ITERNET);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "export-weights",
                "embedded",
                "out.hdf5")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertEquals(0, process.waitFor(), Files.readString(log));
    assertEquals(SmallModel.ITERNET, KerasFile.read(folder.resolve("out.hdf5")).config());
  }

  @Test
  void thePreparationOfACheckpointThatDoesNotSayItIsGiven() throws IOException {
    Path checkpoint = folder.resolve("plain.hdf5");
    copyWithoutAttributes(
        SmallModel.writeKeras(folder.resolve("in.hdf5"), SmallModel.ITERNET), checkpoint);
    Path target = folder.resolve("out.seqnet");
    assertEquals(0, Program.run("import-weights", checkpoint, target).exitCode());
    assertEquals(Preprocessing.NONE, WeightFile.read(target).specification().preprocessing());
    Program run =
        Program.run(
            "import-weights", checkpoint, target, "--preprocessing", "illumination-correction");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        Preprocessing.ILLUMINATION_CORRECTION,
        WeightFile.read(target).specification().preprocessing());
  }

  @Test
  void thePreparationIsNotOtherThanTheFileSays() throws IOException {
    Path checkpoint =
        SmallModel.writeKeras(
            folder.resolve("in.hdf5"),
            SmallModel.ITERNET.withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION));
    Path target = folder.resolve("out.seqnet");
    Program other = Program.run("import-weights", checkpoint, target, "--preprocessing", "none");
    assertEquals(2, other.exitCode());
    assertEquals(
        "seqnet: --preprocessing: " + checkpoint + " says illumination-correction, not none",
        other.error().lines().findFirst().orElse(""));
    assertFalse(Files.exists(target));
    Program same =
        Program.run(
            "import-weights", checkpoint, target, "--preprocessing", "illumination-correction");
    assertEquals(0, same.exitCode(), same.err());
  }

  /** As other programs write checkpoints. */
  private static void copyWithoutAttributes(Path from, Path to) {
    try (HdfFile in = new HdfFile(from);
        WritableHdfFile out = HdfFile.write(to)) {
      for (String layer : in.getChildren().keySet()) {
        WritableGroup group = out.putGroup(layer).putGroup(layer);
        for (String values : List.of("kernel:0", "bias:0")) {
          Object data = in.getDatasetByPath("/" + layer + "/" + layer + "/" + values).getData();
          group.putDataset(values, data);
        }
      }
    }
  }

  @Test
  void theMappingIsShownLayerByLayer() throws IOException {
    Path checkpoint = SmallModel.writeKeras(folder.resolve("in.hdf5"), CONFIG);
    Program run = Program.run("import-weights", checkpoint, folder.resolve("out"), "--show");
    int parameters = SeqNetArchitecture.network(CONFIG).parameters().size();
    // A line for each layer, which has a kernel and a bias, and one for the result.
    assertEquals(parameters / 2 + 1, run.out().lines().count());
    assertTrue(run.out().contains("conv2d_1 -> segmentation.e1.conv1.kernel"), run.out());
  }

  @Test
  void withoutShowingThereIsOneLine() throws IOException {
    Path checkpoint = SmallModel.writeKeras(folder.resolve("in.hdf5"), SmallModel.ITERNET);
    Program run = Program.run("import-weights", checkpoint, folder.resolve("out.seqnet"));
    assertEquals(1, run.out().lines().count());
    assertTrue(run.out().contains("IterNet of base width 1 and 1 iteration,"), run.out());
  }

  @Test
  void importsANetworkWithoutIterations() throws IOException {
    SeqNetConfig config = SeqNetConfig.seqNet(2, 0);
    Path checkpoint = SmallModel.writeKeras(folder.resolve("in.hdf5"), config);
    Path target = folder.resolve("out.seqnet");
    Program run = Program.run("import-weights", checkpoint, target);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("SeqNet of base width 2 and 0 iterations,"), run.out());
    assertEquals(SmallModel.weights(config), WeightFile.read(target).weights());
  }

  @Test
  void whatIsNoCheckpointIsNotImported() throws IOException {
    Path text = Files.writeString(folder.resolve("text.hdf5"), "text");
    Path target = folder.resolve("out.seqnet");
    Program run = Program.run("import-weights", text, target);
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("text.hdf5"), run.err());
    assertFalse(Files.exists(target));
  }

  @Test
  void whatIsWrittenForKerasIsNotCalledSeqnet() {
    Program run = Program.run("export-weights", "embedded", folder.resolve("x.seqnet"));
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("what is written is HDF5"), run.err());
  }

  @Test
  void aFileIsNotReplacedByWhatIsMadeOfIt() throws IOException {
    Path checkpoint = SmallModel.writeKeras(folder.resolve("in.hdf5"), SmallModel.SEQNET);
    Path own = SmallModel.write(folder.resolve("own.seqnet"), SmallModel.SEQNET);
    Path sameByAnotherName = folder.resolve("missing/..").resolve("own.seqnet");
    Files.createDirectory(folder.resolve("missing"));
    for (Program run :
        List.of(
            Program.run("import-weights", checkpoint, checkpoint),
            Program.run("export-weights", own, sameByAnotherName))) {
      assertEquals(2, run.exitCode());
      assertEquals(1, run.error().lines().count(), run.err());
      assertTrue(run.error().contains("is the file to read"), run.err());
    }
    assertEquals(SmallModel.SEQNET, KerasFile.read(checkpoint).config());
    assertEquals(SmallModel.SEQNET.specification(), WeightFile.read(own).specification());
  }

  @Test
  void aTargetInNoFolderIsAnError() throws IOException {
    Path own = SmallModel.write(folder.resolve("own.seqnet"), SmallModel.SEQNET);
    Path target = folder.resolve("missing/out.hdf5");
    Program run = Program.run("export-weights", own, target);
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains(target.toString()), run.err());
  }
}
