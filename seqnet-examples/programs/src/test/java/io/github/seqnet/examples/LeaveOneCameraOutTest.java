// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaveOneCameraOutTest {
  @TempDir private Path folder;

  @Test
  void everyRecipeIsEvaluatedOnEveryCameraThatItHasNotSeen() throws IOException {
    Path recipes = folder.resolve("recipes.txt");
    Files.writeString(
        recipes,
        """
        # three recipes
        squeezed whole-frame 192 0
        partner
        framed field-of-view 192 0.4 gamma,noise:strength=0.2
        """);
    Path results = folder.resolve("results");
    String[] arguments = {
      results.toString(),
      "0.001",
      recipes.toString(),
      "one=" + camera("one", 200, 1),
      "two=" + camera("two", 150, 2)
    };
    // Networks that were trained before are evaluated.
    ModelSpecification partner = TrainPartner.specification(Preprocessing.ILLUMINATION_CORRECTION);
    TrainedModel untrained =
        new TrainedModel(
            partner,
            NetworkWeights.initial(partner.network(), 1),
            Provenance.imported("untrained"),
            "");
    for (String camera : List.of("one", "two")) {
      Path place = Files.createDirectories(results.resolve("partner").resolve(camera));
      WeightFile.write(place.resolve(Trainer.LAST), untrained);
    }
    String said = run(arguments);
    assertEquals(
        List.of(
            "squeezed: training without one",
            "squeezed: training without two",
            "partner: training without one",
            "partner: training without two",
            "framed: training without one",
            "framed: training without two"),
        said.lines().toList());
    List<String> csv = Files.readAllLines(results.resolve("results.csv"));
    assertEquals(7, csv.size());
    assertTrue(csv.get(0).startsWith("recipe,held_out,segmentation.auc,"), csv.get(0));
    double auc = Double.parseDouble(csv.get(1).split(",", -1)[2]);
    assertTrue(auc > 0 && auc < 1);
    String table = Files.readString(results.resolve("results.md"));
    assertTrue(table.contains("| framed | mean |"), table);
    // Nothing is trained twice.
    assertEquals("", run(arguments));
    assertEquals(csv, Files.readAllLines(results.resolve("results.csv")));
  }

  @Test
  void whatIsNoRecipeOrCameraIsRefused() throws IOException {
    String results = folder.resolve("results").toString();
    String one = "one=plain:" + folder;
    String two = "two=plain:" + folder;
    refused("at least two", results, "1", "built-in", one, "one=plain:elsewhere");
    refused("NAME=set:folder", results, "1", "built-in", one, "plain:x");
    refused("minutes", results, "-1", "built-in", one, two);
    Path recipes = folder.resolve("recipes.txt");
    Files.writeString(recipes, "name field-of-view\n");
    refused("name framing size scale", results, "1", recipes.toString(), one, two);
    Files.writeString(recipes, "name square 576 0\n");
    refused("framing must be", results, "1", recipes.toString(), one, two);
  }

  private static void refused(String part, String... arguments) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> run(arguments)).getMessage();
    assertTrue(message.contains(part), message);
  }

  private static String run(String[] arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LeaveOneCameraOut.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  private String camera(String name, int side, long seed) throws IOException {
    Path set = folder.resolve(name);
    for (String kind : List.of("images", "labels", "masks")) {
      Files.createDirectories(set.resolve(kind));
    }
    SyntheticFundus fundus =
        FundusGenerator.generate(FundusOptions.defaults().withSize(side, side).withSeed(seed));
    ImageFiles.writePng(set.resolve("images/eye.png"), fundus.image());
    ImageFiles.writePng(set.resolve("labels/eye.png"), fundus.labels());
    ImageFiles.writePng(set.resolve("masks/eye.png"), fundus.fieldOfView());
    return "plain:" + set;
  }
}
