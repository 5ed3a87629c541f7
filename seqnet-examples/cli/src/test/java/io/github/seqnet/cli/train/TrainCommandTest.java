// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.GeneratedSet;
import io.github.seqnet.cli.Program;
import io.github.seqnet.cli.SmallModel;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainCommandTest {
  @TempDir private Path folder;
  private Path set;

  @BeforeEach
  void writeData() throws IOException {
    set = GeneratedSet.write(folder.resolve("set"), 3);
  }

  private Program train(Path output, Object... more) {
    return trainGiven(
        output,
        Stream.concat(Stream.of("--base-width", 1, "--iterations", 1), Stream.of(more)).toArray());
  }

  /** Without a network. */
  private Program trainGiven(Path output, Object... more) {
    Stream<Object> first =
        Stream.of(
            "train",
            "--data",
            "plain:" + set + "@all",
            "--out",
            output,
            "--batch",
            2,
            "--steps",
            3);
    return Program.run(Stream.concat(first, Stream.of(more)).toArray());
  }

  @Test
  void aNetworkIsTrainedAndValidated() throws IOException {
    Path output = folder.resolve("run");
    Program run = train(output, "--validation", 1, "--validate-every", 2);
    assertEquals(0, run.exitCode(), run.err());
    TrainedModel model = WeightFile.read(output.resolve("best.seqnet"));
    assertEquals(1, SeqNetConfig.of(model.specification()).orElseThrow().baseWidth());
    assertEquals(Preprocessing.ILLUMINATION_CORRECTION, model.specification().preprocessing());
    assertTrue(model.provenance().dataSets().toString().contains("plain:"));
    assertTrue(Files.exists(output.resolve("steps.csv")));
    assertTrue(Files.exists(output.resolve("loss.png")));
    assertTrue(run.out().contains("best score"), run.out());
  }

  @Test
  void trainsWithANamedSchedule() throws IOException {
    Path output = folder.resolve("run");
    Program run = train(output, "--schedule", "step:interval=1,factor=0.5", "--rate", 0.004);
    assertEquals(0, run.exitCode(), run.err());
    List<String> steps = Files.readAllLines(output.resolve("steps.csv"));
    int column = List.of(steps.get(0).split(",")).indexOf("rate");
    assertEquals(0.004, Double.parseDouble(steps.get(1).split(",", -1)[column]), 1e-9);
    assertEquals(0.002, Double.parseDouble(steps.get(2).split(",", -1)[column]), 1e-9);
  }

  @Test
  void optionsThatWouldDoNothingAreRefused() throws IOException {
    Path output = folder.resolve("run");
    for (List<Object> more :
        List.<List<Object>>of(
            List.of("--fresh", "artery."),
            List.of("--patience", 3),
            List.of("--schedule", "linear"),
            List.of("--schedule", "step:interval=0"),
            List.of("--standardize", "artry."),
            List.of("--freeze", "segmentation.", "--vessel-weight", 2),
            List.of("--network", "iternet", "--artery-vein-weight", 2),
            List.of("--network", "iternet", "--contrast", 1))) {
      Program run = train(output, more.toArray());
      assertEquals(2, run.exitCode(), more.toString());
      assertTrue(
          run.error().contains(more.get(more.size() - 2).toString().substring(2)), run.err());
    }
    Path start = SmallModel.write(folder.resolve("start.seqnet"), SmallModel.SEQNET);
    Program other = train(output, "--init", start, "--network", "iternet");
    assertEquals(2, other.exitCode());
    assertTrue(
        other
            .error()
            .contains(
                "--network, --base-width, --iterations: the weights of --init are of a SeqNet of"
                    + " base width "),
        other.err());
    assertFalse(Files.exists(output.resolve("last.checkpoint")));
    Program none =
        Program.run("train", "--data", "plain:" + set + "@all", "--output", output, "--epochs", 0);
    assertEquals(2, none.exitCode());
    assertTrue(none.error().contains("--epochs"), none.err());
  }

  @Test
  void aTrainingIsNotOverwrittenButResumed() throws IOException {
    Path output = folder.resolve("run");
    assertEquals(0, train(output).exitCode());
    Program again = train(output);
    assertEquals(2, again.exitCode());
    assertEquals(1, again.error().lines().count(), again.err());
    assertEquals(0, train(output, "--resume").exitCode());
    Program other = train(output, "--resume", "--seed", 5);
    assertEquals(2, other.exitCode());
    assertTrue(other.error().contains("options"), other.err());
  }

  @Test
  void fineTuningStartsFromGivenWeightsAndKeepsFrozenOnes() throws IOException {
    Path start = SmallModel.write(folder.resolve("start.seqnet"), SmallModel.SEQNET);
    Path output = folder.resolve("run");
    Program run =
        trainGiven(
            output,
            "--init",
            start,
            "--freeze",
            "segmentation.",
            "--preprocessing",
            "illumination-correction");
    assertEquals(0, run.exitCode(), run.err());
    TrainedModel before = WeightFile.read(start);
    TrainedModel after = WeightFile.read(output.resolve("last.seqnet"));
    String segmentation = "segmentation.e1.conv1.kernel";
    assertEquals(before.weights().values(segmentation)[0], after.weights().values(segmentation)[0]);
    assertNotEquals(before.weights(), after.weights());
    assertEquals(Preprocessing.NONE, before.specification().preprocessing());
    assertEquals(Preprocessing.ILLUMINATION_CORRECTION, after.specification().preprocessing());
  }

  @Test
  void theModelSaysHowItWasTrainedAndOnWhichTerms() throws IOException {
    Path output = folder.resolve("run");
    Program run =
        train(
            output,
            "--vessel-weight",
            1.5,
            "--artery-vein-weight",
            20,
            "--license",
            "research only",
            "--notes",
            "for the test");
    assertEquals(0, run.exitCode(), run.err());
    TrainedModel model = WeightFile.read(output.resolve("last.seqnet"));
    assertEquals("research only", model.license());
    assertEquals("for the test; after 3 steps", model.provenance().notes());
    String recipe = model.provenance().recipe();
    for (String part :
        List.of(
            "vesselWeight=1.5, arteryVeinWeight=20.0",
            "timeLimit=none",
            "size=128, imagesPerBatch=2, cropsPerImage=1",
            "policy=IGNORE",
            "AugmentationOptions[brightness=")) {
      assertTrue(recipe.contains(part), part + " in " + recipe);
    }
  }

  @Test
  void theEmbeddedModelIsTrainedOn() throws IOException {
    Path output = folder.resolve("run");
    Program run = trainGiven(output, "--init", "embedded");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        8,
        SeqNetConfig.of(WeightFile.read(output.resolve("last.seqnet")).specification())
            .orElseThrow()
            .baseWidth());
  }

  @Test
  void anIterNetIsTrainedAlone() throws IOException {
    Path output = folder.resolve("run");
    Program run = train(output, "--network", "iternet", "--recipe", "reference");
    assertEquals(0, run.exitCode(), run.err());
    SeqNetConfig config =
        SeqNetConfig.of(WeightFile.read(output.resolve("last.seqnet")).specification())
            .orElseThrow();
    assertEquals(SmallModel.ITERNET.streams(), config.streams());
    assertEquals(Preprocessing.NONE, config.preprocessing());
  }

  @Test
  void trainsANetworkWithoutIterations() throws IOException {
    for (String network : List.of("seqnet", "iternet")) {
      Path output = folder.resolve(network);
      Program run = trainGiven(output, "--network", network, "--base-width", 1, "--iterations", 0);
      assertEquals(0, run.exitCode(), run.err());
      TrainedModel model = WeightFile.read(output.resolve("last.seqnet"));
      assertEquals(0, SeqNetConfig.of(model.specification()).orElseThrow().iterations());
      Path further = folder.resolve(network + "-further");
      Program base =
          trainGiven(further, "--init", output.resolve("last.seqnet"), "--recipe", "base-unets");
      assertEquals(0, base.exitCode(), base.err());
    }
  }

  @Test
  void arteriesAndVeinsAreNotTrainedWithoutLabels() throws IOException {
    Path vessels = GeneratedSet.writeVessels(folder.resolve("vessels"), 2);
    Path output = folder.resolve("run");
    Program plain = Program.run("train", "--data", "plain:" + vessels + "@all", "-o", output);
    assertEquals(2, plain.exitCode());
    assertTrue(plain.error().contains(vessels.resolve("labels/eye0.png").toString()), plain.err());
    assertTrue(plain.error().contains("use plain-vessels"), plain.err());
    String data = "plain-vessels:" + vessels + "@all";
    Program seqNet = Program.run("train", "--data", data, "-o", output);
    assertEquals(2, seqNet.exitCode());
    assertTrue(seqNet.error().contains("no image has artery and vein labels"), seqNet.err());
    Program iterNet =
        Program.run(
            "train",
            "--data",
            data,
            "-o",
            output,
            "--network",
            "iternet",
            "--base-width",
            1,
            "--iterations",
            1,
            "--batch",
            2,
            "--steps",
            2);
    assertEquals(0, iterNet.exitCode(), iterNet.err());
  }

  @Test
  void aSetWithoutTrainingImagesSaysWhatToWrite() {
    Program run = Program.run("train", "--data", "les-av:" + set, "-o", folder.resolve("run"));
    assertEquals(2, run.exitCode());
    assertTrue(run.error().endsWith("; append @all: les-av:" + set + "@all"), run.err());
  }

  @Test
  void wrongNumbersAreWrongUsage() {
    assertEquals(2, train(folder.resolve("a"), "--validation", 3).exitCode());
    assertEquals(2, train(folder.resolve("b"), "--freeze", "nothing.").exitCode());
    assertEquals(2, train(folder.resolve("c"), "--dropout", 1).exitCode());
    assertEquals(2, train(folder.resolve("d"), "--vessel-weight", 0).exitCode());
  }
}
