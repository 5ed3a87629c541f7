// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.GeneratedSet;
import io.github.seqnet.cli.Program;
import io.github.seqnet.cli.SmallModel;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchCommandTest {
  @TempDir private Path folder;

  private static void assertJson(Program run, List<String> names) {
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(1, run.out().lines().count(), run.out());
    for (String name : names) {
      assertTrue(run.out().contains("\"" + name + "\":"), run.out());
    }
  }

  @Test
  void forwardPassesAreTimed() {
    Program run =
        Program.run(
            "bench",
            "forward",
            "--base-width",
            1,
            "--batch",
            1,
            "--threads",
            1,
            "--callers",
            3,
            "--repeats",
            2);
    assertJson(
        run,
        List.of(
            "medianSecondsPerWindow",
            "minSecondsPerWindow",
            "windows",
            "backend",
            "peakMemoryBytes"));
  }

  @Test
  void trainingStepsAreTimed() {
    Program run =
        Program.run(
            "bench",
            "train",
            "--base-width",
            1,
            "--batch",
            2,
            "--micro-batches",
            2,
            "--repeats",
            2);
    assertJson(
        run, List.of("medianSecondsPerCrop", "minSecondsPerCrop", "microBatches", "threads"));
    assertEquals(2, Program.run("bench", "train", "--batch", 3, "--micro-batches", 2).exitCode());
    assertEquals(2, Program.run("bench", "train", "--batch", 0).exitCode());
    assertEquals(2, Program.run("bench", "train", "--threads", 0).exitCode());
    assertEquals(2, Program.run("bench", "train", "--repeats", 0).exitCode());
    assertEquals(2, Program.run("bench", "train", "--threads", 0).exitCode());
  }

  @Test
  void imagesAreTimed() throws IOException {
    Path weights = SmallModel.write(folder.resolve("small.seqnet"), SmallModel.SEQNET);
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 40, 40);
    Program run = Program.run("bench", "image", "-i", image, "--weights", weights, "--repeats", 1);
    assertJson(
        run,
        List.of(
            "medianSecondsPerImage",
            "windows",
            "baseWidth",
            "iterations",
            "backend",
            "peakMemoryBytes"));
  }

  @Test
  void timesANetworkThatIsNeitherSeqNetNorIterNet() throws IOException {
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    Tensor hidden = builder.relu(builder.convolution("hidden", builder.input(), 3, 2));
    builder.output("maps", builder.sigmoid(builder.convolution("maps", hidden, 1, 3)));
    ModelSpecification specification =
        ModelSpecification.of(builder.build(), OutputMap.channel("maps", 0))
            .withArteryVein(OutputMap.channel("maps", 1), OutputMap.channel("maps", 2));
    Path weights = folder.resolve("other.seqnet");
    WeightFile.write(
        weights,
        new TrainedModel(
            specification,
            NetworkWeights.initial(specification.network(), 1),
            Provenance.imported("test"),
            ""));
    Path image = SmallModel.writeImage(folder.resolve("a.png"), 40, 40);
    Program photograph =
        Program.run("bench", "image", "-i", image, "--weights", weights, "--repeats", 1);
    assertJson(photograph, List.of("medianSecondsPerImage", "windows", "threads"));
    Program forward =
        Program.run(
            "bench", "forward", "--weights", weights, "--batch", 1, "--threads", 1, "--repeats", 1);
    assertJson(forward, List.of("medianSecondsPerWindow", "windows", "threads"));
    for (Program run : List.of(photograph, forward)) {
      assertFalse(run.out().contains("baseWidth"), run.out());
      assertFalse(run.out().contains("iterations"), run.out());
    }
    Program strategies = strategies(weights, "128/64/0");
    assertEquals(0, strategies.exitCode(), strategies.err());
    Program width = Program.run("bench", "forward", "--weights", weights, "--base-width", 8);
    assertEquals(2, width.exitCode());
    assertTrue(
        width.error().contains("--base-width: the weights are not of a SeqNet or IterNet"),
        width.err());
  }

  /** Compares strategies on one generated image. */
  private Program strategies(Path weights, String windows) throws IOException {
    Path data = GeneratedSet.write(folder.resolve("set"), 1);
    return Program.run(
        "bench",
        "strategies",
        "--data",
        "plain:" + data + "@all",
        "--weights",
        weights,
        "--images",
        1,
        "--baseline-stride",
        64,
        "--windows",
        windows);
  }

  @Test
  void strategiesAreCompared() throws IOException {
    Path weights = SmallModel.write(folder.resolve("small.seqnet"), SmallModel.SEQNET);
    Program run = strategies(weights, "128/64/0,192/128/16/2");
    assertEquals(0, run.exitCode(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(5, lines.size(), run.out());
    assertTrue(lines.get(2).startsWith("| 128 | 64 | 0 | 1 | 64 | 1/356 |"), run.out());
    assertTrue(lines.get(3).endsWith(" 0.0000 |"), "the same windows: " + run.out());
    assertTrue(lines.get(4).startsWith("| 192 | 128 | 16 | 2 | 32 |"), run.out());
  }

  @Test
  void aNetworkWithoutArteriesIsRefusedBeforeTheWork() throws IOException {
    Path weights = SmallModel.write(folder.resolve("iternet.seqnet"), SmallModel.ITERNET);
    Path output = folder.resolve("out");
    Path missing = folder.resolve("missing");
    for (Program run :
        List.of(
            Program.run("bench", "image", "-i", missing, "--weights", weights),
            Program.run("bench", "strategies", "--data", "plain:" + missing, "--weights", weights),
            Program.run("demo", "-o", output, "--weights", weights))) {
      assertEquals(2, run.exitCode());
      assertEquals("", run.out());
      assertTrue(run.error().contains("does not classify arteries and veins"), run.err());
    }
    assertFalse(Files.exists(output));
    Program forward =
        Program.run(
            "bench", "forward", "--weights", weights, "--batch", 1, "--threads", 1, "--repeats", 1);
    assertEquals(0, forward.exitCode(), forward.err());
    Program other = Program.run("bench", "forward", "--weights", weights, "--base-width", 8);
    assertEquals(2, other.exitCode());
    assertTrue(other.error().contains("--base-width: the weights are of width 1"), other.err());
  }

  @Test
  void wrongNumbersAreWrongUsage() {
    assertEquals(2, Program.run("bench", "forward", "--batch", 0).exitCode());
    assertEquals(2, Program.run("bench", "forward", "--base-width", 0).exitCode());
    assertEquals(2, Program.run("bench", "forward", "--threads", 0).exitCode());
    assertEquals(2, Program.run("bench", "forward", "--callers", 0).exitCode());
    assertEquals(2, Program.run("bench").exitCode());
  }
}
