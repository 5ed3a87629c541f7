// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingReport;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BringYourOwnNetworkTest {
  private static final int SIZE = 128;

  @TempDir private Path folder;

  @Test
  void trainsSavesLoadsAndPredicts() throws IOException {
    ModelSpecification model =
        BringYourOwnNetwork.specification(BringYourOwnNetwork.network(4, 2), SIZE);
    TrainingReport training = BringYourOwnNetwork.train(model, 120, folder.resolve("training"));
    List<Double> losses =
        Files.readAllLines(folder.resolve("training").resolve(Trainer.STEPS)).stream()
            .skip(1)
            .map(line -> Double.valueOf(line.split(",", -1)[2]))
            .toList();
    assertEquals(120, losses.size());
    assertTrue(
        mean(losses.subList(110, 120)) < 0.8 * mean(losses.subList(0, 10)), losses::toString);

    Path file = folder.resolve("attention-unet.seqnet");
    WeightFile.write(file, training.last());
    LabeledImage unseen =
        new CustomDataset().open(folder, Split.TEST).samples().get(0).load().resized(SIZE, SIZE);
    try (VesselModel inMemory = VesselModel.of(training.last());
        VesselModel loaded = VesselModel.load(file)) {
      assertEquals(training.last(), loaded.model());
      VesselMaps maps = loaded.predict(unseen.image());
      assertEquals(SIZE, maps.vessel().width());
      assertArrayEquals(
          inMemory.predict(unseen.image()).artery().toArray(), maps.artery().toArray());
      double vessels = meanOf(maps, unseen, true);
      double background = meanOf(maps, unseen, false);
      assertTrue(vessels > background + 0.1, vessels + " and " + background);

      RetinaReport report = RetinaAnalyzer.of(loaded).analyze(unseen.image());
      assertEquals(SIZE, report.labels().width());
      assertTrue(report.toRow().containsKey("width_px"), report.toRow().keySet().toString());
    }
  }

  @Test
  void programWritesModelAndMeasures() throws IOException {
    Path photograph = folder.resolve("eye.png");
    SyntheticFundus fundus =
        FundusGenerator.generate(FundusOptions.defaults().withSize(160, 150).withSeed(7));
    ImageFiles.writePng(photograph, fundus.image());
    Path output = folder.resolve("run");
    BringYourOwnNetwork.main(new String[] {output.toString(), "1", photograph.toString()});
    assertTrue(Files.size(output.resolve("attention-unet.seqnet")) > 0);
    assertEquals(2, Files.readAllLines(output.resolve("measures.csv")).size());
  }

  @Test
  void guideQuotesTheProgram() throws IOException {
    Path root = Path.of("..", "..").toAbsolutePath().normalize();
    String guide = Files.readString(root.resolve("docs/bring-your-own-network.md"));
    String program =
        Files.readString(
            Path.of("src/main/java/io/github/seqnet/examples/BringYourOwnNetwork.java"));
    int from = guide.indexOf("## Train it");
    String section = guide.substring(from, guide.indexOf("\n## ", from));
    Matcher snippets = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(section);
    int count = 0;
    for (; snippets.find(); count++) {
      String snippet = snippets.group(1);
      assertTrue(words(program).contains(words(snippet)), snippet);
    }
    assertEquals(4, count);
  }

  private static String words(String text) {
    return String.join(" ", text.strip().split("\\s+"));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The mean vessel probability of the pixels of vessels or of the background. */
  private static double meanOf(VesselMaps maps, LabeledImage eye, boolean vessels) {
    BinaryMask inside = eye.fieldOfView().mask();
    BinaryMask groundTruth = eye.labels().vessels();
    double sum = 0;
    int count = 0;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        if (inside.get(x, y) && groundTruth.get(x, y) == vessels) {
          sum += maps.vessel().get(x, y);
          count++;
        }
      }
    }
    return sum / count;
  }
}
