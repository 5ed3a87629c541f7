package io.github.seqnet.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.weights.DefaultModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateCommandTest {
  @TempDir private Path folder;
  private Path set;
  private Path weights;

  @BeforeEach
  void writeData() throws IOException {
    set = GeneratedSet.write(folder.resolve("set"), 2);
    weights = SmallModel.write(folder.resolve("small.seqnet"), SmallModel.SEQNET);
  }

  /** With the embedded model: where no vessel is found, some figures are not defined. */
  @Test
  void everyFigureIsInTheJson() throws IOException {
    Path json = folder.resolve("result.json");
    Program run =
        Program.run(
            "evaluate", "--data", "plain:" + set + "@all", "--refine", "unify", "--json", json);
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(json);
    for (String figure :
        List.of(
            "segmentation.auc",
            "segmentation.dice",
            "av.all_gt.accuracy",
            "av.discovered.accuracy",
            "av.centre_discovered.accuracy",
            "av.centre_discovered_2px.accuracy",
            "av.three_class.accuracy")) {
      for (String end : List.of("", ".low", ".high")) {
        assertTrue(text.contains("\"" + figure + end + "\" : "), figure + end);
      }
    }
    assertTrue(text.contains("\"refinement\" : \"unify\""), text);
    assertTrue(text.contains("\"weights\" : \"embedded model\""), text);
    try (InputStream model = DefaultModel.open()) {
      assertTrue(text.contains("\"weights.sha256\" : \"" + Sha256.of(model) + "\""), text);
    }
    assertTrue(text.contains("\"splits\" : [ \"all\" ]"), text);
  }

  @Test
  void anIterNetIsJudgedByItsVesselsAlone() throws IOException {
    Path iterNet = SmallModel.write(folder.resolve("iternet.seqnet"), SmallModel.ITERNET);
    Path json = folder.resolve("result.json");
    Program run = evaluate(iterNet, "--json", json);
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(json);
    assertTrue(text.matches("(?s).*\"segmentation.auc\" : [0-9.]+,.*"), text);
    assertFalse(text.contains("\"av."), text);
    Program refined = evaluate(iterNet, "--refine", "stable");
    assertEquals(2, refined.exitCode());
    assertTrue(refined.error().contains("--refine"), refined.err());
    Program arteries = evaluate(iterNet, "--protocols", "all_gt");
    assertEquals(2, arteries.exitCode());
    assertTrue(arteries.error().contains("--protocols"), arteries.err());
  }

  @Test
  void weightsAreKnownByTheirContent() throws IOException {
    Path copy = Files.copy(weights, folder.resolve("copy.seqnet"));
    Path json = folder.resolve("result.json");
    assertEquals(0, evaluate(copy, "--json", json).exitCode());
    // Of "abc", the example of FIPS 180-2.
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        Sha256.of(new ByteArrayInputStream("abc".getBytes(StandardCharsets.US_ASCII))));
    try (InputStream in = Files.newInputStream(weights)) {
      String expected = "\"weights.sha256\" : \"" + Sha256.of(in) + "\"";
      assertTrue(Files.readString(json).contains(expected), expected);
    }
  }

  @Test
  void whereResultsGoIsLookedAtBeforeTheWork() {
    Path missing = folder.resolve("missing");
    assertUnwritable(missing.resolve("result.json"), "there is no folder " + missing);
    assertUnwritable(folder, "it is a folder");
    assertUnwritable(folder.getRoot(), "it is a folder");
  }

  private void assertUnwritable(Path json, String reason) {
    Program run = evaluate(weights, "--json", json);
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertEquals("seqnet: " + json + ": cannot be written: " + reason, run.error(), run.err());
  }

  private Program evaluate(Path network, Object... more) {
    Stream<Object> first =
        Stream.of("evaluate", "--data", "plain:" + set + "@all", "--weights", network);
    return Program.run(Stream.concat(first, Stream.of(more)).toArray());
  }

  @Test
  void onlyTheProtocolsAskedForArePrinted() {
    Program run =
        Program.run(
            "evaluate",
            "--data",
            "plain:" + set,
            "--split",
            "all",
            "--weights",
            weights,
            "--protocols",
            "segmentation,all_gt");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("| segmentation.auc |"), run.out());
    assertTrue(run.out().contains("| av.all_gt.accuracy |"), run.out());
    assertFalse(run.out().contains("av.discovered"), run.out());
  }

  @Test
  void aPartIsNamedOnce() {
    Program run = evaluate(weights, "--split", "all");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("--split: not beside"), run.err());
  }

  @Test
  void curvesAreDrawn() {
    Path curves = folder.resolve("curves");
    Program run = evaluate(weights, "--curves", curves);
    assertEquals(0, run.exitCode(), run.err());
    for (String file : List.of("roc.png", "roc.csv", "pr.png", "pr.csv")) {
      assertTrue(Files.exists(curves.resolve(file)), file);
    }
  }

  @Test
  void aSetThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing");
    Program run = Program.run("evaluate", "--data", "drive:" + missing, "--weights", weights);
    assertEquals(2, run.exitCode());
    assertEquals(1, run.error().lines().count(), run.err());
    assertTrue(run.error().contains(missing.toString()), run.err());
  }

  @Test
  void anUnknownSetAndAnUnknownProtocolAreWrongUsage() {
    assertEquals(2, Program.run("evaluate", "--data", "eyes:" + set).exitCode());
    Program run = Program.run("evaluate", "--data", "plain:" + set + "@all", "--protocols", "best");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("best"), run.err());
  }
}
