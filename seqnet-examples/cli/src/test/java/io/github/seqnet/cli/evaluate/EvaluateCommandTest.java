// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.GeneratedSet;
import io.github.seqnet.cli.Program;
import io.github.seqnet.cli.SmallModel;
import io.github.seqnet.cli.file.Sha256;
import io.github.seqnet.nn.weights.EmbeddedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** With the embedded model: where no vessel is found, some metrics are undefined. */
  @Test
  void everyFigureIsInTheJson() throws IOException {
    Path json = folder.resolve("result.json");
    Program run =
        Program.run(
            "evaluate", "--data", "plain:" + set + "@all", "--refine", "unify", "--json", json);
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(json);
    for (String metric :
        List.of(
            "segmentation.auc",
            "segmentation.dice",
            "av.all_gt.accuracy",
            "av.discovered.accuracy",
            "av.center_line_discovered.accuracy",
            "av.center_line_discovered_2px.accuracy",
            "av.three_class.accuracy")) {
      for (String end : List.of("", ".low", ".high")) {
        assertTrue(text.contains("\"" + metric + end + "\" : "), metric + end);
      }
    }
    assertTrue(text.contains("\"refinement\" : \"unify\""), text);
    assertTrue(text.contains("\"weights\" : \"embedded model\""), text);
    try (InputStream model = EmbeddedModel.DEFAULT.open()) {
      assertTrue(text.contains("\"weights.sha256\" : \"" + Sha256.of(model) + "\""), text);
    }
    assertTrue(text.contains("\"splits\" : [ \"all\" ]"), text);
  }

  @Test
  void anotherEmbeddedModelIsNamed() throws IOException {
    Path json = folder.resolve("result.json");
    Program run = evaluate(Path.of(EmbeddedModel.OPEN.id()), "--json", json);
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(json);
    assertTrue(text.contains("\"weights\" : \"embedded model 'open'\""), text);
    try (InputStream model = EmbeddedModel.OPEN.open()) {
      assertTrue(text.contains("\"weights.sha256\" : \"" + Sha256.of(model) + "\""), text);
    }
  }

  @Test
  void anIterNetIsJudgedByItsVesselsAlone() throws IOException {
    Path iterNet = SmallModel.write(folder.resolve("iternet.seqnet"), SmallModel.ITERNET);
    Path json = folder.resolve("result.json");
    Program run = evaluate(iterNet, "--json", json);
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(json);
    assertTrue(text.matches("(?s).*\"segmentation.auc\" : [0-9.]+,.*"), text);
    assertFalse(text.matches("(?s).*\"av\\.[^\"]*\" : [0-9].*"), text);
    Program refined = evaluate(iterNet, "--refine", "stable");
    assertEquals(2, refined.exitCode());
    assertTrue(refined.error().contains("--refine"), refined.err());
    Program arteries = evaluate(iterNet, "--protocols", "all_gt");
    assertEquals(2, arteries.exitCode());
    assertTrue(arteries.error().contains("--metrics"), arteries.err());
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
  void twoModelsAreComparedOnTheSameImages() throws IOException {
    Path json = folder.resolve("result.json");
    Path rows = folder.resolve("images.csv");
    Program run = evaluate(weights, "--compare", "embedded", "--json", json, "--images", rows);
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(json);
    for (String end : List.of("", ".low", ".high", ".p")) {
      assertTrue(text.contains("\"difference.segmentation.auc" + end + "\" : "), end);
    }
    Path alone = folder.resolve("embedded.json");
    Program embedded = Program.run("evaluate", "--data", "plain:" + set + "@all", "--json", alone);
    assertEquals(0, embedded.exitCode(), embedded.err());
    String metric = "segmentation.auc";
    double here = number(text, metric);
    double there = number(Files.readString(alone), metric);
    assertEquals(there, number(text, "compared." + metric));
    assertEquals(here - there, number(text, "difference." + metric));
    assertTrue(
        text.matches("(?s).*\"compared\" : \\{[^}]*\"weights\" : \"embedded model\".*"), text);
    assertTrue(run.out().contains("Compared with embedded model, --refine none:"), run.out());
    assertTrue(run.out().contains("| metric | value | compared with | difference |"), run.out());
    List<String> lines = Files.readAllLines(rows);
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).contains(",compared.segmentation.auc,"), lines.get(0));
    assertTrue(lines.get(1).startsWith("\"eye0\",0."), lines.get(1));
  }

  private static double number(String json, String name) {
    Matcher matcher =
        Pattern.compile("\"" + Pattern.quote(name) + "\" : ([-0-9.E]+)").matcher(json);
    assertTrue(matcher.find(), name);
    return Double.parseDouble(matcher.group(1));
  }

  /** Vessels are the same with any, so that only arteries and veins may differ. */
  @Test
  void waysToMakeLabelsConsistentAreCompared() throws IOException {
    Path json = folder.resolve("result.json");
    Program run =
        Program.run(
            "evaluate",
            "--data",
            "plain:" + set + "@all",
            "--refine",
            "unify",
            "--compare-refine",
            "none",
            "--protocols",
            "segmentation,discovered",
            "--json",
            json);
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(json);
    assertEquals(0, number(text, "difference.segmentation.dice"));
    assertEquals(1, number(text, "difference.segmentation.dice.p"));
    String metric = "av.discovered.accuracy";
    assertEquals(
        number(text, metric) - number(text, "compared." + metric),
        number(text, "difference." + metric));
    assertTrue(run.out().contains("Compared with embedded model, --refine none:"), run.out());
    assertEquals(
        2, run.out().lines().filter(line -> line.startsWith("| av.discovered.accuracy |")).count());
    assertFalse(run.out().contains("all_gt"), run.out());
  }

  @Test
  void anIterNetIsComparedByItsVessels() throws IOException {
    Path iterNet = SmallModel.write(folder.resolve("iternet.seqnet"), SmallModel.ITERNET);
    Path json = folder.resolve("result.json");
    Program run = evaluate(weights, "--compare", iterNet, "--json", json);
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(json);
    assertTrue(text.contains("\"difference.segmentation.auc.p\""), text);
    assertTrue(text.contains("\"av.all_gt.accuracy\""), text);
    assertFalse(text.contains("\"difference.av."), text);
    Program refined = evaluate(weights, "--compare", iterNet, "--refine", "unify");
    assertEquals(2, refined.exitCode());
    assertTrue(refined.error().contains("--compare-refine none"), refined.err());
    Program alone = evaluate(iterNet, "--compare-refine", "unify");
    assertEquals(2, alone.exitCode());
    assertTrue(alone.error().contains("cannot be used with --compare-refine"), alone.err());
  }

  @Test
  void comparisonsThatSayNothingAreRefused() {
    Program same = evaluate(weights, "--refine", "unify", "--compare-refine", "unify");
    assertEquals(2, same.exitCode());
    assertTrue(same.error().contains("--compare-refine: is the same as --refine"), same.err());
    Program typo = Program.run("evaluate", "--data", "plain:" + set, "--imags", "x.csv");
    assertEquals(2, typo.exitCode());
    assertTrue(typo.error().contains("--imags: there is no such option"), typo.err());
    Program itself = evaluate(weights, "--compare", weights);
    assertEquals(2, itself.exitCode());
    assertTrue(itself.error().contains("is the same model with the same --refine"), itself.err());
    Path missing = folder.resolve("missing.seqnet");
    Program none = evaluate(weights, "--compare", missing);
    assertEquals(2, none.exitCode());
    assertEquals(1, none.error().lines().count(), none.err());
    assertTrue(none.error().contains(missing.toString()), none.err());
  }

  @Test
  void figuresOfEachImageAreWrittenWithAllDigits() throws IOException {
    Path rows = folder.resolve("images.csv");
    Program run = evaluate(weights, "--images", rows);
    assertEquals(0, run.exitCode(), run.err());
    List<String> lines = Files.readAllLines(rows);
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).startsWith("image,segmentation.auc,segmentation.pr_auc,"));
    assertTrue(lines.get(0).contains(",av.three_class.vein_f1,recall_by_width.narrow,"));
    assertTrue(lines.get(2).matches("\"eye1\",[0-9.]+,0\\.[0-9]{10,18},.*"), lines.get(2));
    Path nowhere = folder.resolve("missing").resolve("images.csv");
    Program unwritable = evaluate(weights, "--images", nowhere);
    assertEquals(2, unwritable.exitCode());
    assertTrue(unwritable.error().contains(nowhere + ": cannot be written"), unwritable.err());
  }

  @Test
  void vesselsWithoutClassesHaveNoFiguresOfArteriesAndVeins() throws IOException {
    Path vessels = GeneratedSet.writeVessels(folder.resolve("vessels"), 2);
    Program plain = Program.run("evaluate", "--data", "plain:" + vessels + "@all");
    assertEquals(2, plain.exitCode());
    assertEquals(1, plain.error().lines().count(), plain.err());
    assertTrue(plain.error().contains(vessels.resolve("labels/eye0.png").toString()), plain.err());
    assertTrue(plain.error().contains("use plain-vessels"), plain.err());
    Path json = folder.resolve("result.json");
    String data = "plain-vessels:" + vessels + "@all";
    Program run = Program.run("evaluate", "--data", data, "--weights", weights, "--json", json);
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(json);
    assertTrue(text.contains("\"segmentation.auc\""), text);
    assertFalse(text.matches("(?s).*\"av\\.[^\"]*\" : [0-9].*"), text);
    assertTrue(run.out().contains("| av.three_class.accuracy | undefined | none |"), run.out());
  }

  /** The photograph is the same, the annotations are not. */
  @Test
  void aPhotographIsJudgedByEachOfItsAnnotations() throws IOException {
    Path drive = folder.resolve("drive");
    Path vessels = GeneratedSet.writeVessels(folder.resolve("vessels"), 1);
    copy(set.resolve("images/eye0.png"), drive.resolve("test/images/01_test.png"));
    copy(set.resolve("masks/eye0.png"), drive.resolve("test/mask/01_test_mask.png"));
    copy(set.resolve("labels/eye0.png"), drive.resolve("test/av/01_test.png"));
    copy(vessels.resolve("labels/eye0.png"), drive.resolve("test/1st_manual/01_manual1.png"));
    Path json = folder.resolve("result.json");
    Program run =
        Program.run(
            "evaluate",
            "--data",
            "drive:" + drive,
            "drive-vessels:" + drive,
            "--weights",
            weights,
            "--json",
            json);
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(json);
    assertEquals(2, number(text, "evaluated"));
    assertTrue(text.contains("\"av.three_class.accuracy\""), text);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }

  @Test
  void aSetWithoutTestImagesSaysWhatToWrite() {
    Program run = Program.run("evaluate", "--data", "plain:" + set, "--weights", weights);
    assertEquals(2, run.exitCode());
    assertTrue(run.error().startsWith("seqnet: plain:" + set + ": "), run.error());
    assertTrue(run.error().endsWith("@all: plain:" + set + "@all"), run.error());
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

  /** A metric and a data set that the class path provides. */
  @Test
  void metricsAndDataSetsOfTheClassPathAreUsedLikeBuiltInOnes() throws IOException {
    Path json = folder.resolve("result.json");
    Path rows = folder.resolve("images.csv");
    Program run =
        Program.run(
            "evaluate",
            "--data",
            "my-set:" + set + "@all",
            "--weights",
            weights,
            "--compare",
            "embedded",
            "--metrics",
            "test",
            "--json",
            json,
            "--images",
            rows);
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(json);
    String id = "test.vessel_fraction";
    for (String name :
        List.of(id, id + ".low", id + ".high", "compared." + id, "difference." + id + ".p")) {
      assertTrue(text.contains("\"" + name + "\" : "), name);
    }
    assertTrue(Files.readAllLines(rows).get(0).contains("," + id + ","), "column");
    assertTrue(run.out().contains("| " + id + " | "), run.out());
    assertFalse(run.out().contains("segmentation.auc"), run.out());
  }
}
