// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.evaluation.Comparison;
import io.github.seqnet.evaluation.MetricValue;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExamplesTest {
  private static SyntheticFundus fundus;

  @TempDir private Path folder;

  @BeforeAll
  static void generate() {
    fundus = FundusGenerator.generate(FundusOptions.defaults().withSize(300, 280));
  }

  private Path photograph() throws IOException {
    Path file = folder.resolve("photograph.png");
    ImageFiles.writePng(file, fundus.image());
    return file;
  }

  private ArteryVeinMap written(Path file) throws IOException {
    ArteryVeinMap labels = ImageFiles.readLabels(file);
    assertEquals(300, labels.width());
    assertEquals(280, labels.height());
    return labels;
  }

  @Test
  void embedInApplication() throws IOException {
    Path result = folder.resolve("labels.png");
    EmbedInApplication.main(new String[] {photograph().toString(), result.toString()});
    assertTrue(written(result).vessels().count() > 0);
  }

  @Test
  void photographToCsv() throws IOException {
    Path result = folder.resolve("measures.csv");
    PhotographToCsv.main(new String[] {photograph().toString(), "8", result.toString()});
    List<String> lines = Files.readAllLines(result);
    assertEquals(2, lines.size());
    assertTrue(lines.get(0).startsWith("name,file,width_px,height_px,"), lines.get(0));
    assertTrue(lines.get(1).startsWith("photograph,"), lines.get(1));
    assertTrue(lines.get(1).contains(",300,280,,,8,"), lines.get(1));
  }

  @Test
  void customBiomarker() throws IOException {
    Path map = folder.resolve("map.png");
    ImageFiles.writePng(map, fundus.labels());
    Path result = folder.resolve("measures.csv");
    CustomBiomarker.main(new String[] {map.toString(), result.toString()});
    List<String> lines = Files.readAllLines(result);
    List<String> names = List.of(lines.get(0).split(","));
    int column = names.indexOf("longest_segment.arteries.field_of_view");
    double longest = Double.parseDouble(lines.get(1).split(",", -1)[column]);
    assertTrue(longest > 20 && longest < 420, longest + " px");
  }

  @Test
  void customPropagationCorrectsASegmentThatItsNeighborsOutvote() throws IOException {
    // A long vein whose last part before the junction of two branches is labeled as an artery.
    int size = 120;
    byte[] labels = new byte[size * size];
    for (int x = 10; x < 110; x++) {
      for (int y = 58; y < 62; y++) {
        labels[y * size + x] = VesselLabel.VEIN.code();
      }
    }
    for (int y = 46; y < 58; y++) {
      for (int x = 58; x < 62; x++) {
        labels[y * size + x] = VesselLabel.ARTERY.code();
      }
    }
    Path map = folder.resolve("map.png");
    ImageFiles.writePng(map, ArteryVeinMap.wrap(size, size, labels));
    Path result = folder.resolve("labels.png");
    CustomPropagation.main(new String[] {map.toString(), result.toString()});
    ArteryVeinMap corrected = ImageFiles.readLabels(result);
    assertEquals(0, corrected.pixels(VesselLabel.ARTERY).count());
    assertEquals(ImageFiles.readLabels(map).vessels(), corrected.vessels());
  }

  @Test
  void customRefiner() throws IOException {
    Path result = folder.resolve("labels.png");
    CustomRefiner.main(new String[] {photograph().toString(), result.toString()});
    assertTrue(written(result).vessels().count() > 0);
  }

  @Test
  void customMetricHasAnIntervalAndAProbability() throws IOException {
    Dataset dataset = new CustomDataset().open(folder, Split.TEST);
    Comparison comparison = CustomMetric.compare(dataset);
    String id = "custom.artery_area_ratio";
    MetricValue value = comparison.evaluation().value(id);
    assertTrue(value.low().orElseThrow() <= value.value().orElseThrow(), value.toString());
    assertTrue(value.high().orElseThrow() >= value.value().orElseThrow(), value.toString());
    assertTrue(comparison.difference(id).pValue().orElseThrow() > 0);
    assertTrue(comparison.imagesToCsv().startsWith("image," + id + ",compared." + id + "\n"));
    assertEquals(
        value.value().getAsDouble(), comparison.evaluation().toMap().get(id).doubleValue());
  }

  @Test
  void customDatasetHasItsSplits() throws IOException {
    CustomDataset provider = new CustomDataset();
    assertEquals(4, provider.open(folder, Split.TRAINING).size());
    assertEquals(2, provider.open(folder, Split.TEST).size());
    Dataset all = provider.open(folder, Split.ALL);
    assertEquals(6, all.size());
    assertEquals(4, all.holdOut(2, 1).kept().size());
    assertEquals(
        "generated/eye0",
        all.plus(new Dataset("x", List.of(all.samples().get(0).withName("other"))))
            .samples()
            .get(0)
            .name());
    LabeledImage image = all.samples().get(5).load();
    assertEquals("eye5", image.name());
    assertTrue(image.labels().pixels(VesselLabel.ARTERY).count() > 0);
  }

  @Test
  void correctLabels() throws IOException {
    String photograph = photograph().toString();
    Path result = folder.resolve("labels.png");
    EmbedInApplication.main(new String[] {photograph, result.toString()});
    ArteryVeinMap before = written(result);
    Segment longest =
        VesselGraph.of(before.vessels()).segments().stream()
            .max(Comparator.comparingDouble(Segment::lengthPx))
            .orElseThrow();
    int x = longest.x(longest.pathSize() / 2);
    int y = longest.y(longest.pathSize() / 2);
    for (VesselLabel label : List.of(VesselLabel.ARTERY, VesselLabel.VEIN)) {
      CorrectLabels.main(
          new String[] {
            photograph,
            Integer.toString(x),
            Integer.toString(y),
            label.name().toLowerCase(Locale.ROOT),
            result.toString()
          });
      ArteryVeinMap corrected = written(result);
      assertEquals(before.vessels(), corrected.vessels());
      assertEquals(label, corrected.get(x, y));
    }
  }

  @Test
  void graphOfArteryVeinMap() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GraphOfArteryVeinMap.print(fundus.labels(), new PrintStream(out, true, StandardCharsets.UTF_8));
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("artery: ") && text.contains("vein: "), text);
  }

  @Test
  void fineTune() throws IOException {
    SeqNetConfig config = SeqNetConfig.seqNet(1, 1);
    NetworkWeights weights = NetworkWeights.initial(SeqNetArchitecture.network(config), 1);
    Path checkpoint = folder.resolve("start.hdf5");
    KerasFile.write(checkpoint, config, weights);
    Path training = folder.resolve("training");
    FineTune.main(new String[] {checkpoint.toString(), set(), training.toString(), "1"});
    NetworkWeights tuned = WeightFile.read(training.resolve(Trainer.LAST)).weights();
    String frozen = "segmentation.e1.conv1.kernel";
    assertArrayEquals(weights.values(frozen), tuned.values(frozen));
    assertNotEquals(weights, tuned);
  }

  @Test
  void trainIterNet() throws IOException {
    Path training = folder.resolve("training");
    TrainIterNet.main(new String[] {set(), training.toString(), "1"});
    assertEquals(
        SeqNetConfig.Streams.SEGMENTATION,
        SeqNetConfig.of(WeightFile.read(training.resolve(Trainer.LAST)).specification())
            .orElseThrow()
            .streams());
  }

  @Test
  void trainDefaultModel() throws IOException {
    Path checkpoint = checkpoint(SeqNetConfig.seqNet(1, 1));
    Path training = folder.resolve("training");
    String[] arguments = {checkpoint.toString(), training.toString(), "0", "2*" + set()};
    TrainDefaultModel.main(arguments);
    Path last = training.resolve("6-whole").resolve(Trainer.LAST);
    NetworkWeights trained = WeightFile.read(last).weights();
    NetworkWeights vessels =
        WeightFile.read(training.resolve("2-vessels-iternet").resolve(Trainer.LAST)).weights();
    String frozen = "segmentation.e1.conv1.kernel";
    assertArrayEquals(vessels.values(frozen), trained.values(frozen));
    assertTrue(trainDefaultModel(arguments).contains("nothing was trained"));
    assertEquals(trained, WeightFile.read(last).weights());
    String[] otherData = {checkpoint.toString(), training.toString(), "0", set()};
    IllegalArgumentException data =
        assertThrows(IllegalArgumentException.class, () -> trainDefaultModel(otherData));
    assertTrue(data.getMessage().contains("other data"), data.getMessage());
    String[] otherStart = {last.toString(), training.toString(), "0", "2*" + set()};
    IllegalArgumentException begun =
        assertThrows(IllegalArgumentException.class, () -> trainDefaultModel(otherStart));
    assertTrue(begun.getMessage().contains("another model"), begun.getMessage());

    Path round = folder.resolve("round");
    String said = trainDefaultModel(new String[] {last.toString(), round.toString(), "0", set()});
    assertTrue(said.startsWith("training 0-vessels, "), said);
    assertEquals(4, said.lines().count(), said);
    NetworkWeights further =
        WeightFile.read(round.resolve("3-whole").resolve(Trainer.LAST)).weights();
    NetworkWeights roundVessels =
        WeightFile.read(round.resolve("0-vessels").resolve(Trainer.LAST)).weights();
    assertArrayEquals(roundVessels.values(frozen), further.values(frozen));
    String artery = "artery.e1.conv1.kernel";
    assertFalse(Arrays.equals(trained.values(artery), further.values(artery)));
  }

  @Test
  void trainDefaultModelWithoutIterations() throws IOException {
    Path checkpoint = checkpoint(SeqNetConfig.seqNet(1, 0));
    Path training = folder.resolve("training");
    String said =
        trainDefaultModel(
            new String[] {checkpoint.toString(), training.toString(), "0", "2*" + set()});
    assertEquals(
        List.of(
            "training 1-vessels", "training 3-arteries", "training 4-veins", "training 6-whole"),
        said.lines().map(line -> line.substring(0, line.indexOf(','))).toList());
    Path last = training.resolve("6-whole").resolve(Trainer.LAST);
    NetworkWeights trained = WeightFile.read(last).weights();
    NetworkWeights vessels =
        WeightFile.read(training.resolve("1-vessels").resolve(Trainer.LAST)).weights();
    String head = "segmentation.out_final.kernel";
    assertArrayEquals(vessels.values(head), trained.values(head));
    Path round = folder.resolve("round");
    String further =
        trainDefaultModel(new String[] {last.toString(), round.toString(), "0", set()});
    assertEquals(4, further.lines().count(), further);
  }

  /** An untrained network as a file of Keras. */
  private Path checkpoint(SeqNetConfig config) throws IOException {
    Path file = folder.resolve("start.hdf5");
    KerasFile.write(file, config, NetworkWeights.initial(SeqNetArchitecture.network(config), 1));
    return file;
  }

  private static String trainDefaultModel(String[] arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TrainDefaultModel.train(arguments, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theRecipeRefusesAnIterNetBeforeItBegins() throws IOException {
    Path checkpoint = checkpoint(SeqNetConfig.iterNet(1, 1));
    Path training = folder.resolve("training");
    String[] arguments = {checkpoint.toString(), training.toString(), "0", set()};
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> trainDefaultModel(arguments));
    assertTrue(
        e.getMessage().startsWith(checkpoint + ": does not classify arteries"), e.getMessage());
    assertFalse(Files.exists(training));
  }

  @Tag("process")
  @Test
  void withoutArgumentsAProgramSaysItsUsage() throws IOException, InterruptedException {
    List<Class<?>> programs =
        List.of(
            CorrectLabels.class,
            CustomRefiner.class,
            EmbedInApplication.class,
            FineTune.class,
            GraphOfArteryVeinMap.class,
            LeaveOneCameraOut.class,
            TrainDefaultModel.class,
            TrainIterNet.class);
    for (Class<?> program : programs) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  program.getName())
              .redirectErrorStream(true)
              .start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertEquals(2, process.waitFor(), text);
      assertEquals(1, text.lines().count(), text);
      assertTrue(text.contains("usage: ") && text.contains(program.getName() + " <"), text);
    }
  }

  private String set() throws IOException {
    Path set = folder.resolve("set");
    Files.createDirectories(set.resolve("images"));
    Files.createDirectories(set.resolve("labels"));
    ImageFiles.writePng(set.resolve("images/eye.png"), fundus.image());
    ImageFiles.writePng(set.resolve("labels/eye.png"), fundus.labels());
    return "plain:" + set;
  }
}
