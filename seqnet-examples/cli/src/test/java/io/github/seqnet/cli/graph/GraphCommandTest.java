// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.Program;
import io.github.seqnet.cli.SmallModel;
import io.github.seqnet.cli.batch.ImageRun;
import io.github.seqnet.cli.option.NamedConstants;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.io.GraphFormat;
import io.github.seqnet.graph.propagation.LabelUnification;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.image.io.NpyFile;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import io.github.seqnet.testing.Shared;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GraphCommandTest {
  private static final List<String> FILES =
      List.of(
          "skeleton.png", "segments.csv", "nodes.csv", "graphml", "geojson", "json", "overlay.png");

  private static SyntheticFundus fundus;

  @TempDir private Path folder;
  private Path map;
  private Path mask;
  private Path output;

  @BeforeAll
  static void generate() {
    fundus = FundusGenerator.generate(FundusOptions.defaults().withSize(240, 240));
  }

  @BeforeEach
  void writeInput() throws IOException {
    map = folder.resolve("map.png");
    mask = folder.resolve("mask.png");
    output = folder.resolve("graphs");
    ImageFiles.writePng(map, fundus.labels());
    ImageFiles.writePng(mask, fundus.vessels());
  }

  /** The files of results, without the record of how they were made and of what failed. */
  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(ImageRun.FAILURES))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyFileIsWrittenByDefaultButMeasures() throws IOException {
    Program run = Program.run("graph", "-i", map, "-o", output);
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(FILES.stream().map(file -> "map." + file).sorted().toList(), written());
  }

  @Test
  void theFormatsHoldTheSameGraph() throws IOException {
    assertEquals(0, Program.run("graph", "-i", map, "-o", output).exitCode());
    VesselGraph graph = GraphFormat.JSON.read(output.resolve("map.json"));
    assertTrue(graph.segmentCount() > 10);
    assertEquals(graph, GraphFormat.GRAPHML.read(output.resolve("map.graphml")));
    assertEquals(graph, GraphFormat.GEOJSON.read(output.resolve("map.geojson")));
    assertEquals(graph.redraw(), ImageFiles.readMask(output.resolve("map.skeleton.png")));
  }

  @Test
  void onlyTheFormatsAskedForAreWritten() throws IOException {
    Program run =
        Program.run("graph", "-i", mask, "-o", output, "--format", "json,csv", "--measure");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        List.of(
            "mask.json",
            "mask.measures.csv",
            "mask.nodes.csv",
            "mask.segments.csv",
            "measures.csv"),
        written());
  }

  /** A vessel with a hole, a thin bump on its side, and a speck beside it; artery but for a bit. */
  private ArteryVeinMap untidy() {
    byte[] codes = new byte[100 * 60];
    for (int y = 26; y <= 34; y++) {
      for (int x = 5; x < 95; x++) {
        codes[y * 100 + x] = (x < 60 ? VesselLabel.ARTERY : VesselLabel.VEIN).code();
      }
    }
    codes[30 * 100 + 40] = 0;
    for (int y = 22; y < 26; y++) {
      codes[y * 100 + 70] = VesselLabel.VEIN.code();
    }
    codes[10 * 100 + 80] = VesselLabel.VEIN.code();
    codes[10 * 100 + 81] = VesselLabel.VEIN.code();
    return ArteryVeinMap.wrap(100, 60, codes);
  }

  @Test
  void vesselsAreTidiedUpWhereThatIsAskedFor() throws IOException {
    ImageFiles.writePng(map, untidy());
    ImageFiles.writePng(mask, untidy().vessels());
    Program untidied =
        Program.run(
            "graph",
            "-i",
            map,
            mask,
            "-o",
            output,
            "--fill-holes",
            "0",
            "--remove-specks",
            "0",
            "--prune-spurs",
            "0");
    assertEquals(0, untidied.exitCode(), untidied.err());
    String[] tidy = {"--fill-holes", "1", "--remove-specks", "2", "--prune-spurs", "1"};
    String[] arguments = {"graph", "-i", map.toString(), mask.toString(), "-o"};
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.add(folder.resolve("tidy"));
    all.addAll(List.of(tidy));
    Program run = Program.run(all.toArray());
    assertEquals(0, run.exitCode(), run.err());
    for (String name : List.of("map.json", "mask.json")) {
      VesselGraph before = GraphFormat.JSON.read(output.resolve(name));
      assertTrue(before.segmentCount() > 4, before.segmentCount() + " segments");
      VesselGraph after = GraphFormat.JSON.read(folder.resolve("tidy").resolve(name));
      assertEquals(1, after.segmentCount(), name);
      assertEquals(2, after.nodeCount(), name);
    }
  }

  @Test
  void sizesOfWhatIsTidiedUpAreChecked() {
    Program run = Program.run("graph", "-i", map, "-o", output, "--fill-holes", "-1");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("--fill-holes must be in 0.."), run.err());
    run = Program.run("graph", "-i", map, "-o", output, "--prune-spurs", "11");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("--prune-spurs must be in 0..10, got 11"), run.err());
    run = Program.run("graph", "-i", map, "-o", output, "--skeleton-only", "--prune-spurs", "1");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("--prune-spurs: not with --skeleton-only"), run.err());
  }

  @Test
  void theSkeletonAloneIsAsTheThinningGivesIt() throws IOException {
    for (ThinningMethod method : ThinningMethod.values()) {
      String name = NamedConstants.name(method);
      assertEquals(
          0,
          Program.run("graph", "-i", mask, "-o", output, "--skeleton-only", "--thinning", name)
              .exitCode());
      assertEquals(List.of("mask.skeleton.png"), written());
      assertEquals(
          Thinning.thin(fundus.vessels(), method),
          ImageFiles.readMask(output.resolve("mask.skeleton.png")));
    }
  }

  @Test
  void skeletonsAreThoseOfScikitImage() throws IOException {
    Path skeletons = Shared.path("fixtures/skeleton");
    List<Path> masks;
    try (Stream<Path> files = Files.list(skeletons)) {
      masks = files.filter(file -> file.toString().endsWith(".mask.png")).sorted().toList();
    }
    assertFalse(masks.isEmpty());
    for (Path file : masks) {
      assertEquals(
          0,
          Program.run(
                  "graph", "-i", file, "-o", output, "--skeleton-only", "--thinning", "zhang-suen")
              .exitCode());
      String name = file.getFileName().toString().replace(".mask.png", "");
      assertEquals(
          ImageFiles.readMask(skeletons.resolve(name + ".zhang.png")),
          ImageFiles.readMask(output.resolve(name + ".mask.skeleton.png")),
          name);
    }
  }

  @Test
  void propagationIsAudited() throws IOException {
    Program run = Program.run("graph", "-i", map, "-o", output, "--refine", "stable");
    assertEquals(0, run.exitCode(), run.err());
    String header = Files.readAllLines(output.resolve("map.segments.csv")).get(0);
    assertTrue(header.contains("label_before") && header.contains("influence_1"), header);
  }

  @Test
  void probabilitiesDecideTheLabels() throws IOException {
    Path probabilities = Files.createDirectory(folder.resolve("probabilities"));
    float[] high = new float[100];
    Arrays.fill(high, 0.9f);
    NpyFile.write(probabilities.resolve("mask.art.npy"), ProbabilityMap.wrap(10, 10, high));
    NpyFile.write(
        probabilities.resolve("mask.vei.npy"), ProbabilityMap.wrap(10, 10, new float[100]));
    Program run =
        Program.run(
            "graph", "-i", mask, "-o", output, "--probabilities", probabilities, "--format", "csv");
    assertEquals(0, run.exitCode(), run.err());
    List<String> rows = Files.readAllLines(output.resolve("mask.segments.csv"));
    assertTrue(rows.size() > 10);
    assertTrue(rows.stream().skip(1).allMatch(row -> row.contains(",artery,")));
  }

  @Test
  void probabilitiesThatAreNoneAreNamed() throws IOException {
    Path probabilities = Files.createDirectory(folder.resolve("probabilities"));
    NpyFile.write(probabilities.resolve("mask.art.npy"), new float[] {Float.NaN}, 1, 1);
    Program run = Program.run("graph", "-i", mask, "-o", output, "--probabilities", probabilities);
    assertEquals(1, run.exitCode());
    assertEquals(1, run.error().lines().count(), run.err());
    assertTrue(run.error().contains("mask.art.npy"), run.err());
    assertEquals(List.of(), written());
  }

  @Test
  void aMaskHasNoLabelsToRefine() throws IOException {
    Program run = Program.run("graph", "-i", mask, "-o", output, "--refine", "paper");
    assertEquals(1, run.exitCode());
    assertTrue(run.error().contains("mask.png"), run.err());
    assertEquals(List.of(), written());
  }

  @Test
  void aPhotographIsNoArteryVeinMap() throws IOException {
    Path photograph = folder.resolve("photograph.png");
    ImageFiles.writePng(photograph, fundus.image());
    for (String[] more : new String[][] {{}, {"--skeleton-only"}}) {
      Program run =
          Program.run(
              Stream.concat(Stream.of("graph", "-i", photograph, "-o", output), Stream.of(more))
                  .toArray());
      assertEquals(1, run.exitCode());
      assertEquals(1, run.error().lines().count(), run.err());
      assertTrue(run.error().contains("photograph.png: not an artery/vein map"), run.err());
      assertTrue(run.error().contains("predict --graph"), run.err());
      assertEquals(List.of(), written());
    }
  }

  /** Compression blurs the colors of thin vessels, and makes pixels that no label has. */
  @Test
  void aCompressedMapIsOne() throws IOException {
    Path compressed = folder.resolve("compressed.jpg");
    BufferedImage image = ImageIO.read(map.toFile());
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(0.3f);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(compressed.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    Program run = Program.run("graph", "-i", compressed, "-o", output);
    assertEquals(0, run.exitCode(), run.err());
    VesselGraph graph = GraphFormat.JSON.read(output.resolve("compressed.json"));
    assertTrue(graph.segments().stream().anyMatch(s -> s.label() == VesselLabel.ARTERY));
    assertTrue(graph.segments().stream().anyMatch(s -> s.label() == VesselLabel.VEIN));
  }

  @Test
  void resultsAreNotWrittenAmongTheImages() throws IOException {
    Program run = Program.run("graph", "-i", folder, "-o", folder);
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains(folder + ": is read from"), run.err());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void emptyAndFullMasksHaveGraphs() throws IOException {
    Path empty = folder.resolve("empty.png");
    Path full = folder.resolve("full.png");
    ImageFiles.writePng(empty, BinaryMask.wrap(9, 7, new byte[63]));
    ImageFiles.writePng(full, BinaryMask.full(9, 7));
    Program run = Program.run("graph", "-i", empty, full, "-o", output, "--measure");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(0, GraphFormat.JSON.read(output.resolve("empty.json")).segmentCount());
  }

  @Test
  void aPixelSizeMustBePositive() {
    Program run = Program.run("graph", "-i", mask, "-o", output, "--measure", "--pixel-size", "-1");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("-1"), run.err());
  }

  @Test
  void predictWritesTheGraphOfItsOwnLabels() throws IOException {
    Path image = folder.resolve("photo.png");
    ImageFiles.writePng(image, fundus.image());
    Program run = Program.run("predict", "-i", image, "-o", output, "--graph", "--measure");
    assertEquals(0, run.exitCode(), run.err());
    for (String file : FILES) {
      assertTrue(Files.exists(output.resolve("graph/photo." + file)), file);
    }
    assertTrue(Files.exists(output.resolve("graph/photo.measures.csv")));
    // Each segment has the label that most of its pixels have in what was written.
    VesselGraph graph = GraphFormat.JSON.read(output.resolve("graph/photo.json"));
    ArteryVeinMap labels = ImageFiles.readLabels(output.resolve("out_refined/photo.png"));
    assertTrue(graph.segmentCount() > 0);
    assertEquals(
        LabelUnification.unify(graph, labels).segments().stream().map(Segment::label).toList(),
        graph.segments().stream().map(Segment::label).toList());
  }

  @Test
  void optionsThatWouldDoNothingAreRefused() throws IOException {
    Program size = Program.run("graph", "-i", map, "-o", output, "--pixel-size", 5);
    assertEquals(2, size.exitCode());
    assertTrue(size.error().contains("--pixel-size: only with --measure"), size.err());
    Program quality =
        Program.run("graph", "-i", map, "-o", output, "--measure", "--min-quality", 1.5);
    assertEquals(2, quality.exitCode());
    assertTrue(quality.error().contains("--min-quality must be in 0..1"), quality.err());
    Program graphs =
        Program.run(
            "graph", "-i", map, "-o", output, "--skeleton-only", "--refine", "stable", "--measure");
    assertEquals(2, graphs.exitCode());
    assertTrue(graphs.error().contains("--refine, --measure: not with"), graphs.err());
    Path image = SmallModel.writeImage(folder.resolve("photo.png"), 64, 64);
    Program predict =
        Program.run("predict", "-i", image, "-o", output, "--graph", "--pixel-size", 5);
    assertEquals(2, predict.exitCode());
    assertTrue(predict.error().contains("--pixel-size: only with --measure"), predict.err());
    assertFalse(Files.exists(output));
  }

  @Test
  void predictRefusesOptionsOfGraphsWithoutOne() throws IOException {
    Path image = SmallModel.writeImage(folder.resolve("photo.png"), 64, 64);
    Program run = Program.run("predict", "-i", image, "-o", output, "--format", "csv");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("--format: only with --graph or --measure"), run.err());
    Program both =
        Program.run("predict", "-i", image, "-o", output, "--refine", "unify", "--no-refine");
    assertEquals(2, both.exitCode());
    assertTrue(both.error().contains("exclude each other"), both.err());
  }

  /** One artery and one vein each, written in every way that other programs do. */
  @Test
  void mapsInOtherEncodingsAreReadByName() throws IOException {
    ArteryVeinMap labels = twoVessels();
    byte[] codes = labels.toArray();
    int[] rrwnet = new int[codes.length];
    int[] indices = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      rrwnet[i] = codes[i] == 0 ? 0 : codes[i] == 1 ? 0xFF00FF : 0x00FFFF;
      indices[i] = codes[i] * 0x010101;
    }
    Path colored = folder.resolve("rrwnet.png");
    Path classes = folder.resolve("classes.png");
    Path swapped = folder.resolve("swapped.png");
    ImageFiles.writePng(colored, labels.width(), labels.height(), rrwnet);
    ImageFiles.writePng(classes, labels.width(), labels.height(), indices);
    ImageFiles.writePng(
        swapped,
        ArteryVeinMap.of(labels.pixels(VesselLabel.VEIN), labels.pixels(VesselLabel.ARTERY)));
    assertRefused(colored, "--encoding rrwnet");
    assertRefused(classes, "--encoding class-index");
    assertArteryAndVein("rrwnet", "-i", colored, "--encoding", "rrwnet");
    assertArteryAndVein("classes", "-i", classes, "--encoding", "class-index");
    assertArteryAndVein("swapped", "-i", swapped, "--encoding", "swapped");
    Path arteries = Files.createDirectories(folder.resolve("arteries")).resolve("eye.png");
    Path veins = Files.createDirectories(folder.resolve("veins")).resolve("eye.png");
    ImageFiles.writePng(arteries, labels.pixels(VesselLabel.ARTERY));
    ImageFiles.writePng(veins, labels.pixels(VesselLabel.VEIN));
    assertArteryAndVein("eye", "--arteries", arteries.getParent(), "--veins", veins.getParent());
    Path lonely = veins.resolveSibling("lonely.png");
    Files.copy(veins, lonely);
    Object[] pair = {
      "graph", "--arteries", arteries.getParent(), "--veins", veins.getParent(), "-o", output
    };
    Program more = Program.run(pair);
    assertEquals(0, more.exitCode(), more.err());
    assertTrue(more.out().contains("1 mask of veins without a mask of arteries"), more.out());
    Files.move(lonely, veins.resolveSibling("eye.bmp"));
    Program twice = Program.run(pair);
    assertEquals(2, twice.exitCode());
    assertTrue(twice.error().contains("eye.bmp"), twice.err());
    Files.delete(veins.resolveSibling("eye.bmp"));
    Program alone = Program.run("graph", "--arteries", arteries, "-o", output);
    assertEquals(2, alone.exitCode());
    assertTrue(alone.error().contains("--veins"), alone.err());
    Program unknown = Program.run("graph", "-i", map, "-o", output, "--encoding", "hsv");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.error().contains("colors, rrwnet, class-index"), unknown.err());
    Files.delete(veins);
    Program missing =
        Program.run("graph", "--arteries", arteries.getParent(), "--veins", folder, "-o", output);
    assertEquals(1, missing.exitCode());
    assertTrue(missing.error().contains("no mask of veins eye"), missing.err());
  }

  private static ArteryVeinMap twoVessels() {
    byte[] codes = new byte[200 * 100];
    for (int i = 0; i < codes.length; i++) {
      int x = i % 200;
      int y = i / 200;
      codes[i] = (byte) (x < 10 || x > 190 ? 0 : y >= 30 && y < 34 ? 1 : y >= 70 && y < 74 ? 2 : 0);
    }
    return ArteryVeinMap.wrap(200, 100, codes);
  }

  private void assertRefused(Path file, String hint) {
    Program run = Program.run("graph", "-i", file, "-o", output);
    assertEquals(1, run.exitCode(), run.err());
    assertTrue(run.error().contains(file.getFileName().toString()), run.err());
    assertTrue(run.error().contains(hint), run.err());
  }

  private void assertArteryAndVein(String name, Object... arguments) throws IOException {
    Program run =
        Program.run(
            Stream.concat(Stream.of("graph", "-o", output), Stream.of(arguments)).toArray());
    assertEquals(0, run.exitCode(), run.err());
    VesselGraph graph = GraphFormat.JSON.read(output.resolve(name + ".json"));
    assertEquals(2, graph.segmentCount(), name);
    for (Segment segment : graph.segments()) {
      VesselLabel expected = segment.y(0) < 50 ? VesselLabel.ARTERY : VesselLabel.VEIN;
      assertEquals(expected, segment.label(), name);
    }
  }

  @Test
  void findsARuleOfAService() throws IOException {
    Program run = Program.run("graph", "-i", map, "-o", output, "--refine", "neighbor-vote");
    assertEquals(0, run.exitCode(), run.err());
    String record = Files.readString(output.resolve("records/map.json"));
    assertTrue(record.contains("neighbor-vote"), record);

    Program unknown = Program.run("graph", "-i", map, "-o", output, "--refine", "best");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.err().contains("none, unify, paper, stable, neighbor-vote"), unknown.err());
  }
}
