// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.augmentation.TrainingCrop;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.training.Loss;
import io.github.seqnet.nn.training.LossGradients;
import io.github.seqnet.nn.training.LossInput;
import io.github.seqnet.nn.training.LossOptions;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.training.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomTrainingTest {
  @TempDir private Path folder;

  @Test
  void labelsFollowTheImageThroughTheTransform() {
    int size = 6;
    Set<String> turned = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      float[] samples = new float[3 * size * size];
      byte[] labels = new byte[size * size];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) (i * 7 % 5);
        samples[3 * i] = labels[i] / 5f;
        samples[3 * i + 1] = i / 36f;
      }
      new CustomTransform()
          .apply(TrainingCrop.wrap(size, samples, labels), new SplittableRandom(seed));
      Set<Float> pixels = new HashSet<>();
      for (int i = 0; i < labels.length; i++) {
        assertEquals(labels[i] / 5f, samples[3 * i]);
        pixels.add(samples[3 * i + 1]);
      }
      assertEquals(size * size, pixels.size(), "every pixel is kept");
      turned.add(Arrays.toString(samples));
    }
    assertEquals(4, turned.size());
  }

  @Test
  void gradientOfTheLossEqualsFiniteDifferences() {
    Random random = new Random(1);
    float[] p = new float[24];
    float[] t = new float[24];
    float[] w = new float[24];
    for (int i = 0; i < p.length; i++) {
      p[i] = random.nextFloat();
      t[i] = random.nextInt(2);
      w[i] = random.nextInt(4) == 0 ? 0 : 1;
    }
    LossInput input = new LossInput(1, 4, 6).with(Loss.Target.VESSEL, p, t, w);
    LossGradients gradients = LossGradients.zeros(input);
    new CustomLoss().evaluate(input, gradients);
    for (int i = 0; i < p.length; i++) {
      double[] values = new double[2];
      for (int side = 0; side < 2; side++) {
        float[] moved = p.clone();
        moved[i] += side == 0 ? -1e-2f : 1e-2f;
        LossInput there = new LossInput(1, 4, 6).with(Loss.Target.VESSEL, moved, t, w);
        values[side] = new CustomLoss().evaluate(there, LossGradients.zeros(there));
      }
      double difference = (values[1] - values[0]) / 2e-2;
      assertEquals(difference, gradients.of(Loss.Target.VESSEL)[i], 1e-4);
    }
  }

  @Test
  void trainsWithTheLossAndTheTransform() throws IOException {
    SeqNetConfig config = SeqNetConfig.iterNet(1, 1);
    ModelSpecification model = config.specification().withWorkingSize(128);
    LossOptions loss = LossOptions.balanced(config).plus(0.5, new CustomLoss());
    Dataset data = new CustomDataset().open(folder, Split.TRAINING);
    TrainingReport report =
        SmallTraining.run(
            model,
            TrainingOptions.of(loss, 2),
            data,
            List.of(new CustomTransform()),
            folder.resolve("training"));
    String recipe = report.last().provenance().recipe();
    assertTrue(recipe.contains("squared-dice") && recipe.contains("quarter-turns"), recipe);
  }
}
