// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.augmentation.Batch;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network with one softmax over background, artery, vein and crossing, as many groups use. */
class SoftmaxModelTest {
  private static final int SIZE = 16;

  @TempDir private Path folder;

  private static ModelSpecification model() {
    NetworkBuilder b = new NetworkBuilder("image", 3);
    Tensor x = b.relu(b.convolution("first", b.input(), 3, 8));
    x = b.relu(b.convolution("second", x, 3, 8));
    b.output("classes", b.softmax(b.convolution("head", x, 1, 4)));
    return ModelSpecification.of(b.build(), OutputMap.channel("classes", 0).complement())
        .withArteryVein(OutputMap.sumOf("classes", 1, 3), OutputMap.sumOf("classes", 2, 3))
        .withWorkingSize(SIZE);
  }

  @Test
  void trainsSavesLoadsAndTellsArteriesFromVeins() throws IOException {
    TrainingOptions options =
        TrainingOptions.of(LossOptions.of(CrossEntropyLoss.defaults()), 200)
            .withMicroBatches(1)
            .withAverageDecay(TrainingOptions.NO_AVERAGE)
            .withCheckpointInterval(200)
            .withRate(LearningRate.oneCycle(2e-2));
    TrainingReport report =
        new Trainer(model(), options, LineCrops::feed, List.of("generated")).train(folder);
    List<String> steps = Files.readAllLines(folder.resolve(Trainer.STEPS));
    double first = Double.parseDouble(steps.get(1).split(",", -1)[2]);
    double last = Double.parseDouble(steps.get(200).split(",", -1)[2]);
    assertTrue(last < 0.2 * first, first + " to " + last);

    Path file = folder.resolve("softmax.seqnet");
    WeightFile.write(file, report.last());
    try (VesselModel loaded = VesselModel.load(file)) {
      assertEquals(report.last(), loaded.model());
      Batch batch = LineCrops.batch(10_000);
      int area = SIZE * SIZE;
      for (int n = 0; n < batch.count(); n++) {
        float[] image = Arrays.copyOfRange(batch.image(), 3 * n * area, 3 * (n + 1) * area);
        VesselMaps maps = loaded.predict(RgbImage.of(SIZE, SIZE, image));
        for (int i = 0; i < area; i++) {
          int x = i % SIZE;
          int y = i / SIZE;
          assertEquals(batch.vessel()[n * area + i], maps.vessel().get(x, y), 0.4f);
          assertEquals(batch.artery()[n * area + i], maps.artery().get(x, y), 0.4f);
          assertEquals(batch.vein()[n * area + i], maps.vein().get(x, y), 0.4f);
        }
      }
    }
  }
}
