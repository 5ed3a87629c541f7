// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.augmentation.Batch;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovingStatisticsTest {
  @TempDir private Path folder;

  /** Normalizes the image itself, so that its statistics are those of the data. */
  private static ModelSpecification model(int uses) {
    NetworkBuilder b = new NetworkBuilder("image", 3);
    Tensor x = b.batchNormalization("norm", b.input());
    for (int i = 1; i < uses; i++) {
      x = b.addition(List.of(x, b.batchNormalization("norm", b.input())));
    }
    Tensor hidden = b.relu(b.convolution("hidden", x, 3, 4));
    Tensor inner = b.batchNormalization("inner", hidden);
    b.output("vessel", b.sigmoid(b.convolution("head", inner, 1, 1)));
    return ModelSpecification.of(b.build(), OutputMap.of("vessel"));
  }

  private static TrainingOptions options(long steps) {
    return TrainingOptions.of(LossOptions.of(CrossEntropyLoss.defaults()), steps)
        .withCheckpointInterval(3);
  }

  private static Trainer trainer(ModelSpecification model, TrainingOptions options) {
    return new Trainer(model, options, LineCrops::feed, List.of("generated"));
  }

  /** Mean and variance of a channel over all crops of the first batches. */
  private static double[] ofData(int channel, int batches) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int i = 0; i < batches; i++) {
      float[] image = LineCrops.batch(i).image();
      for (int k = channel; k < image.length; k += 3) {
        sum += image[k];
        squares += (double) image[k] * image[k];
        count++;
      }
    }
    double mean = sum / count;
    return new double[] {mean, squares / count - mean * mean};
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "2, 1", "2, 4"})
  void statisticsConvergeToThoseOfTheData(int uses, int microBatches) throws IOException {
    ModelSpecification model = model(uses);
    TrainingOptions options =
        options(200)
            .withMicroBatches(microBatches)
            .withNormalizationMomentum(0.05)
            .withClipNorm(1e-3)
            .withAverageDecay(0.99)
            .withCheckpointInterval(200);
    NetworkWeights trained = trainer(model, options).train(folder).last().weights();
    for (int channel = 0; channel < 3; channel++) {
      double[] expected = ofData(channel, 200);
      // A moving average over about 40 batches of 4 crops, and some crops show no artery or vein.
      assertEquals(expected[0], trained.values("norm.mean")[channel], 0.008);
      assertEquals(expected[1], trained.values("norm.variance")[channel], 0.006);
    }
  }

  @Test
  void oneStepMovesStatisticsByTheMomentum() throws IOException {
    ModelSpecification model = model(2);
    TrainingOptions options = options(1).withMicroBatches(1).withNormalizationMomentum(0.25);
    NetworkWeights trained = trainer(model, options).train(folder).last().weights();
    for (int channel = 0; channel < 3; channel++) {
      double[] batch = ofData(channel, 1);
      assertEquals(0.25 * batch[0], trained.values("norm.mean")[channel], 1e-6);
      assertEquals(0.75 + 0.25 * batch[1], trained.values("norm.variance")[channel], 1e-6);
    }
  }

  @Test
  void frozenStatisticsKeepTheirValues() throws IOException {
    ModelSpecification model = model(1);
    TrainingOptions options = options(3).withMicroBatches(2).withFrozen(List.of("norm."));
    NetworkWeights start = NetworkWeights.initial(model.network(), 1);
    NetworkWeights end = trainer(model, options).startFrom(start).train(folder).last().weights();
    assertArrayEquals(start.values("norm.mean"), end.values("norm.mean"));
    assertArrayEquals(start.values("norm.variance"), end.values("norm.variance"));
    assertNotEquals(start.values("inner.mean")[0], end.values("inner.mean")[0]);
  }

  @Test
  void statisticsAloneAreNothingToTrain() {
    ModelSpecification model = model(1);
    Network network = model.network();
    List<String> frozen =
        network.parameters().values().stream()
            .filter(parameter -> !parameter.isStatistic())
            .map(parameter -> parameter.name())
            .toList();
    TrainingOptions options = options(1).withFrozen(frozen);
    assertThrows(IllegalArgumentException.class, () -> trainer(model, options));
  }

  @Test
  void resumedTrainingEndsWithTheSameBits() throws IOException {
    ModelSpecification model = model(1);
    TrainingOptions options = options(8).withMicroBatches(2);
    NetworkWeights whole = trainer(model, options).train(folder.resolve("whole")).last().weights();
    AtomicInteger made = new AtomicInteger();
    TrainingData failing =
        first ->
            new TrainingData.Feed() {
              private final TrainingData.Feed feed = LineCrops.feed(first);

              @Override
              public Batch next() {
                if (made.incrementAndGet() > 5) {
                  throw new IllegalStateException("the power failed");
                }
                return feed.next();
              }

              @Override
              public void close() {}
            };
    Path cut = folder.resolve("cut");
    Trainer killed = new Trainer(model, options, failing, List.of("generated"));
    assertThrows(IllegalStateException.class, () -> killed.train(cut));
    assertEquals(whole, trainer(model, options).resume(cut).last().weights());
  }
}
